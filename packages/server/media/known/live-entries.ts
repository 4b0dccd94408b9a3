/** What is in the lists that are in use, as it is matched: read from the records a part at a time. */
import { type Kysely, sql } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { isVerified, type ListSettings, OWN_LIST } from '../lists/settings.ts';
import type { Algorithm, KnownHash } from '../matching/index.ts';

/** Rows that are read at once: what they take from other work is a few milliseconds. */
const ROWS_A_PART = 5_000;

/** Which version of which list: what is matched against changes when this does. */
export type LiveVersions = ReadonlyMap<string, number>;

export async function liveVersions(db: Kysely<Records>, lists: readonly ListSettings[]): Promise<LiveVersions> {
  const rows = await db.selectFrom('known_list').select(['name', 'live']).where('live', '>', 0).execute();
  const live = new Map(rows.map(({ name, live }) => [name, Number(live)]));
  return new Map(lists.flatMap(({ name }): [string, number][] => [[name, live.get(name) ?? 0]]));
}

/**
 * An entry's number in the index says all that is needed of it: the place of its list among the configured ones, and whether
 * people verified it. The list of own rulings comes after them, and is verified.
 */
export interface Numbered {
  list: string;
  verified: boolean;
}

export const numberOf = (place: number, verified: boolean): number => place * 2 + (verified ? 1 : 0);

export const numbered = (number: number, lists: readonly ListSettings[]): Numbered => ({
  list: lists[number >>> 1]?.name ?? OWN_LIST,
  verified: (number & 1) === 1,
});

/** Whether it is a hash of media; links are matched elsewhere. */
export const isHash = (algorithm: string): algorithm is Algorithm =>
  algorithm === 'pdq' || algorithm === 'md5' || algorithm === 'sha1' || algorithm === 'sha256';

/** Hashes of the lists at these versions; links go where they are matched. */
export async function* hashesAt(
  db: Kysely<Records>,
  lists: readonly ListSettings[],
  versions: LiveVersions,
  link: (hash: string, number: number, place: number) => void,
): AsyncGenerator<readonly KnownHash[]> {
  for (const [place, settings] of lists.entries()) {
    for await (const rows of entriesAt(db, settings.name, versions.get(settings.name) ?? 0)) {
      for (const { algorithm, hash, category } of rows) {
        if (algorithm === 'url') link(hash, numberOf(place, isVerified(settings, category)), place);
      }
      yield rows.flatMap(({ algorithm, hash, category }): KnownHash[] =>
        isHash(algorithm) ? [{ algorithm, hex: hash, entry: numberOf(place, isVerified(settings, category)) }] : [],
      );
    }
  }
}

interface EntryRow {
  algorithm: string;
  hash: string;
  source_id: string;
  category: string;
  added_in: number;
}

/** Entries of a list at a version, in their order. */
export async function* entriesAt(
  db: Kysely<Records>,
  list: string,
  version: number,
): AsyncGenerator<readonly EntryRow[]> {
  if (version === 0) return;
  for (let last: EntryRow | undefined; ; ) {
    let query = db
      .selectFrom('known_entry')
      .select(['algorithm', 'hash', 'source_id', 'category', 'added_in'])
      .where('list', '=', list)
      .where('added_in', '<=', version)
      .where((e) => e.or([e('removed_in', 'is', null), e('removed_in', '>', version)]));
    if (last !== undefined) {
      const { algorithm, hash, source_id, added_in } = last;
      query = query.where(
        sql<boolean>`(algorithm, hash, source_id, added_in) > (${algorithm}, ${hash}, ${source_id}, ${added_in})`,
      );
    }
    const rows = await query
      .orderBy('algorithm')
      .orderBy('hash')
      .orderBy('source_id')
      .orderBy('added_in')
      .limit(ROWS_A_PART)
      .execute();
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_A_PART) return;
    last = rows.at(-1);
  }
}

/** What people here found: entries that are wrong, and hashes that they confirmed. */
export interface Judged {
  wrong: ReadonlySet<string>;
  own: readonly { algorithm: string; hash: string }[];
  /** names of hashes of media that only look like known material */
  unlike: ReadonlySet<string>;
}

/** Judgements that are held in memory at most: what people find one by one. */
export const JUDGEMENTS_MAX = 1_000_000;

export const entryKey = (list: string, entry: string): string => `${list} ${entry}`;
/** How an entry is named in what is logged, decided and judged. */
export const entryName = (algorithm: string, hash: string): string => `${algorithm}:${hash}`;

/** All judgements; `digest` tells whether there are others than last time. */
export async function judgedSoFar(db: Kysely<Records>): Promise<Judged> {
  const rows = await db
    .selectFrom('known_judgement')
    .select(['list', 'algorithm', 'hash', 'verdict'])
    .orderBy('at', 'desc')
    .limit(JUDGEMENTS_MAX)
    .execute();
  return {
    wrong: new Set(
      rows.flatMap(({ list, algorithm, hash, verdict }) =>
        verdict === 'wrong' ? [entryKey(list, entryName(algorithm, hash))] : [],
      ),
    ),
    unlike: new Set(
      rows.flatMap(({ list, algorithm, hash, verdict }) =>
        list === OWN_LIST && verdict === 'unlike' ? [entryName(algorithm, hash)] : [],
      ),
    ),
    own: rows.filter(({ list, verdict }) => list === OWN_LIST && verdict === 'confirmed'),
  };
}

/** Changes whenever somebody judged something. */
export async function judgementsDigest(db: Kysely<Records>): Promise<string> {
  const { count, last } = await db
    .selectFrom('known_judgement')
    .select(({ fn }) => [fn.countAll().as('count'), fn.sum('at').as('last')])
    .executeTakeFirstOrThrow();
  return `${count} ${last}`;
}
