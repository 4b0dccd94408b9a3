/** Links that lists have, in memory: whether a text has one of them. Of a link only hashes are known here. */
import { hashesFor } from './expressions.ts';
import { linksIn } from './links-in.ts';
import { type IsTracking, plainLink } from './plain-link.ts';

/** An entry that a link in a text has matched. */
export interface LinkFound {
  hash: string;
  /** the numbers that the entry was added with: one a list that has it */
  numbers: readonly number[];
}

export class KnownUrls {
  readonly #entries = new Map<string, number[]>();
  readonly #isTracking: IsTracking;

  constructor(isTracking: IsTracking) {
    this.#isTracking = isTracking;
  }

  /** @param number the caller's own, such as which list it is in */
  add(hash: string, number: number): void {
    const numbers = this.#entries.get(hash);
    if (numbers === undefined) this.#entries.set(hash, [number]);
    else if (!numbers.includes(number)) numbers.push(number);
  }

  get count(): number {
    return this.#entries.size;
  }

  /** What lists have of the links in a text. Fast where there are none, as in most texts. */
  match(text: string): readonly LinkFound[] {
    if (this.#entries.size === 0) return [];
    const found = new Map<string, LinkFound>();
    for (const written of linksIn(text)) {
      const link = plainLink(written, this.#isTracking);
      if (link === null) continue;
      for (const hash of hashesFor(link)) {
        const numbers = this.#entries.get(hash);
        if (numbers !== undefined) found.set(hash, { hash, numbers });
      }
    }
    return [...found.values()];
  }
}
