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

/** Of a term of an account's behaviour. Days begin at midnight, UTC. */
export function whenOfAccount(
  k: Pick<Knowledge, 'childrenAgainst'>,
  o: AccountObserved,
  policy: Pick<CompiledPolicy, 'blockedOrReportedWithin_s'>,
  term: TermName,
): When {
  const { account, conduct, at } = o;
  switch (term) {
    case 'children1d':
      return daysOf(o, 1);
    case 'children7d':
      return daysOf(o, 7);
    case 'children30d':
      return daysOf(o, 30);
    case 'requests':
      return spanOf(account.childRequests.filter((asked) => asked > at - DAY_S));
    case 'childrenAgainst':
      return against(k, account.id, at - policy.blockedOrReportedWithin_s, at);
    case 'newAccount':
      return { since: account.createdAt };
    case 'childShare':
    case 'cold':
    case 'aimed':
    case 'kept':
    case 'unanswered':
    case 'sameOpener':
    case 'handOffs':
    case 'far':
    case 'withheld':
      return { at: conduct.at };
    default:
      return NEVER;
  }
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
