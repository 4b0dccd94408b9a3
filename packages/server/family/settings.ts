/**
 * A guardian's answer to a weaker setting that their child asked for. It is an event of Kith's own: what it changed, the child and
 * the platform are told of in its commit (`settingRows`), so that two guardians who answer at once contradict each other nowhere.
 */
import type { FamilySetting, Notice, Settings, SettingsAnswer, Webhook } from '@kith/contract';
import { type Account, type Considered, type DecidedNotice, familyNotice, settingNames, type Told } from '@kith/engine';
import { appendAudit } from '../ground/audit/index.ts';
import type { OutboxRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { rowsOfWebhook, type WebhookEndpoint } from '../outbox/index.ts';
import type { Act, FamilyOptions } from './options.ts';
import { settingsOf } from './page.ts';
import { newId } from './rows.ts';
import type { Standing } from './standing.ts';
import { noticeId } from './telling.ts';

const changed = (): ProblemError =>
  new ProblemError(
    'not_possible',
    'the child has changed what it asks for, or another guardian has answered: look again',
  );

/** @throws ProblemError `not_possible` where it is not what waits now */
export async function answerSettings(
  o: FamilyOptions,
  { guardian, child }: Standing,
  { settings, answer }: Pick<SettingsAnswer, 'settings' | 'answer'>,
  { by, now_ms }: Act,
): Promise<FamilySetting[]> {
  const account = await o.ask((k) => k.account(child));
  if (!doWait(account, settings)) throw changed();
  const id = newId('set');
  const choice = answer === 'approve' ? 'accept' : 'decline';
  await o.tell({ id: `kith:${id}`, type: 'settings.judged', at: now_ms, data: { actor: child, settings, choice } });
  await o.db.transaction().execute((trx) =>
    appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'family.settings_judged', subject: `account:${child}` },
      detail: { guardian, settings: Object.keys(settings).join(' '), answer },
    }),
  );
  o.wake();
  const after = await o.ask((k) => k.account(child));
  if (isInForce(after, settings) !== (answer === 'approve')) throw changed();
  return settingsOf(after);
}

type Some = Partial<Settings>;
const wantedNames = (some: Some) => settingNames.filter((name) => some[name] !== undefined);

const doWait = (account: Account, some: Some): boolean =>
  account.guarded &&
  account.pendingConfirmed &&
  wantedNames(some).every((name) => account.pendingSettings[name] === some[name]);

const isInForce = (account: Account, some: Some): boolean =>
  wantedNames(some).every((name) => account.settings[name] === some[name]);

/** Puts words to a notice. */
type Say = (notice: DecidedNotice) => Notice;

/** What goes with the commit of a guardian's answer, and with what makes a setting wait for one. Pure. */
export function settingRows(
  told: Told,
  { changes: { account }, decision }: Pick<Considered, 'changes' | 'decision'>,
  say: Say,
  endpoints: readonly WebhookEndpoint[],
  now_ms: number,
): readonly OutboxRow[] {
  if (account === null) return [];
  const timestamp = new Date(told.at).toISOString();
  const rows = (webhook: Webhook, place: string) =>
    rowsOfWebhook(endpoints, webhook, { about: `${told.id}:${place}`, time: 0, now_ms });
  const tellChild = (news: 'setting_waits' | 'setting_approved' | 'setting_refused') => {
    const { id, language, country } = account;
    const notice = say(familyNotice(news, { to: id, language, country }));
    return rows(
      { type: 'notice.requested', timestamp, data: { event: told.id, id: noticeId(told.id, news), notice } },
      news,
    );
  };
  if (isWaiting(told, decision)) return tellChild('setting_waits');
  if (told.type !== 'settings.judged') return [];
  const { settings, choice } = told.data;
  const inForce = isInForce(account, settings);
  // another guardian was faster, and said otherwise: nothing came of this answer
  if (inForce !== (choice === 'accept')) return [];
  const decided = inForce ? 'approved' : 'refused';
  const data = { account: account.id, settings, decision: decided } as const;
  return [...tellChild(`setting_${decided}`), ...rows({ type: 'settings.decided', timestamp, data }, decided)];
}

/** Whether a child's weaker setting waits for a guardian from this event on. */
export const isWaiting = (told: Told, { reasons }: Considered['decision']): boolean =>
  (told.type === 'notice.answered' || told.type === 'settings.changed' || told.type === 'account.updated') &&
  reasons.some(({ code }) => code === 'waits_for_guardian');
