/** Worlds to learn from, and others of the same kind to choose by: what was to be seen of each account-day that is suspicious. */
import { compilePolicy } from '@kith/engine';
import type { Split } from '@kith/town';
import type { LookedAt } from '../../second-look/index.ts';
import { Looks } from '../observe/looks.ts';
import { live, type TownToLive } from '../town/live.ts';
import { isTarget } from '../town/observed.ts';

/** One of the looks at an account-day: at the account, or at one of its contacts. */
export interface DayLooked extends LookedAt {
  accountDay: string;
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
  const days = [...watch.looks].flatMap(({ account, accountDay, at, score: exact, text, features }): DayLooked[] => {
    const score = Math.fround(exact);
    const offender = places.get(account) ?? null;
    if (offender === null) return [{ features, score, text, harmful: false, offender, accountDay }];
    // what an offender did before turning to a child is neither one nor the other
    const onset = offenders[offender]?.targets[0]?.firstContact;
    return onset === undefined || at < onset ? [] : [{ features, score, text, harmful: true, offender, accountDay }];
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
  for (const [w, world] of worlds.entries()) {
    const before = offenders.length;
    for (const day of world.days) {
      const accountDay = `${w} ${day.accountDay}`;
      days.push({ ...day, accountDay, offender: day.offender === null ? null : day.offender + before });
    }
    offenders.push(...world.offenders);
  }
  const sum = (of: (world: Seen) => number) => worlds.reduce((total, world) => total + of(world), 0);
  return { days, offenders, benignDays: sum((w) => w.benignDays), events: sum((w) => w.events) };
}

/**
 * What is learned of them: each type of offender counts alike, so that those who leave little are not drowned by those who
 * leave much, and the looks at one offender count less the more there are, as they hang together.
 */
export function weighed({ days, offenders }: Seen): readonly LookedAt[] {
  const looks = new Map<number, number>();
  for (const { offender } of days) if (offender !== null) looks.set(offender, (looks.get(offender) ?? 0) + 1);
  const types = new Map<string, number>();
  for (const [offender, many] of looks) {
    const type = offenders[offender]?.type ?? '';
    types.set(type, (types.get(type) ?? 0) + Math.sqrt(many));
  }
  return days.map((day): LookedAt => {
    if (day.offender === null) return day;
    const ofType = types.get(offenders[day.offender]?.type ?? '') ?? 1;
    return { ...day, weight: 1 / (Math.sqrt(looks.get(day.offender) ?? 1) * ofType) };
  });
}
