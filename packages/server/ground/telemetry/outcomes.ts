/** The numbers under which outcomes, types and reasons are counted. */
import { eventTypes, type Outcome, outcome, reasonCode } from '@kith/contract';

/** From the freest to the strictest; `allow` is 0. */
export const OUTCOMES: readonly Outcome[] = outcome.options;
export const REASONS = reasonCode.options;
export const TYPES = eventTypes;

const numbered = <T extends string>(names: readonly T[]): ReadonlyMap<T, number> =>
  new Map(names.map((name, i) => [name, i]));

export const OUTCOME_NUMBER = numbered(OUTCOMES);
export const REASON_NUMBER = numbered(REASONS);
export const TYPE_NUMBER = numbered(TYPES);
