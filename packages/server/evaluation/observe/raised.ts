/**
 * When people would be told: Kith tells them when a score of an account, or of one of its contacts, rises to a level, and not
 * again while it stays there (packages/engine/risk/watch.ts). A climb is kept as what it went past, so that it can be asked of
 * any threshold. Memory: a number a subject that is worth keeping, two a climb.
 */

/** A score went from below every threshold above `from` to all of those up to `to`. */
export interface Climb {
  from: number;
  to: number;
}

export class Raised {
  readonly #keepFrom: number;
  readonly #last = new Map<string, number>();
  readonly #byDay = new Map<number, Climb[]>();

  /** @param keepFrom no threshold is asked for that is lower, log-odds */
  constructor(keepFrom: number) {
    this.#keepFrom = keepFrom;
  }

  /** @param subject an account, or an account and whom it turns to; what its score is now */
  note(day: number, subject: string, score: number): void {
    const now = Math.fround(score);
    const before = this.#last.get(subject) ?? 0;
    if (now < this.#keepFrom) {
      if (before > 0) this.#last.delete(subject);
      return;
    }
    this.#last.set(subject, now);
    if (now > before) this.#byDay.set(day, joined(this.#byDay.get(day) ?? [], { from: before, to: now }));
  }

  /** What scores climbed past on an account-day: none of them touches another. */
  on = (day: number): readonly Climb[] => this.#byDay.get(day) ?? [];
}

/** One more climb among those that don't touch each other: people who are told twice in a day are told. */
function joined(climbs: readonly Climb[], added: Climb): Climb[] {
  const apart = climbs.filter(({ from, to }) => to < added.from || from > added.to);
  const touching = climbs.filter((rise) => !apart.includes(rise));
  return [
    ...apart,
    {
      from: Math.min(added.from, ...touching.map(({ from }) => from)),
      to: Math.max(added.to, ...touching.map(({ to }) => to)),
    },
  ];
}
