/**
 * The keys that texts are encrypted with, a file each, wrapped with the master key: `days/2026-11-25`, `cases/case_…`.
 * They are files and no rows, so that no copy of the database holds them: a key that is destroyed is gone from every
 * backup (docs/decisions/0010-keys-in-files.md).
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeepError } from './errors.ts';
import { destroyFile, makeFile, namesIn, readIfThere } from './files.ts';
import { type MasterSettings, mastersOf } from './master.ts';
import { type KeyRecord, readSettled, recordsIn, recordText, replaceRecord } from './record.ts';
import { KEY_BYTES } from './seal.ts';

/** What a key is for. */
export type KeyName = { readonly day: number } | { readonly case: string };

export interface Key {
  /** names this very key: whoever makes one anew under the same name gets another */
  readonly id: string;
  readonly key: KeyObject;
}

const DAYS = 'days';
const CASES = 'cases';
const ID_BYTES = 8;
/** How long destroying a file takes at most, from its bytes to its name, milliseconds. */
const DESTROYING_MS = 250;
const DAY_MS = 86_400_000;

/** Keys that are remembered unwrapped: a key service takes a moment for each. */
const REMEMBERED_MAX = 1_000;

/** The name of a key, as it stands in the database. */
export const nameOf = (name: KeyName): string => ('day' in name ? `day:${dayText(name.day)}` : `case:${name.case}`);

/** Days since 1970 as 2026-11-25. */
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
export const dayOf = (at_ms: number): number => Math.floor(at_ms / DAY_MS);

/** Days that have a key in a folder, in order; nothing of them is read. */
export async function daysIn(folder: string): Promise<number[]> {
  const names = (await namesIn(join(folder, DAYS))).filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name));
  return names.map((name) => dayOf(Date.parse(name))).sort((a, b) => a - b);
}

type Masters = Awaited<ReturnType<typeof mastersOf>>;

export class KeyFolder {
  readonly #settings: MasterSettings;
  readonly #folder: string;
  #masters: Masters;
  /** by their names and what their files hold: one that is destroyed is asked for no more */
  readonly #opened = new Map<string, Key>();

  private constructor(settings: MasterSettings, masters: Masters) {
    this.#settings = settings;
    this.#folder = settings.folder;
    this.#masters = masters;
  }

  /** @throws KeepError `master_unreadable`; or what the file system throws */
  static async open(settings: MasterSettings): Promise<KeyFolder> {
    return new KeyFolder(settings, await mastersOf(settings));
  }

  /** null where there is no such key (any more). @throws KeepError `key_unreadable` */
  async read(name: KeyName): Promise<Key | null> {
    const text = await this.#textAt(this.#pathOf(name));
    return text === null ? null : this.#unwrap(name, text);
  }

  /** Which key lies under a name, without opening it; null where none does, or nothing of it can be read. */
  async idOf(name: KeyName): Promise<string | null> {
    return recordsIn((await this.#textAt(this.#pathOf(name))) ?? '')[0]?.id ?? null;
  }

  /** The key of that name: made where there is none, and of those who make it at once all get the same. */
  async readOrMake(name: KeyName): Promise<Key> {
    const there = await this.read(name);
    if (there !== null) return there;
    await this.#readMasters();
    const id = randomBytes(ID_BYTES).toString('hex');
    const key = randomBytes(KEY_BYTES);
    await makeFile(this.#pathOf(name), await this.#wrapped(name, id, key));
    const made = await this.read(name);
    if (made === null) throw new KeepError('key_missing', `${nameOf(name)}: its key vanished as it was made`);
    // where the master was turned meanwhile, who turned it may have missed this one
    const [before] = this.#masters;
    await this.#readMasters();
    if (this.#masters[0].id !== before.id) await this.rewrap(name);
    return made;
  }

  /** Has a key wrapped by the first master alone; false where it is, or is not there (any more). @throws KeepError */
  async rewrap(name: KeyName): Promise<boolean> {
    const path = this.#pathOf(name);
    const text = await this.#textAt(path);
    if (text === null || this.#isUpToDate(text)) return false;
    try {
      const { id, key } = await this.#unwrap(name, text);
      return replaceRecord(path, await this.#wrapped(name, id, key.export()));
    } catch (error) {
      if (!(error instanceof KeepError) || error.code !== 'key_unreadable') throw error;
      // one that is being destroyed is overwritten, and then it is gone
      await sleep(DESTROYING_MS);
      if ((await readIfThere(path)) === null) return false;
      throw error;
    }
  }

  #isUpToDate(text: string): boolean {
    const [record, ...older] = recordsIn(text);
    return older.length === 0 && record?.master === this.#masters[0].id;
  }

  /** The names of all keys. */
  async all(): Promise<KeyName[]> {
    const cases = await this.cases();
    return [...(await this.days()).map((day) => ({ day })), ...cases.map((name) => ({ case: name }))];
  }

  /** Says whether there was one. */
  destroy(name: KeyName): Promise<boolean> {
    return destroyFile(this.#pathOf(name));
  }

  /** Days that have a key, in order. */
  days(): Promise<number[]> {
    return daysIn(this.#folder);
  }

  /** What else has a key: the names after `case:`. */
  cases(): Promise<string[]> {
    return namesIn(join(this.#folder, CASES));
  }

  #textAt(path: string): Promise<string | null> {
    return readSettled(() => readIfThere(path));
  }

  #pathOf(name: KeyName): string {
    return 'day' in name
      ? join(this.#folder, DAYS, dayText(name.day))
      : // a case's id is Kith's own, of letters, digits and underscores; another's would not be a name in this folder
        join(this.#folder, CASES, name.case.replaceAll(/[^A-Za-z0-9_-]/g, '-'));
  }

  async #unwrap(name: KeyName, text: string): Promise<Key> {
    const known = `${nameOf(name)} ${text}`;
    const remembered = this.#opened.get(known);
    if (remembered !== undefined) return remembered;
    const records = recordsIn(text);
    if (records.length === 0) throw new KeepError('key_unreadable', `${nameOf(name)}: the file of its key is damaged`);
    const opened = (await this.#openAny(name, records)) ?? (await this.#openWithNew(name, records));
    if (opened === null) {
      throw new KeepError('key_unreadable', `${nameOf(name)}: its key was made under another master key, or altered`);
    }
    const [oldest] = this.#opened.keys();
    if (this.#opened.size >= REMEMBERED_MAX && oldest !== undefined) this.#opened.delete(oldest);
    this.#opened.set(known, opened);
    return opened;
  }

  /** Somebody may have turned the master since it was read. */
  async #openWithNew(name: KeyName, records: readonly KeyRecord[]): Promise<Key | null> {
    await this.#readMasters();
    return this.#openAny(name, records);
  }

  async #openAny(name: KeyName, records: readonly KeyRecord[]): Promise<Key | null> {
    for (const { id, master, wrapped } of records) {
      for (const one of this.#masters.filter((known) => known.knows(master))) {
        const key = await one.unwrap(sealedAs(name, id), wrapped);
        if (key !== null) return { id, key: createSecretKey(key) };
      }
    }
    return null;
  }

  async #wrapped(name: KeyName, id: string, key: Buffer): Promise<string> {
    const [master] = this.#masters;
    return recordText({ id, master: master.id, wrapped: await master.wrap(sealedAs(name, id), key) });
  }

  async #readMasters(): Promise<void> {
    this.#masters = await mastersOf(this.#settings);
  }
}

const sealedAs = (name: KeyName, id: string): string => JSON.stringify(['kith key 1', nameOf(name), id]);
