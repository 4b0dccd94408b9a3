/** What the deep look counts of itself, for /metrics and the first page. */
import { type Counts, DurationHistogram } from '../ground/telemetry/index.ts';
import type { Circuit } from './breaker.ts';
import { type LookFailure, lookFailures } from './looker.ts';

/**
 * Why a message that was worth a look got none: too many waited, it waited too long, the model is cut off, its look failed,
 * Kith stopped.
 */
export const dropReasons = ['overflow', 'expired', 'cut_off', 'failed', 'stopped'] as const;
export type DropReason = (typeof dropReasons)[number];

/** As the first page says it. */
export interface DeepLookState {
  circuit: Circuit;
  /** since when it has been cut off, milliseconds since 1970, and why; null where it isn't */
  cutOff: { since_ms: number; why: LookFailure } | null;
  looked: number;
  found: number;
}

const zeros = <K extends string>(names: readonly K[]) => new Map<K, number>(names.map((name) => [name, 0]));
const rows = <K extends string>(label: string, counts: ReadonlyMap<K, number>) =>
  [...counts].map(([name, value]) => ({ labels: { [label]: name }, value }));

export class Figures {
  readonly #dropped = zeros(dropReasons);
  readonly #failures = zeros(lookFailures);
  readonly #took = new DurationHistogram();
  #lastFailure: LookFailure = 'unreachable';
  looked = 0;
  found = 0;
  /** evidence that Kith had no room for */
  untold = 0;

  dropped(reason: DropReason, messages: number): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + messages);
  }

  failed(reason: LookFailure): void {
    this.#lastFailure = reason;
    this.#failures.set(reason, (this.#failures.get(reason) ?? 0) + 1);
  }

  took(took_ms: number, now_ms: number): void {
    this.#took.record(took_ms, now_ms);
  }

  state(circuit: Circuit, cutOffSince_ms: number | null): DeepLookState {
    const cutOff = cutOffSince_ms === null ? null : { since_ms: cutOffSince_ms, why: this.#lastFailure };
    return { circuit, cutOff, looked: this.looked, found: this.found };
  }

  counts(circuit: Circuit, waiting: number, restarts: number): Counts {
    const one = (name: string, help: string, value: number) => ({ name, help, points: [{ labels: {}, value }] });
    return {
      sums: [
        one('kith_deep_look_messages_total', 'Messages that the deep look looked at.', this.looked),
        one('kith_deep_look_found_total', 'Messages in which the deep look found evidence.', this.found),
        one('kith_deep_look_restarts_total', "How often the model's thread was started anew.", restarts),
        one('kith_deep_look_untold_total', 'Findings that were lost as Kith could not take them.', this.untold),
        {
          name: 'kith_deep_look_dropped_total',
          help: 'Messages worth a deep look that got none, by reason.',
          points: rows('reason', this.#dropped),
        },
        {
          name: 'kith_deep_look_failures_total',
          help: 'Looks that failed, by reason.',
          points: rows('reason', this.#failures),
        },
      ],
      durations: [{ name: 'kith_deep_look_seconds', help: 'From a look to its answer.', totals: this.#took.totals() }],
      levels: [
        { name: 'kith_deep_look_waiting', help: 'Messages that wait for a deep look.', unit: '', value: waiting },
        {
          name: 'kith_deep_look_cut_off',
          help: 'Whether the model is cut off: 0 no, 0.5 it is being tried again, 1 yes.',
          unit: '',
          value: { closed: 0, half_open: 0.5, open: 1 }[circuit],
        },
      ],
    };
  }
}
