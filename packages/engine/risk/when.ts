/**
 * When what a term counts was seen, as far as knowledge has it: nothing is kept for this. Of what was written the signals
 * say it (server/risk), and of most counts that fade only when the account last did anything that was counted.
 */
import type { Knowledge, Seconds } from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { AccountObserved, ContactObserved, TermName } from './score.ts';

/** The first and the last time; each is absent where nobody knows it, or it is no matter of time. */
export interface When {
  readonly since?: Seconds;
  readonly at?: Seconds;
}

const DAY_S = 86_400;
const NEVER: When = Object.freeze({});
/** Terms that count children by days, and how many. */
const DAYS: Partial<Record<TermName, number>> = { children1d: 1, children7d: 7, children30d: 30 };
/** Counts that fade: of these only when the account's conduct last changed is known. */
const FADING: ReadonlySet<TermName> = new Set<TermName>([
  ...(['childShare', 'cold', 'aimed', 'kept', 'unanswered'] as const),
  ...(['sameOpener', 'handOffs', 'far', 'withheld'] as const),
]);

/** Of a term of an account's behaviour. Days begin at midnight, UTC. */
export function whenOfAccount(
  k: Pick<Knowledge, 'childrenAgainst'>,
  o: AccountObserved,
  policy: Pick<CompiledPolicy, 'blockedOrReportedWithin_s'>,
  term: TermName,
): When {
  const { account, conduct, at } = o;
  const days = DAYS[term];
  if (days !== undefined) return daysOf(o, days);
  if (term === 'requests') return spanOf(account.childRequests.filter((asked) => asked > at - DAY_S));
  if (term === 'childrenAgainst') return against(k, account.id, at - policy.blockedOrReportedWithin_s, at);
  if (term === 'newAccount') return { since: account.createdAt };
  return FADING.has(term) ? { at: conduct.at } : NEVER;
}

/** Of a term of its contact with one child. */
export const whenOfContact = ({ out }: Pick<ContactObserved, 'out'>, term: TermName): When =>
  term === 'oneSided' && out.firstAt > 0 ? { since: out.firstAt, at: out.lastAt } : NEVER;

function daysOf({ conduct: c, at }: AccountObserved, days: number): When {
  const today = Math.floor(at / DAY_S);
  const with_ = Array.from(c.childrenByDay, (children, i) => (children > 0 ? c.day - i : -1));
  return spanOf(with_.filter((day) => day > today - days).map((day) => day * DAY_S));
}

const spanOf = (times: readonly Seconds[]): When =>
  times.length === 0 ? NEVER : { since: Math.min(...times), at: Math.max(...times) };

/** When the newest of the children that block or report the account did: found by asking how many did since. */
function against(k: Pick<Knowledge, 'childrenAgainst'>, id: string, since: Seconds, now: Seconds): When {
  if (k.childrenAgainst(id, since, 1) === 0) return NEVER;
  let [some, none] = [since, now];
  while (none - some > 1) {
    const middle = Math.floor((some + none) / 2);
    if (k.childrenAgainst(id, middle, 1) > 0) some = middle;
    else none = middle;
  }
  return { at: none };
}
