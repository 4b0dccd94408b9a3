/** A message's text in memory: until its event is considered, and read then only where somebody asks. */
import type { CarriedText, Evidence, KnownAs } from '@kith/engine';
import type { MessageReader } from '../signals/index.ts';

const NO_LINKS: readonly KnownAs[] = Object.freeze([]);

type Read = Pick<CarriedText, 'evidence' | 'sketch'>;

/** What lists have of the links in a text. */
export type MatchLinks = (text: string) => readonly KnownAs[];

/**
 * The text is in private fields, and gives nothing of itself where it is written out by mistake: what is never to be
 * stored can't be stored by forgetting to leave it out.
 */
export class Carried implements CarriedText {
  readonly #text: string;
  readonly #language: string | undefined;
  readonly #elsewhere: readonly Evidence[];
  readonly #reader: MessageReader;
  readonly #match: MatchLinks | undefined;
  #said: Read | null = null;
  #links: readonly KnownAs[] | null = null;

  /**
   * @param elsewhere what was found in it elsewhere, at most one a code
   * @param reader what it is read with, once somebody asks
   */
  constructor(
    text: string,
    language: string | undefined,
    elsewhere: readonly Evidence[],
    reader: MessageReader,
    match?: MatchLinks,
  ) {
    this.#text = text;
    this.#language = language;
    this.#elsewhere = elsewhere;
    this.#reader = reader;
    this.#match = match;
  }

  get text(): string {
    return this.#text;
  }

  get evidence(): readonly Evidence[] {
    return this.#readOnce().evidence;
  }

  get sketch(): number {
    return this.#readOnce().sketch;
  }

  get links(): readonly KnownAs[] {
    this.#links ??= this.#match?.(this.#text) ?? NO_LINKS;
    return this.#links;
  }

  #readOnce(): Read {
    if (this.#said !== null) return this.#said;
    const read = this.#reader.read({ text: this.#text, language: this.#language });
    const elsewhere = this.#elsewhere;
    this.#said =
      elsewhere.length === 0 ? read : { evidence: strongest([...elsewhere, ...read.evidence]), sketch: read.sketch };
    return this.#said;
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
