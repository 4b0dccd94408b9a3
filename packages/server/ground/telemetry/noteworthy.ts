/** The last decisions worth showing: some of each outcome, so that a flood of one doesn't hide the others. */
import type { EventType, Outcome } from '@kith/contract';
import type { DecidedReason } from '@kith/engine';
import { OUTCOMES } from './outcomes.ts';

/** How many of each outcome are kept: 50 together. */
const KEPT_AN_OUTCOME = 10;
/** How many that are not `allow` are kept a second and outcome: the cost stays nothing at 80,000 events a second. */
const KEPT_A_SECOND = 5;
/** Ordinary ones are kept as a sample. */
const ALLOWS_KEPT_A_SECOND = 1;

export interface Noteworthy {
  /** the how-manieth decision since the start: newer is higher */
  number: number;
  /** when it was decided, milliseconds since 1970 */
  decidedAt: number;
  type: EventType;
  outcome: Outcome;
  reasons: readonly DecidedReason[];
  /** how many notices went with it */
  notices: number;
  actor: string;
  other: string | undefined;
}

export class NoteworthyRings {
  readonly #rings: Noteworthy[][] = OUTCOMES.map(() => []);
  readonly #next = new Uint32Array(OUTCOMES.length);
  readonly #keptThisSecond = new Uint32Array(OUTCOMES.length);
  #second = 0;

  /** Whether another of this outcome is wanted in this second; counts it as kept where it is. */
  wants(outcome: number, second: number): boolean {
    if (second !== this.#second) {
      this.#second = second;
      this.#keptThisSecond.fill(0);
    }
    const kept = this.#keptThisSecond[outcome] ?? 0;
    if (kept >= (outcome === 0 ? ALLOWS_KEPT_A_SECOND : KEPT_A_SECOND)) return false;
    this.#keptThisSecond[outcome] = kept + 1;
    return true;
  }

  keep(outcome: number, decision: Noteworthy): void {
    const at = this.#next[outcome] ?? 0;
    const ring = this.#rings[outcome];
    if (ring !== undefined) ring[at] = decision;
    this.#next[outcome] = (at + 1) % KEPT_AN_OUTCOME;
  }

  /** Newest first, of all outcomes. */
  newestFirst(): Noteworthy[] {
    return this.#rings.flat().sort((a, b) => b.number - a.number);
  }
}
