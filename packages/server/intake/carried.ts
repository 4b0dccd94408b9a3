/** A message's text in memory: until its event is considered, and read then only where somebody asks. */
import type { CarriedText, Evidence, KnownAs } from '@kith/engine';
import type { MessageReader } from '../signals/index.ts';

const NO_LINKS: readonly KnownAs[] = Object.freeze([]);

/** What a text is read with, once somebody asks. */
export interface TextReaders {
  texts: MessageReader;
  /** what lists have of its links */
  links: ((text: string) => readonly KnownAs[]) | undefined;
}

/**
 * The text is in private fields, and gives nothing of itself where it is written out by mistake: what is never to be
 * stored can't be stored by forgetting to leave it out.
 */
export class Carried implements CarriedText {
  readonly #text: string;
  readonly #language: string | undefined;
  readonly #elsewhere: readonly Evidence[];
  readonly #readers: TextReaders;
  #evidence: readonly Evidence[] = [];
  #sketch = 0;
  #links: readonly KnownAs[] | null = null;
  #read = false;

  /** @param elsewhere what was found in it elsewhere, at most one a code */
  constructor(text: string, language: string | undefined, elsewhere: readonly Evidence[], readers: TextReaders) {
    this.#text = text;
    this.#language = language;
    this.#elsewhere = elsewhere;
    this.#readers = readers;
  }

  get text(): string {
    return this.#text;
  }

  get evidence(): readonly Evidence[] {
    this.#readOnce();
    return this.#evidence;
  }

  get sketch(): number {
    this.#readOnce();
    return this.#sketch;
  }

  get links(): readonly KnownAs[] {
    this.#links ??= this.#readers.links?.(this.#text) ?? NO_LINKS;
    return this.#links;
  }

  #readOnce(): void {
    if (this.#read) return;
    this.#read = true;
    const { evidence, sketch } = this.#readers.texts.read({ text: this.#text, language: this.#language });
    this.#evidence = this.#elsewhere.length === 0 ? evidence : strongest([...this.#elsewhere, ...evidence]);
    this.#sketch = sketch;
  }

  toJSON(): undefined {
    return undefined;
  }
}

/**
 * At most one a code: what was found twice is not twice as likely. The strongest of it counts, so that a device that is
 * hardly sure of something takes nothing from what the text says.
 */
export function strongest(all: readonly Evidence[]): Evidence[] {
  const kept: Evidence[] = [];
  for (const found of all) {
    const at = kept.findIndex(({ code }) => code === found.code);
    const known = kept[at];
    if (known === undefined) kept.push(found);
    else if (found.weight > known.weight) kept[at] = found;
  }
  return kept;
}
