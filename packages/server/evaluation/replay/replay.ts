/**
 * Considers events in this process as Kith would, one after the other: read by the contract,
 * decided on what is known, and that written to memory. Nothing is stored or sent.
 */
import { type CompiledPolicy, type Considered, consider, foundOf, type Told } from '@kith/engine';
import { Refused, readTold } from '../../intake/index.ts';
import { type KnowledgeInMemory, knowledgeInMemory } from '../../knowledge/index.ts';
import type { MessageReader } from '../../signals/index.ts';

export interface Replayed {
  told: Told;
  considered: Considered;
}

/** An evaluation counts the evidence in all that was written, also where deciding asks for none. */
const withWhatItSays = (told: Told): Told =>
  told.type === 'message.sent' && told.carried !== undefined
    ? { ...told, data: { ...told.data, ...foundOf(told.carried) } }
    : told;

export class Replay {
  readonly knowledge: KnowledgeInMemory;
  readonly #policy: CompiledPolicy;
  readonly #texts: MessageReader;

  /** @param knowledge where what happens is kept: compact, unless something smaller begins faster */
  constructor(policy: CompiledPolicy, texts: MessageReader, knowledge: KnowledgeInMemory = knowledgeInMemory()) {
    this.knowledge = knowledge;
    this.#policy = policy;
    this.#texts = texts;
  }

  /**
   * @param readsAll also texts that deciding asks nothing of, so that what they say can be counted
   * @throws Error where the event is not valid: whatever makes events for an evaluation makes valid ones
   */
  tell(event: unknown, at_ms: number, readsAll = true): Replayed {
    const told = readTold(event, at_ms, this.#texts);
    if (told instanceof Refused) throw new Error(`an event was refused: ${told.problem.message}`);
    const considered = consider(this.knowledge, told, this.#policy);
    this.knowledge.apply(considered.changes);
    return { told: readsAll ? withWhatItSays(told) : told, considered };
  }
}
