/**
 * What is known, in memory only: as compact as in the resident store, with no log, no saving and no way back. For
 * considering many events once, as evaluations do.
 */
import type { Changes, Knowledge } from '@kith/engine';
import { Journal } from './journal.ts';
import { ResidentKnowledge } from './knowledge.ts';
import { ResidentState } from './state.ts';

/** Writes nothing down: nobody starts again from it. */
class NoJournal extends Journal {
  override row(): void {}
  override bytes(): void {}
}

export interface KnowledgeInMemory extends Knowledge {
  /** Writes what an event changed, so that the next event sees it. */
  apply(changes: Changes): void;
}

export const knowledgeInMemory = (): KnowledgeInMemory => new ResidentKnowledge(new ResidentState(new NoJournal()));
