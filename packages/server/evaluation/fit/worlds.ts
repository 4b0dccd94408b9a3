/** Worlds to learn from, and others of the same kind to choose by: what was to be seen of each account-day that is suspicious. */
import { compilePolicy } from '@kith/engine';
import type { Split } from '@kith/town';
import type { LookedAt } from '../../second-look/index.ts';
import { Looks } from '../observe/looks.ts';
import { live, type TownToLive } from '../town/live.ts';
import { isTarget } from '../town/observed.ts';

/** An account-day. */
export interface DayLooked extends LookedAt {
  /** of whom: its place among the offenders; null of all others */
  offender: number | null;
}

export interface Offended {
  type: string;
  /** a message of its reached a child */
  throughToChild: boolean;
}

/** What was seen of one world, or of several as one. */
export interface Seen {
  days: readonly DayLooked[];
  /** active account-days of accounts that are no offenders: also those that nobody looks at twice */
  benignDays: number;
  offenders: readonly Offended[];
  events: number;
}

/** Those of which a second look is learned: the held-out ones are not for that. */
export const FITTED_SPLITS: readonly Split[] = ['training', 'tuning'];

/** @param from account-days with less are not looked at, log-odds */
export function seeWorld(options: TownToLive, from: number): Seen {
  const { policy, reader } = options;
  const scored = compilePolicy(policy, reader.settings);
  const { town, watch, events } = live(
    options,
    (lived) =>
      new Looks({
        policy: scored,
        start_ms: lived.start,
        from,
        offendsAgainst: (account, other) => isTarget(lived, account, other),
      }),
  );
  const { offenders } = town.truth;
  const places = new Map(offenders.flatMap(({ accounts }, i) => accounts.map((account) => [account, i] as const)));
  let benignDays = 0;
  for (const [account, days] of watch.daysOf) if (!places.has(account)) benignDays += days;
  const days = [...watch.looks].flatMap(({ account, at, score: exact, features }): DayLooked[] => {
    const score = Math.fround(exact);
    const offender = places.get(account) ?? null;
    if (offender === null) return [{ features, score, harmful: false, offender }];
    // what an offender did before turning to a child is neither one nor the other
    const onset = offenders[offender]?.targets[0]?.firstContact;
    return onset === undefined || at < onset ? [] : [{ features, score, harmful: true, offender }];
  });
  return {
    days,
    benignDays,
    events,
    offenders: offenders.map(({ type, accounts }) => ({
      type,
      throughToChild: accounts.some((account) => watch.delivered.has(account)),
    })),
  };
}

/** Several worlds as one. */
export function together(worlds: readonly Seen[]): Seen {
  const offenders: Offended[] = [];
  const days: DayLooked[] = [];
  for (const world of worlds) {
    const before = offenders.length;
    for (const day of world.days) days.push(day.offender === null ? day : { ...day, offender: day.offender + before });
    offenders.push(...world.offenders);
  }
  const sum = (of: (world: Seen) => number) => worlds.reduce((total, world) => total + of(world), 0);
  return { days, offenders, benignDays: sum((w) => w.benignDays), events: sum((w) => w.events) };
}
