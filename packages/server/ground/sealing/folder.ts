/**
 * The keys that texts are encrypted with, a file each, wrapped with the master key: `days/2026-11-25`, `cases/case_…`.
 * They are files and no rows, so that no copy of the database holds them: a key that is destroyed is gone from every
 * backup (docs/decisions/0010-keys-in-files.md).
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { KeepError } from './errors.ts';
import { destroyFile, makeFile, namesIn, readIfThere } from './files.ts';
import { type MasterSettings, masterKey } from './master.ts';
import { KEY_BYTES, seal, unseal } from './seal.ts';

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
const DAY_MS = 86_400_000;

const file = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** the key, sealed with the master key, in base64 */
  wrapped: z.base64().max(200),
});

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

export class KeyFolder {
  readonly #folder: string;
  readonly #master: KeyObject;

  private constructor(folder: string, master: KeyObject) {
    this.#folder = folder;
    this.#master = master;
  }

  /** @throws KeepError `master_unreadable`; or what the file system throws */
  static async open(settings: MasterSettings): Promise<KeyFolder> {
    return new KeyFolder(settings.folder, await masterKey(settings));
  }

  /** null where there is no such key (any more). @throws KeepError `key_unreadable` */
  async read(name: KeyName): Promise<Key | null> {
    const text = await readIfThere(this.#pathOf(name));
    return text === null ? null : this.#unwrap(name, text);
  }

  /** The key of that name: made where there is none, and of those who make it at once all get the same. */
  async readOrMake(name: KeyName): Promise<Key> {
    const there = await this.read(name);
    if (there !== null) return there;
    const id = randomBytes(ID_BYTES).toString('hex');
    const wrapped = seal(this.#master, sealedAs(name, id), randomBytes(KEY_BYTES)).toString('base64');
    await makeFile(this.#pathOf(name), `${JSON.stringify({ version: 1, id, wrapped })}\n`);
    const made = await this.read(name);
    if (made === null) throw new KeepError('key_missing', `${nameOf(name)}: its key vanished as it was made`);
    return made;
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

  #pathOf(name: KeyName): string {
    return 'day' in name
      ? join(this.#folder, DAYS, dayText(name.day))
      : // a case's id is Kith's own, of letters, digits and underscores; another's would not be a name in this folder
        join(this.#folder, CASES, name.case.replaceAll(/[^A-Za-z0-9_-]/g, '-'));
  }

  #unwrap(name: KeyName, text: string): Key {
    const read = file.safeParse(parsed(text));
    if (!read.success) throw new KeepError('key_unreadable', `${nameOf(name)}: the file of its key is damaged`);
    const { id, wrapped } = read.data;
    const key = unseal(this.#master, sealedAs(name, id), Buffer.from(wrapped, 'base64'));
    if (key === null) {
      throw new KeepError('key_unreadable', `${nameOf(name)}: its key was made under another master key, or altered`);
    }
    return { id, key: createSecretKey(key) };
  }
}

const sealedAs = (name: KeyName, id: string): string => JSON.stringify(['kith key 1', nameOf(name), id]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
