/** Links that lists have, in memory: whether a text has one of them. Of a link only hashes are known here. */
import { hashesFor, hostHashes } from './expressions.ts';
import { linksIn } from './links-in.ts';
import { hostPart, linksInside } from './links-inside.ts';
import { type IsTracking, plainLink } from './plain-link.ts';

/**
 * Links of one text, those inside others among them, that are looked at whole: some 10 ms. Of the rest their hosts are, so that
 * many harmless ones hide no listed host.
 */
export const LINKS_MAX = 512;

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
    for (const hash of this.#hashesIn(text)) {
      const numbers = this.#entries.get(hash);
      if (numbers !== undefined) found.set(hash, { hash, numbers });
    }
    return [...found.values()];
  }

  *#hashesIn(text: string): Generator<string> {
    const seen = new Set<string>();
    const names = new Set<string>();
    for (const written of linksAndInside(text)) {
      const whole = seen.size < LINKS_MAX;
      const part = whole ? written : hostPart(written);
      if (seen.has(part)) continue;
      seen.add(part);
      const link = plainLink(part, this.#isTracking);
      if (link === null) continue;
      if (whole) yield* hashesFor(link);
      else if (!names.has(link.name)) {
        names.add(link.name);
        yield* hostHashes(link);
      }
    }
  }
}

function* linksAndInside(text: string): Generator<string> {
  for (const link of linksIn(text)) {
    yield link;
    yield* linksInside(link);
  }
}
