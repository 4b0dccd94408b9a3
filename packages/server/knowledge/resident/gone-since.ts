/** Which accounts are gone and can be recognised still: every identifier is looked at, a little in one turn of the event loop. */
import type { Seconds } from '@kith/engine';
import type { ResidentKnowledge } from './knowledge.ts';
import type { ResidentState } from './state.ts';

/** Identifiers that are looked at in one turn: a few milliseconds. */
const SLICE = 10_000;

/** See KnowledgeStore. */
export async function* goneSince(
  { known }: ResidentState,
  knowledge: ResidentKnowledge,
  at: Seconds,
): AsyncGenerator<readonly string[]> {
  for (let from = 0; from < known.identifierCount; from += SLICE) {
    const found = new Set<string>();
    const end = Math.min(from + SLICE, known.identifierCount);
    for (let slot = from; slot < end; slot++) {
      const value = known.identifierAt(slot)?.value;
      if (value === undefined || value.lastAt > at) continue;
      const { status, barred } = knowledge.account(value.account);
      if (status === 'deleted' && !barred) found.add(value.account);
    }
    if (found.size > 0) yield [...found];
    await new Promise((resolve) => setImmediate(resolve));
  }
}
