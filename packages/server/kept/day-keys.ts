/**
 * The keys of the days of which messages are kept now, in memory, so that sealing one waits for nothing. The database says
 * which key each day has and which days' keys were destroyed: a process that looks into another folder than the others
 * notices, and no key is made again for a day that is over.
 */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { dayOf, dayText, KeepError, type Key, type KeyFolder, type KeyName, nameOf } from '../ground/sealing/index.ts';

/** Platforms' clocks run ahead of ours by some minutes at most: what is sent tomorrow may come today. */
const DAYS_AHEAD = 1;

/** The first day whose messages are still kept: a message is kept for so many days after the day it was sent. */
export const firstKeptDay = (now_ms: number, days: number): number => dayOf(now_ms) - days;

export class DayKeys {
  readonly folder: KeyFolder;
  readonly #db: Kysely<Records>;
  #keys = new Map<number, Key>();

  constructor(folder: KeyFolder, db: Kysely<Records>) {
    this.folder = folder;
    this.#db = db;
  }

  /** The key of a day; null where its messages are not kept (any more), or its key can't be had. */
  of(day: number): Key | null {
    return this.#keys.get(day) ?? null;
  }

  /**
   * Has the keys of all days that messages are kept of, tomorrow's included, and none else.
   * @param days how long messages are kept; 0 for not at all
   * @returns what is wrong, a day at a time: messages of such a day are not kept
   */
  async prepare(now_ms: number, days: number): Promise<KeepError[]> {
    const wanted = days === 0 ? [] : range(firstKeptDay(now_ms, days), dayOf(now_ms) + DAYS_AHEAD);
    const registered = await this.#registered(wanted);
    const made = new Map<number, Key>();
    const problems: KeepError[] = [];
    const prepareDay = async (day: number): Promise<void> => {
      const known = registered.get(day);
      if (known?.destroyed) return;
      try {
        const key = this.#keys.get(day) ?? (await this.#read(day, known?.id));
        if (known === undefined) await registerKey(this.#db, { day }, key, now_ms);
        made.set(day, key);
      } catch (error) {
        if (!(error instanceof KeepError)) throw error;
        problems.push(error);
      }
    };
    await Promise.all(wanted.map(prepareDay));
    // of what was registered at once by others, theirs counts
    const after = await this.#registered([...made.keys()].filter((day) => !registered.has(day)));
    for (const [day, { id }] of after) {
      if (made.get(day)?.id === id) continue;
      made.delete(day);
      problems.push(notShared(day));
    }
    this.#keys = made;
    return problems;
  }

  async #read(day: number, id: string | undefined): Promise<Key> {
    if (id === undefined) return this.folder.readOrMake({ day });
    const key = await this.folder.read({ day });
    if (key === null) {
      throw new KeepError(
        'key_missing',
        `the key of ${dayText(day)} is not in the folder of keys: messages of that day can be neither kept nor read`,
      );
    }
    if (key.id !== id) throw notShared(day);
    return key;
  }

  async #registered(days: readonly number[]): Promise<Map<number, { id: string; destroyed: boolean }>> {
    if (days.length === 0) return new Map();
    const named = new Map(days.map((day) => [nameOf({ day }), day]));
    const rows = await this.#db
      .selectFrom('kept_key')
      .selectAll()
      .where('name', 'in', [...named.keys()])
      .execute();
    return new Map(rows.map((row) => [named.get(row.name) ?? 0, { id: row.id, destroyed: row.destroyed_at !== null }]));
  }
}

/** Writes down that there is a key. Who comes second changes nothing. */
export async function registerKey(db: Kysely<Records>, name: KeyName, key: Key, now_ms: number): Promise<void> {
  await db
    .insertInto('kept_key')
    .values({ name: nameOf(name), id: key.id, made_at: now_ms, destroyed_at: null })
    .onConflict((c) => c.column('name').doNothing())
    .execute();
}

const notShared = (day: number): KeepError =>
  new KeepError(
    'key_not_shared',
    `the key of ${dayText(day)} is not the one that other processes use: they must all have the same folder of keys (KITH_KEEP_KEYS)`,
  );

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
