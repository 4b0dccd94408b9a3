/**
 * What the platform is asked for: the accounts concerned (who sent and who received), the messages in which something was seen
 * or that people named, their media, from two weeks before the first of it (The Online Safety (CSEA Content Reporting by
 * Regulated User-to-User Service Providers) Regulations 2026, SI 2026/268, reg. 8(2): grade Q, partial. The list of five kinds
 * of file is not known in full; chat logs and connections are among them). The number of days is policy.
 */
import { PRESERVED_NAMES_MAX } from '@kith/contract';
import type { Kysely } from 'kysely';
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
  /** how far back before the first thing that was seen */
  daysBefore: number;
}

/** The newest first, and what people named before all: PRESERVED_NAMES_MAX of each at most. */
export async function namesFor({ db, mediaAmong, daysBefore }: Naming, row: PreservationRow): Promise<Named> {
  const seen = await seenOf(db, row.account);
  const reported = await reportedOf(db, row.account);
  const kept = row.case_id === null ? [] : await keptFor(db, row.case_id);
  const named = [...readNames(row.messages), ...readNames(row.media)];
  const media = await mediaAmong(named);
  const to_ms = row.created_at;
  const first_ms = Math.min(to_ms, ...[...seen, ...reported].map(({ at }) => at));
  return {
    accounts: some([
      row.account,
      ...readNames(row.accounts),
      ...[...seen, ...reported].map(({ other }) => other),
      ...kept.flatMap(({ actor, other }) => [actor, other]),
    ]),
    messages: some([
      ...readNames(row.messages).filter((name) => !media.has(name)),
      ...[...seen, ...reported, ...kept].map(({ message }) => message),
    ]),
    media: some([
      ...readNames(row.media),
      ...readNames(row.messages).filter((name) => media.has(name)),
      ...kept.flatMap((one) => (one.media === null ? [] : readNames(one.media))),
    ]),
    from_ms: first_ms - daysBefore * DAY_MS,
    to_ms,
  };
}

const some = (names: readonly (string | null)[]): string[] =>
  [...new Set(names.filter((name) => name !== null))].slice(0, PRESERVED_NAMES_MAX);

/** Whom it is taken for it has not written to. */
const seenOf = (db: Kysely<Records>, account: string) =>
  db
    .selectFrom('signal')
    .select(['other', 'message', 'at'])
    .where('account', '=', account)
    .where('code', '<>', LINK_CODE)
    .orderBy('at', 'desc')
    .limit(PRESERVED_NAMES_MAX)
    .execute();

/** Who reports a message got it, or saw it. */
const reportedOf = (db: Kysely<Records>, account: string) =>
  db
    .selectFrom('report')
    .select(['reporter as other', 'message', 'at'])
    .where('about', '=', account)
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
