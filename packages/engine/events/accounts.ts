/** What events about one account change: what it is, and what is done about it. */
import { allow } from '../contact/decide.ts';
import type { Considered } from '../decided.ts';
import {
  type Account,
  blankConduct,
  type Changes,
  type Identifier,
  isBlankConduct,
  isJudged,
  isOfRuling,
  type Knowledge,
  NO_CHANGES,
  NO_LINKS,
  NO_REQUESTS,
  NOT_INFORMED,
  NOTHING_CHOSEN,
  type Seconds,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { ToldOf } from '../told.ts';
import { considered, firstSight, seen } from './considered.ts';
import { learnIdentifiers, whatItDid } from './identifiers.ts';
import { changeSettings, forgetPending, grownUp } from './settings.ts';

/** Since when a block or a report counts. */
const EVER: Seconds = 0;
const DAY_S: Seconds = 86_400;

type AccountFacts = ToldOf<'account.created'> | ToldOf<'account.updated'> | ToldOf<'signup.requested'>;

/**
 * What the platform says of an account holds; what it leaves out stays as it was. The settings in its first word about
 * an account are how the account is; later they are a change like any other, which a child confirms.
 */
export function considerAccount(k: Knowledge, event: AccountFacts, at: Seconds, policy: CompiledPolicy): Considered {
  const { data } = event;
  const account = k.account(data.actor);
  const first = !account.known;
  const restricted = account.status === 'restricted' && isTakenForBarred(k, account);
  const { ageBand } = account;
  learn(account, event, at);
  if (account.ageBand !== ageBand) grownUp(account, policy);
  // platforms tell every account's status, and may not know yet that Kith restricted it: people lift that by a ruling
  if (restricted && account.status === 'active') account.status = 'restricted';
  // whoever is barred could tell of so many others that what they are recognised by is forgotten
  const recognised = learnIdentifiers(k, account.id, account.barred ? undefined : data.identifiers, at);
  if (data.settings !== undefined && !first) {
    const decided = changeSettings(k, account, data.settings, at, policy);
    return { ...decided, changes: { ...decided.changes, ...recognised } };
  }
  if (data.settings !== undefined) account.settings = { ...account.settings, ...data.settings };
  return considered({ ...NO_CHANGES, ...recognised, account }, allow(policy));
}

const isTakenForBarred = (k: Knowledge, { id, linked }: Account): boolean =>
  linked && k.links(id).links.some(({ state }) => state !== 'cut');

function learn(account: Account, event: AccountFacts, at: Seconds): void {
  const { data } = event;
  if (event.type !== 'signup.requested') account.known = true;
  if (data.age !== undefined) {
    if (account.ageBand === 'adult' && data.age.band !== 'adult') {
      // what was chosen as an adult was chosen without being told what is given up (F2 a): a child begins protected
      account.settings = NOTHING_CHOSEN;
      forgetPending(account);
    }
    account.ageBand = data.age.band;
    account.ageMethod = data.age.method;
    account.ageConfidence = Math.round(data.age.confidence * 100);
  }
  if (data.country !== undefined) account.country = data.country;
  if (data.region !== undefined) account.region = data.region;
  if (data.language !== undefined) account.language = data.language;
  if (data.risk !== undefined) account.risk = data.risk;
  if (data.status !== undefined) account.status = data.status;
  if (data.createdAt !== undefined) {
    // never later than the event: a clock that is wrong must not make an account new for ever
    account.createdAt = Math.min(at, Math.max(1, Math.floor(Date.parse(data.createdAt) / 1000)));
  } else seen(account, at);
}

/**
 * What is not needed is not stored: a deleted account keeps its age band, when it began and that it is gone. What it did
 * towards children as evidence stays and fades, and what it can be recognised by with it: an account that is deleted and
 * taken back must not begin clean, nor be beyond recognition when it is judged. Of a barred account that stays for good. Of
 * others it stays for the policy's days, counted from the deletion: whoever tells of the deletion again after them ends it.
 */
export function forgetAccount(k: Knowledge, actor: string, at: Seconds, policy: CompiledPolicy): Changes {
  const account = k.account(actor);
  const wasDeleted = account.status === 'deleted';
  account.status = 'deleted';
  account.country = '';
  account.region = '';
  account.language = '';
  account.settings = NOTHING_CHOSEN;
  forgetPending(account);
  account.guarded = false;
  account.childRequests = NO_REQUESTS;
  account.informed = NOT_INFORMED;
  const conduct = k.conduct(actor);
  const forgotten = !isBlankConduct(conduct) && conduct.level === 'none' && conduct.approached === 0;
  const changes = { ...NO_CHANGES, account, conduct: forgotten ? blankConduct(actor) : null };
  if (account.barred) return changes;
  const own = k.identifiers(actor);
  const isEvidence = !forgotten && !isBlankConduct(conduct);
  const stay = isEvidence ? own : outlivingBlocks(k, actor, own);
  const kept_s = policy.policy.keep.identifiers.daysAfterDeletion * DAY_S;
  // from the deletion on, as long as policy says: told of it again, what is over goes
  const kept = wasDeleted ? stay.filter(({ lastAt }) => at - lastAt < kept_s) : kept_s > 0 ? stay : [];
  const recognised = {
    identifiers: wasDeleted ? NO_CHANGES.identifiers : kept.map((one) => ({ ...one, lastAt: at })),
    forgotten: own.filter((one) => !kept.includes(one)),
  };
  if (isEvidence) return { ...changes, ...recognised };
  // what people said of it outlives it: whoever takes the account back is not parted from, or joined with, anybody anew
  const judged = account.linked ? k.links(actor).links.filter(isJudged) : NO_LINKS;
  const links = account.linked ? { account: actor, links: judged } : null;
  account.linked = judged.length > 0;
  return { ...changes, links, ...recognised };
}

/** A child's block holds for the next account of the device that it blocked, though the one that it names is gone. */
function outlivingBlocks(k: Knowledge, actor: string, own: readonly Identifier[]): readonly Identifier[] {
  const devices = own.filter(({ kind }) => kind === 'device');
  return devices.length > 0 && k.childrenAgainst(actor, EVER, 1) > 0 ? devices : [];
}

const STATUS_AFTER = { restrict: 'restricted', suspend: 'suspended', disable: 'disabled', restore: 'active' } as const;

type Enforcement = ToldOf<'enforcement.requested'> | ToldOf<'enforcement.applied'>;

/**
 * What the platform applied to an account decides its status, and what it is asked to apply does at once. Kith asks to
 * disable where people have ruled so for children's safety: whoever is disabled for another reason is not barred.
 */
export function learnOfEnforcement(k: Knowledge, event: Enforcement, at: Seconds): Changes {
  const { data } = event;
  const { kind } = data;
  if (kind === 'warn' || kind === 'remove_content' || kind === 'restore_content') return firstSight(k, data.actor, at);
  const account = k.account(data.actor);
  seen(account, at);
  // it is gone whatever is asked for: only the platform can say that an account that was deleted is there again
  if (account.status !== 'deleted') account.status = STATUS_AFTER[kind];
  if (event.type === 'enforcement.requested' && kind === 'disable') {
    account.barred = true;
    return { ...NO_CHANGES, account, ...whatItDid(k, account.id, event.data.turnedTo ?? [], at) };
  }
  if (kind !== 'restore' || !account.barred) return { ...NO_CHANGES, account };
  account.barred = false;
  return { ...NO_CHANGES, account, forgotten: k.identifiers(account.id).filter(isOfRuling) };
}
