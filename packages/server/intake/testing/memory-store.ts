/** The simplest store there can be: a working set. It says what was committed, and when commits end. */
import { type CompiledPolicy, compilePolicy, consider, type Knowledge, type Told } from '@kith/engine';
import { type Committed, type KnowledgeStore, WorkingSet } from '../../knowledge/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';

export interface MemoryOptions {
  blockMax: number;
  commitsAtOnce: number;
  inOrder: boolean;
  /** waits before the n-th commit is decided; a store that isn't in order decides after it, else before it */
  pause?: (n: number) => Promise<void>;
}

export class MemoryStore implements Pick<KnowledgeStore, 'blockMax' | 'commitsAtOnce' | 'inOrder' | 'commit' | 'ask'> {
  readonly blockMax: number;
  readonly commitsAtOnce: number;
  readonly inOrder: boolean;
  readonly #pause: (n: number) => Promise<void>;
  readonly #set = new WorkingSet();
  readonly #seen = new Map<string, Committed & { status: 'duplicate' }>();
  readonly #policy: CompiledPolicy = compilePolicy(loadShippedPolicy());
  /** ids in the order in which they were decided */
  readonly decided: string[] = [];
  /** how large the blocks were */
  readonly blocks: number[] = [];
  #held: (() => void)[] = [];
  underWay = 0;
  mostUnderWay = 0;

  constructor({ blockMax, commitsAtOnce, inOrder, pause = async () => {} }: MemoryOptions) {
    this.blockMax = blockMax;
    this.commitsAtOnce = commitsAtOnce;
    this.inOrder = inOrder;
    this.#pause = pause;
  }

  async commit(block: readonly Told[], awaited = true): Promise<readonly Committed[]> {
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    if (block.length > 0) this.blocks.push(block.length);
    const n = this.blocks.length;
    try {
      if (!this.inOrder) await this.#pause(n);
      const committed = block.map((told) => this.#decide(told));
      await this.#written(awaited);
      if (this.inOrder) await this.#pause(n);
      return committed;
    } finally {
      this.underWay--;
    }
  }

  /** What nobody awaits is written with the next that somebody does. */
  async #written(awaited: boolean): Promise<void> {
    if (!awaited && this.inOrder) return new Promise((resolve) => this.#held.push(resolve));
    for (const resolve of this.#held.splice(0)) resolve();
  }

  #decide(told: Told): Committed {
    const seen = this.#seen.get(told.id);
    if (seen !== undefined) return seen;
    const { changes, decision } = consider(this.#set, told, this.#policy);
    this.#set.apply(changes);
    this.#seen.set(told.id, { status: 'duplicate', decision });
    this.decided.push(told.id);
    return { status: 'accepted', decision };
  }

  async ask<T>(look: (k: Knowledge) => T): Promise<T> {
    return look(this.#set);
  }
}
