/**
 * Reads what NCMEC's hash sharing answers (version 2). Its documentation is for members; what is here is as the public client of
 * the python-threatexchange library reads it, and its tests' examples show it (second-hand: grade S). Elements that are not
 * known are passed over.
 */
import { SaxesParser } from 'saxes';
import { ImportError } from '../../failure.ts';

/** Entries of one answer at most: it sends 1,000. */
const ENTRIES_MAX = 50_000;
/** The longest text of an element, UTF-16 code units: the longest hash in one (PhotoDNA) has some 600. */
const TEXT_LENGTH_MAX = 16_384;

export interface NcmecEntry {
  /** the member that gave it, a number */
  member: string;
  /** the member's own id */
  id: string;
  deleted: boolean;
  classification: string;
  /** by the name of its element: md5, sha1, pdq and others */
  fingerprints: readonly { name: string; value: string }[];
}

export interface NcmecAnswer {
  entries: readonly NcmecEntry[];
  /** the address of the next page, without the host; null on the last */
  next: string | null;
}

type Building = { -readonly [K in keyof NcmecEntry]: NcmecEntry[K] };

const KINDS: ReadonlyMap<string, boolean> = new Map([
  ['image', false],
  ['video', false],
  ['deletedimage', true],
  ['deletedvideo', true],
]);
const GROUPS = ['images', 'videos'];

/** @throws ImportError `answer_broken` where it is no such answer, or not all of it */
export function readEntries(xml: string): NcmecAnswer {
  const reader = new Reader();
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new ImportError('answer_broken', error);
  });
  parser.on('opentag', ({ name, attributes }) => reader.open(plain(name), attributes));
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  parser.on('closetag', () => reader.close());
  parser.write(xml).close();
  return reader.answer();
}

/** Without its prefix: namespaces tell nothing more here. */
const plain = (name: string): string => name.slice(name.indexOf(':') + 1);

class Reader {
  readonly #path: string[] = [];
  readonly #entries: NcmecEntry[] = [];
  #entry: Building | null = null;
  #fingerprints: { name: string; value: string }[] = [];
  #text = '';
  #next: string | null = null;
  /** how many the group under way says that it has, and where it began */
  #counted: { count: number; from: number } | null = null;
  #root: string | null = null;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#root ??= name;
    this.#path.push(name);
    this.#text = '';
    const [, group = '', kind] = this.#path;
    const depth = this.#path.length;
    if (depth === 2 && GROUPS.includes(group)) {
      const { count } = attributes;
      this.#counted = count === undefined ? null : { count: Number(count), from: this.#entries.length };
    } else if (depth === 3 && GROUPS.includes(group) && kind !== undefined) {
      const deleted = KINDS.get(kind.toLowerCase());
      this.#fingerprints = [];
      this.#entry =
        deleted === undefined ? null : { member: '', id: '', deleted, classification: '', fingerprints: [] };
    } else if (depth === 4 && name === 'member' && this.#entry !== null) this.#entry.member = attributes.id ?? '';
  }

  text(text: string): void {
    if (this.#text.length + text.length > TEXT_LENGTH_MAX) throw new ImportError('answer_broken');
    this.#text += text;
  }

  close(): void {
    const [, group = '', , field, name] = this.#path;
    const depth = this.#path.length;
    const text = this.#text.trim();
    if (depth === 5 && field === 'fingerprints' && name !== undefined) {
      // large ones are at an address of their own, and are of kinds that are not matched here
      if (text !== '') this.#fingerprints.push({ name, value: text });
    } else if (depth === 4 && this.#entry !== null) {
      if (field === 'id') this.#entry.id = text;
      if (field === 'classification') this.#entry.classification = text;
    } else if (depth === 3 && group === 'paging' && this.#path[2] === 'next') this.#next = text === '' ? null : text;
    else if (depth === 3 && this.#entry !== null) this.#take(this.#entry);
    else if (depth === 2 && GROUPS.includes(group)) this.#checkCount();
    this.#path.pop();
    this.#text = '';
  }

  #take(entry: Building): void {
    if (!/^\d{1,12}$/.test(entry.member) || entry.id === '' || this.#entries.length >= ENTRIES_MAX) {
      throw new ImportError('answer_broken');
    }
    this.#entries.push({ ...entry, fingerprints: this.#fingerprints });
    this.#entry = null;
  }

  /** A group says how many it has: fewer were cut off, or not understood. */
  #checkCount(): void {
    if (this.#counted === null) return;
    const { count, from } = this.#counted;
    if (this.#entries.length - from !== count) throw new ImportError('answer_broken');
    this.#counted = null;
  }

  answer(): NcmecAnswer {
    if (this.#root !== 'queryResult') throw new ImportError('answer_broken');
    return { entries: this.#entries, next: this.#next };
  }
}
