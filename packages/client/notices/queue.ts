/** The notices of one person that aren't on the screen: the most serious comes first, none comes twice. */
import { type Arrival, keyOf } from './arrival.ts';
import { answersAnAct, asksTheSame, makesOutdated, seriousness } from './seriousness.ts';

/** The most notices that wait at once. Nobody reads as many; what comes from a flood must not fill a phone. */
export const WAITING_MAX = 50;
/** The most notices that are known again after they were dealt with: months of them, for one person. */
export const KNOWN_MAX = 1_000;

/** `taken`: it waits, or is next. `known`: it came before. `asked`: another asks the same. `full`: more serious ones fill the queue. */
export type Added = 'taken' | 'known' | 'asked' | 'full';

/** Why a notice was taken away before the person answered it. */
export type Outlived = 'withdrawn' | 'outdated' | 'full';

/** Which notices: those of which all that is named here is so. */
export interface Which {
  about?: string;
  event?: string;
  kind?: string;
}

export const isMeant = ({ event, notice }: Arrival, which: Which): boolean =>
  (which.about === undefined || which.about === notice.about) &&
  (which.event === undefined || which.event === event) &&
  (which.kind === undefined || which.kind === notice.kind);

export class NoticeQueue {
  /** in the order in which they came */
  #waiting: readonly Arrival[] = [];
  /** left for later by the person, who has seen them */
  #putOff: readonly Arrival[] = [];
  readonly #known = new Set<string>();
  readonly #outlived: (arrival: Arrival, why: Outlived) => void;

  constructor(outlived: (arrival: Arrival, why: Outlived) => void) {
    this.#outlived = outlived;
  }

  get putOff(): readonly Arrival[] {
    return this.#putOff;
  }

  /** @param onScreen the notice that the person looks at, where there is one */
  add(arrival: Arrival, onScreen: Arrival | null): Added {
    const key = keyOf(arrival);
    if (this.#known.has(key)) return 'known';
    const there = [...this.#waiting, ...this.#putOff, ...(onScreen === null ? [] : [onScreen])];
    if (there.some(({ notice }) => asksTheSame(notice, arrival.notice))) return 'asked';
    this.#remember(key);
    this.#drop('outdated', ({ notice }) => makesOutdated(arrival.notice, notice));
    this.#waiting = [...this.#waiting, arrival];
    return this.#fit(arrival);
  }

  /** Takes the most serious one out, of several the one that came first; null where none waits. */
  next(): Arrival | null {
    const [first, ...others] = this.#waiting;
    if (first === undefined) return null;
    const best = others.reduce(
      (found, one) => (seriousness(one.notice) < seriousness(found.notice) ? one : found),
      first,
    );
    this.#waiting = this.#waiting.filter((one) => one !== best);
    return best;
  }

  later(arrival: Arrival): void {
    this.#putOff = [...this.#putOff, arrival];
    const [oldest] = this.#putOff;
    if (this.#putOff.length > WAITING_MAX) this.#drop('full', (one) => one === oldest);
  }

  /** What was put off waits again, before those that came after it. */
  reopen(): void {
    this.#waiting = [...this.#putOff, ...this.#waiting];
    this.#putOff = [];
    while (this.#waiting.length > WAITING_MAX) this.#fit(null);
  }

  withdraw(which: Which): number {
    return this.#drop('withdrawn', (one) => isMeant(one, which));
  }

  /** The person blocked somebody: what asks or warns about them has no more to say. */
  blocked(about: string): void {
    this.#drop('withdrawn', ({ notice }) => notice.about === about && !answersAnAct(notice));
  }

  /** Where too many wait, the last of the least serious goes. */
  #fit(newest: Arrival | null): Added {
    if (this.#waiting.length <= WAITING_MAX) return 'taken';
    const least = this.#waiting.reduce((a, b) => (seriousness(b.notice) >= seriousness(a.notice) ? b : a));
    this.#drop('full', (one) => one === least);
    return least === newest ? 'full' : 'taken';
  }

  #drop(why: Outlived, isOut: (arrival: Arrival) => boolean): number {
    const out = [...this.#waiting, ...this.#putOff].filter(isOut);
    this.#waiting = this.#waiting.filter((one) => !isOut(one));
    this.#putOff = this.#putOff.filter((one) => !isOut(one));
    for (const one of out) this.#outlived(one, why);
    return out.length;
  }

  #remember(key: string): void {
    this.#known.add(key);
    if (this.#known.size <= KNOWN_MAX) return;
    for (const oldest of this.#known) {
      this.#known.delete(oldest);
      return;
    }
  }
}
