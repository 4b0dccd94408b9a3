/**
 * What became of notices: what a child was shown, and what it did. A child that was shown one that only informs has that
 * counted on its own rows, for the policy's limits; what is counted for everybody else to see names nobody.
 */
import type { EventType, InformingKind, NoticeKind, NoticesPolicy, Risk } from '@kith/contract';
import { isCounted } from '../contact/arms.ts';
import { isFamily } from '../contact/family-notices.ts';
import { isInforming } from '../contact/left-out.ts';
import type { Considered, NoticeNoted, Weighed } from '../decided.ts';
import {
  type Account,
  type Changes,
  type Contact,
  dayMarkOf,
  informedOnceMore,
  isChildWhenContacted,
  type Knowledge,
  NO_CHANGES,
  type Seconds,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { higherRisk } from '../risk/level.ts';
import type { Told, ToldOf } from '../told.ts';
import { seen } from './considered.ts';

type Shown = ToldOf<'notice.shown'>['data'];

/** The platform has shown a notice. */
export function learnOfShown(k: Knowledge, data: Shown, at: Seconds, policy: CompiledPolicy): Changes {
  const account = k.account(data.actor);
  const first = seen(account, at);
  if (!isInforming(data.notice) || !isChildWhenContacted(account)) return { ...NO_CHANGES, account: first };
  const contacts = toldOfAct(k, data, data.notice, at, policy);
  const informed = isLimited(data.notice, policy)
    ? informedOnceMore(account.informed, data.notice, at)
    : account.informed;
  if (informed === account.informed) return { ...NO_CHANGES, account: first, contacts };
  return { ...NO_CHANGES, account: { ...account, informed }, contacts };
}

/** What no limit is held against is not counted: it would be a row written for nothing. */
const isLimited = (kind: InformingKind, policy: CompiledPolicy): boolean =>
  policy.policy.notices.limits.perDay[kind] !== null;

const NO_CONTACTS: readonly Contact[] = Object.freeze([]);

/** What a block or a report does was said of this account; only where the child has done something towards it. */
function toldOfAct(
  k: Knowledge,
  { actor, other }: Shown,
  kind: InformingKind,
  at: Seconds,
  policy: CompiledPolicy,
): readonly Contact[] {
  if (kind === 'first_message' || other === undefined) return NO_CONTACTS;
  if (policy.policy.notices.limits.sameAgainAfterDays === 0) return NO_CONTACTS;
  const out = k.contact(actor, other);
  const mark = kind === 'after_block' ? 'toldOfBlock' : 'toldOfReport';
  const day = dayMarkOf(at);
  if (out.firstAt === 0 || out[mark] === day) return NO_CONTACTS;
  out[mark] = day;
  return [out];
}

const NOTHING: readonly NoticeNoted[] = Object.freeze([]);

/** What is counted of an event and of what was decided on it: see NoticeNoted. */
export function noticesNoted(
  k: Knowledge,
  event: Told,
  { changes, decision }: Considered,
  policy: CompiledPolicy,
): readonly NoticeNoted[] {
  const weighed = decision.weighed?.flatMap((one) => ofWeighed(one, policy)) ?? NOTHING;
  if (!isCountedType(event)) return weighed;
  const { notices } = policy.policy;
  const { actor } = event.data;
  const one = isCounted(notices, actor) ? ofEvent(k, event, changes.account ?? k.account(actor)) : null;
  const noted = [one, ofOther(k, event, notices)].filter((note) => note !== null);
  return noted.length === 0 ? weighed : [...weighed, ...noted];
}

function ofWeighed({ notice, because, drawn }: Weighed, policy: CompiledPolicy): NoticeNoted[] {
  const { to: child, about: other = null, kind, language } = notice;
  if (!isCounted(policy.policy.notices, child)) return [];
  const of = { type: 'notice.noted', child, other, kind, language } as const;
  const noted: NoticeNoted[] = [];
  if (because === 'told_enough') noted.push({ ...of, what: 'told_enough' });
  if (drawn !== null) noted.push({ ...of, what: 'drawn', drawn });
  return noted;
}

type Acted = ToldOf<keyof typeof ACTS>;
type Counted = ToldOf<'notice.shown' | 'notice.answered'> | Acted;

const COUNTED: ReadonlySet<EventType> = new Set<Counted['type']>([
  'notice.shown',
  'notice.answered',
  'connection.accepted',
  'connection.declined',
  'connection.removed',
  'account.blocked',
  'report.filed',
]);
const isCountedType = (event: Told): event is Counted => COUNTED.has(event.type);

/** What settles a notice though nobody answered it: done on another page of the platform, or on another device. */
const ACTS = {
  'connection.accepted': 'accept',
  'connection.declined': 'decline',
  'connection.removed': 'remove',
  'account.blocked': 'block',
  'report.filed': 'report',
} as const;

function ofEvent(k: Knowledge, event: Counted, child: Account): NoticeNoted | null {
  const of = { type: 'notice.noted', child: child.id, other: event.data.other ?? null } as const;
  switch (event.type) {
    case 'notice.shown': {
      const { notice: kind } = event.data;
      return { ...of, what: 'shown', kind, language: child.language, risk: riskOf(k, kind, of.other) };
    }
    case 'notice.answered':
      return { ...of, what: 'answered', kind: event.data.notice, choice: event.data.choice };
    case 'connection.accepted':
    case 'connection.declined':
    case 'connection.removed':
    case 'account.blocked':
    case 'report.filed':
      return isChildWhenContacted(child) ? { ...of, what: 'did', act: ACTS[event.type] } : null;
    default:
      return event satisfies never;
  }
}

/** Whom a notice is about ended it themselves: the child has nothing left to answer. */
function ofOther(k: Knowledge, event: Counted, policy: NoticesPolicy): NoticeNoted | null {
  if (event.type !== 'account.blocked' && event.type !== 'connection.removed') return null;
  const { actor: other, other: child } = event.data;
  if (!isCounted(policy, child) || !isChildWhenContacted(k.account(child))) return null;
  return { type: 'notice.noted', child, other, what: 'did', act: 'ended' };
}

/** The risk of whom the notice is about, as it stands. */
const riskOf = (k: Knowledge, kind: NoticeKind, other: string | null): Risk =>
  other === null || isFamily(kind) ? 'none' : higherRisk(k.account(other).risk, k.conduct(other).level);
