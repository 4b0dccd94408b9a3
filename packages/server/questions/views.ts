/** What is known of an account and of a contact, as the contract shows it. */
import type { AccountView, ContactView, Settings } from '@kith/contract';
import {
  type Account,
  type Contact,
  FLAGS_SEEN,
  isAdultWhenContacting,
  isChildWhenContacted,
  isConnected,
  type Knowledge,
  type Seconds,
  settingNames,
  settingOf,
} from '@kith/engine';

const DAYS_30_S = 30 * 86_400;
/** Connections in common are counted up to this: a policy asks for no more. */
const MUTUAL_COUNTED_MAX = 16;

const timeOf = (at: Seconds): string => new Date(at * 1000).toISOString();

/** `key` with the time, where it ever happened. */
const at = <K extends string>(key: K, seconds: Seconds): { [P in K]?: string } =>
  // TypeScript widens a computed key
  (seconds > 0 ? { [key]: timeOf(seconds) } : {}) as { [P in K]?: string };

/** null where nothing is known. */
export function viewAccount(k: Knowledge, id: string, now: Seconds): AccountView | null {
  const account = k.account(id);
  if (!account.known && account.createdAt === 0) return null;
  return {
    id,
    known: account.known,
    age: { band: account.ageBand, method: account.ageMethod, confidence: account.ageConfidence / 100 },
    child: { whenContacted: isChildWhenContacted(account), whenContacting: !isAdultWhenContacting(account) },
    ...(account.country !== '' && { country: account.country }),
    ...(account.region !== '' && { region: account.region }),
    ...(account.language !== '' && { language: account.language }),
    ...at('createdAt', account.createdAt),
    status: account.status,
    risk: account.risk,
    settings: settingsOf(account),
    ...(Object.keys(account.pendingSettings).length > 0 && { pendingSettings: account.pendingSettings }),
    childrenAgainst30d: k.childrenAgainst(id, now - DAYS_30_S, FLAGS_SEEN),
  };
}

/** The settings in force. */
const settingsOf = (account: Account): Record<string, Settings[keyof Settings]> =>
  Object.fromEntries(settingNames.map((name) => [name, settingOf(account, name)]));

const isBlank = (c: Contact): boolean => c.firstAt === 0 && c.requestedAt === 0 && c.answeredAt === 0;

/** null where neither has done anything towards the other. */
export function viewContact(k: Knowledge, actor: string, other: string): ContactView | null {
  const out = k.contact(actor, other);
  const back = k.contact(other, actor);
  if (isBlank(out) && isBlank(back)) return null;
  return {
    actor,
    other,
    known: !isBlank(out),
    connected: isConnected(out, back),
    mutualConnections: k.mutualConnections(actor, other, MUTUAL_COUNTED_MAX),
    began: out.began,
    ...at('firstAt', out.firstAt),
    ...at('lastAt', out.lastAt),
    messages: out.messages,
    groupMessages: out.groupMessages,
    withheld: out.withheld,
    replies: out.replies,
    inContacts: out.inContacts,
    blocking: out.blocking,
    ...at('blockedAt', out.blockedAt),
    ...at('reportedAt', out.reportedAt),
    ...at('requestedAt', out.requestedAt),
    answer: out.answer,
  };
}
