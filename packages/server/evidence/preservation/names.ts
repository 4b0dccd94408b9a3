/**
 * What the platform is asked for: the accounts concerned (who sent, who received, and the children who were meant to), the messages
 * in which something was seen or that people named, their media and those that matched something known, from two weeks before the first of it (The Online Safety (CSEA Content Reporting by
 * Regulated User-to-User Service Providers) Regulations 2026, SI 2026/268, reg. 8(2): grade Q, partial. The list of five kinds
 * of file is not known in full; chat logs and connections are among them). The number of days is policy.
 */
import { PRESERVED_NAMES_MAX } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { PreservationRow, Records } from '../../ground/database/index.ts';
import { LINK_CODE } from '../../knowledge/index.ts';
import { readNames } from './record.ts';

const DAY_MS = 86_400_000;

export interface Named {
  accounts: string[];
  messages: string[];
  media: string[];
  from_ms: number;
  to_ms: number;
}

export interface Naming {
  db: Kysely<Records>;
  /** those of these names that are media, as far as Kith knows */
  mediaAmong: (names: readonly string[]) => Promise<ReadonlySet<string>>;
  /** children whom it turned to and did not reach */
  intended: (account: string) => Promise<readonly string[]>;
  /** how far back before the first thing that was seen */
  daysBefore: number;
}

/** The newest first, and what people named before all: PRESERVED_NAMES_MAX of each at most. */
export async function namesFor({ db, mediaAmong, intended, daysBefore }: Naming, row: PreservationRow): Promise<Named> {
  const own = await ownOf(db, row);
  const seen = await seenOf(db, own);
  const reported = await reportedOf(db, own);
  const matched = await matchedOf(db, own);
  const meant = await Promise.all(own.map(intended));
  const kept = row.case_id === null ? [] : await keptFor(db, row.case_id);
  const named = [...readNames(row.messages), ...readNames(row.media)];
  const media = await mediaAmong(named);
  const to_ms = row.created_at;
  const first_ms = Math.min(to_ms, ...[...seen, ...reported, ...matched].map(({ at }) => at));
  return {
    accounts: some([
      row.account,
      ...readNames(row.accounts),
      ...[...seen, ...reported].map(({ other }) => other),
      ...kept.flatMap(({ actor, other }) => [actor, other]),
      ...own,
      ...meant.flat(),
    ]),
    messages: some([
      ...readNames(row.messages).filter((name) => !media.has(name)),
      ...[...seen, ...reported, ...kept].map(({ message }) => message),
    ]),
    media: some([
      ...readNames(row.media),
      ...readNames(row.messages).filter((name) => media.has(name)),
      ...matched.map(({ media }) => media),
      ...seen.map(({ words }) => mediumIn(words)),
      ...kept.flatMap((one) => (one.media === null ? [] : readNames(one.media))),
    ]),
    from_ms: first_ms - daysBefore * DAY_MS,
    to_ms,
  };
}

const some = (names: readonly (string | null)[]): string[] =>
  [...new Set(names.filter((name) => name !== null))].slice(0, PRESERVED_NAMES_MAX);

/** The account, and those whose cases were merged into its own. */
async function ownOf(db: Kysely<Records>, { account, case_id }: PreservationRow): Promise<string[]> {
  if (case_id === null) return [account];
  const merged = await db.selectFrom('cases').select('account').where('merged_into', '=', case_id).execute();
  return [...new Set([account, ...merged.map((one) => one.account)])];
}

/** What they uploaded that matched something known, whatever counts by now: lists change, and what was seen stays to be judged. */
const matchedOf = (db: Kysely<Records>, accounts: readonly string[]) =>
  db
    .selectFrom('known_medium')
    .select(['media', 'at'])
    .where('account', 'in', accounts)
    .orderBy('at', 'desc')
    .limit(PRESERVED_NAMES_MAX)
    .execute();

const material = z.object({ media: z.string().nullable() });

/** The medium that a signal of known material names: a message carried it. */
export function mediumIn(words: string | null): string | null {
  if (words === null || !words.startsWith('{')) return null;
  return material.safeParse(JSON.parse(words)).data?.media ?? null;
}

/** Whom it is taken for it has not written to. */
const seenOf = (db: Kysely<Records>, accounts: readonly string[]) =>
  db
    .selectFrom('signal')
    .select(['other', 'message', 'at', 'words'])
    .where('account', 'in', accounts)
    .where('code', '<>', LINK_CODE)
    .orderBy('at', 'desc')
    .limit(PRESERVED_NAMES_MAX)
    .execute();

/** Who reports a message got it, or saw it. */
const reportedOf = (db: Kysely<Records>, accounts: readonly string[]) =>
  db
    .selectFrom('report')
    .select(['reporter as other', 'message', 'at'])
    .where('about', 'in', accounts)
    .where('message', 'is not', null)
    .orderBy('received_at', 'desc')
    .limit(PRESERVED_NAMES_MAX)
    .execute();

const keptFor = (db: Kysely<Records>, id: string) =>
  db
    .selectFrom('case_evidence')
    .select(['actor', 'other', 'message', 'media'])
    .where('case_id', '=', id)
    .orderBy('at', 'desc')
    .limit(PRESERVED_NAMES_MAX)
    .execute();
