/** What happened to a case while somebody looked at it: said where what they were about to do no longer fits. Pure. */
import type { CaseEvent } from '@kith/contract';

/** What is in the newer history and wasn't in the older one. */
export function changesSince(before: readonly CaseEvent[], after: readonly CaseEvent[]): CaseEvent[] {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}
