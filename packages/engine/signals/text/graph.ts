/** Phrases as one graph: from node 0, each word leads on; where a phrase ends, its number stands. */
import { GAP_WORDS_MAX, type Phrase } from './phrase.ts';

/** The most nodes: some 100 times what the shipped cues need, 40 MB. */
export const GRAPH_NODES_MAX = 500_000;

export interface Edge {
  from: number;
  to: number;
  /** a word, or a stem with its star; null: any word */
  symbol: string | null;
}

/** Where a phrase ends, and by which number it is reported. */
export interface Ending {
  node: number;
  number: number;
  /** the words of the shortest way here: what a hit is at least long */
  words: number;
}

export class PhraseGraph {
  readonly edges: Edge[] = [];
  readonly endings: Ending[] = [];
  /** by node: words of the shortest way there */
  readonly #depth: number[] = [0];

  get nodes(): number {
    return this.#depth.length;
  }

  /** Adds a phrase. Throws a RangeError where all are too many. */
  add(phrase: Exclude<Phrase, { kind: 'token' }>, number: number): void {
    for (const node of this.#walk(phrase, [0])) this.endings.push({ node, number, words: this.#depth[node] ?? 0 });
  }

  /** Leads on from `starts` by a phrase; gives where it ends: few nodes, as alternatives come together again. */
  #walk(phrase: Phrase, starts: readonly number[]): readonly number[] {
    switch (phrase.kind) {
      case 'word':
        return [this.#step(starts, phrase.word, null)];
      case 'sequence':
        return phrase.items.reduce((at, item) => this.#walk(item, at), starts);
      case 'optional':
        return [...new Set([...starts, ...this.#walk(phrase.item, starts)])];
      case 'choice':
        return this.#choose(phrase.options, starts);
      case 'gap':
        return this.#gap(starts);
      case 'token':
        throw new RangeError(`<${phrase.token}> is no word`);
      default:
        return phrase satisfies never;
    }
  }

  /** A word from any of `starts` to one node, a new one unless it is given. */
  #step(starts: readonly number[], symbol: string | null, target: number | null): number {
    const to = target ?? this.#node();
    for (const from of starts) {
      this.edges.push({ from, to, symbol });
      this.#depth[to] = Math.min(this.#depth[to] ?? Infinity, (this.#depth[from] ?? 0) + 1);
    }
    return to;
  }

  #node(): number {
    if (this.#depth.length >= GRAPH_NODES_MAX)
      throw new RangeError(`the cues have more than ${GRAPH_NODES_MAX} places`);
    return this.#depth.push(Infinity) - 1;
  }

  #choose(options: readonly Phrase[], starts: readonly number[]): readonly number[] {
    const ends = new Set<number>();
    let meeting: number | null = null;
    for (const option of options) {
      const word = loneWord(option);
      if (word !== null) {
        // single words, which most alternatives are, all lead to the same place
        meeting = this.#step(starts, word, meeting);
        ends.add(meeting);
      } else for (const end of this.#walk(option, starts)) ends.add(end);
    }
    return [...ends];
  }

  #gap(starts: readonly number[]): readonly number[] {
    const ends = [...starts];
    let at = starts;
    for (let words = 0; words < GAP_WORDS_MAX; words++) {
      const next = this.#step(at, null, null);
      ends.push(next);
      at = [next];
    }
    return ends;
  }
}

function loneWord(phrase: Phrase): string | null {
  if (phrase.kind === 'word') return phrase.word;
  if (phrase.kind !== 'sequence' || phrase.items.length !== 1) return null;
  const [item] = phrase.items;
  return item?.kind === 'word' ? item.word : null;
}
