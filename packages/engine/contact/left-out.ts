/** Notices that are left out: the child was shown the like often enough, or is held out of an experiment. */
import { type InformingKind, informingKind, type NoticeKind, type ReasonCode } from '@kith/contract';
import type { Decided, DecidedNotice, Weighed } from '../decided.ts';
import { dayMarkOf, daysSince, informedOn, NEVER } from '../knowledge/index.ts';
import { armOf } from './arms.ts';
import type { Facts } from './facts.ts';
import { isHarmless } from './harmless.ts';

const INFORMING: ReadonlySet<string> = new Set(informingKind.options);
export const isInforming = (kind: NoticeKind): kind is InformingKind => INFORMING.has(kind);

/** What a decision that only informs gives as its reason. Any other may be about more than its notice says. */
const PLAIN_REASONS: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['first_message', 'took_action']);

/** The decision without notices that may be left out and are to be; the same one where there are none. */
export function withoutLeftOut(decided: Decided, facts: Facts): Decided {
  if (decided.outcome !== 'notice' || !decided.reasons.every(({ code }) => PLAIN_REASONS.has(code))) return decided;
  if (!decided.notices.every(({ kind }) => isInforming(kind))) return decided;
  // nearly everybody stops here: what is known of the two is looked at only where it makes a difference
  const weighed = decided.notices.flatMap((notice) => weigh(notice, facts) ?? []);
  if (weighed.length === 0 || !isHarmless(facts)) return decided;
  const out = weighed.filter(({ because }) => because !== null);
  if (out.length === 0) return { ...decided, weighed };
  const notices = decided.notices.filter((notice) => !out.some((one) => one.notice === notice));
  const codes = [...new Set(out.flatMap(({ because }) => because ?? []))].map((code) => ({ code }));
  return notices.length === 0
    ? { ...decided, outcome: 'allow', reasons: [...codes, ...decided.reasons], notices, weighed }
    : { ...decided, reasons: [...decided.reasons, ...codes], notices, weighed };
}

/** null where it is shown as ever, and is in no experiment. */
function weigh(notice: DecidedNotice, facts: Facts): Weighed | null {
  const { kind } = notice;
  if (!isInforming(kind)) return null;
  const { experiment } = facts.policy.policy.notices;
  const drawn = experiment?.kinds.includes(kind)
    ? { experiment: experiment.name, arm: armOf(experiment, notice.to) }
    : null;
  const enough = isToldEnough(kind, notice.to, facts);
  if (drawn === null && !enough) return null;
  return { notice, because: drawn?.arm === 'held_out' ? 'held_out' : enough ? 'told_enough' : null, drawn };
}

function isToldEnough(kind: InformingKind, child: string, facts: Facts): boolean {
  const { perDay, sameAgainAfterDays } = facts.policy.policy.notices.limits;
  const { informed } = child === facts.actor.id ? facts.actor : facts.other;
  const most = perDay[kind];
  if (most !== null && informedOn(informed, kind, facts.at) >= most) return true;
  const told = kind === 'first_message' ? NEVER : facts.out[kind === 'after_block' ? 'toldOfBlock' : 'toldOfReport'];
  return told !== NEVER && daysSince(told, dayMarkOf(facts.at)) < sameAgainAfterDays;
}
