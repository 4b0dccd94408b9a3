/** What people and detectors wrote down: kept messages, signals, reports, rulings. */
import { SNAPSHOT_MAX, type Snapshot } from '@kith/contract';
import type { Kysely } from 'kysely';
import { pseudonymsOf } from '../../cases/index.ts';
import type { Records } from '../../ground/database/index.ts';
import type { KeyFolder } from '../../ground/sealing/index.ts';
import { type KeptMessage, keptOf } from '../../kept/index.ts';
import { mediumIn } from '../preservation/names.ts';
import { readNames } from '../preservation/record.ts';

const iso = (at_ms: number): string => new Date(at_ms).toISOString();
/** Messages of a page. */
const PAGE = 500;

export interface Found<T> {
  found: T;
  /** there was more */
  cut: boolean;
}

interface Of {
  case: string;
  account: string;
  from_ms: number;
  to_ms: number;
}

/** What the account wrote and what was written to it, as far as it is kept, the oldest first. */
export async function messagesOf(
  db: Kysely<Records>,
  keys: KeyFolder,
  { case: id, account, from_ms, to_ms }: Of,
  now_ms: number,
): Promise<Found<Snapshot['messages']>> {
  const looking = { at_ms: now_ms, by: 'system', subject: `case:${id}` } as const;
  let found: KeptMessage[] = [];
  for (let before = to_ms + 1; found.length <= SNAPSHOT_MAX.messages; ) {
    const page = await keptOf(db, keys, { account, case: id, before, limit: PAGE }, looking);
    found = [...page.filter(({ at }) => at >= from_ms), ...found];
    const [oldest] = page;
    if (oldest === undefined || oldest.at < from_ms) break;
    before = oldest.at;
  }
  return {
    found: found.slice(-SNAPSHOT_MAX.messages).map((one) => ({
      ...{ message: one.message, conversation: one.conversation, at: iso(one.at), from: one.from, to: one.to },
      ...{ text: one.text, media: [...one.media], outcome: one.outcome },
      deletedAt: one.deletedAt === null ? null : iso(one.deletedAt),
    })),
    cut: found.length > SNAPSHOT_MAX.messages,
  };
}

export async function signalsOf(db: Kysely<Records>, { account, from_ms }: Of): Promise<Found<Snapshot['signals']>> {
  const rows = await db
    .selectFrom('signal')
    .select(['at', 'account', 'other', 'message', 'code', 'cue', 'weight', 'words'])
    .where('account', '=', account)
    .where('at', '>=', from_ms)
    .orderBy('at', 'desc')
    .limit(SNAPSHOT_MAX.signals + 1)
    .execute();
  return firstOf(rows, SNAPSHOT_MAX.signals, ({ words, ...row }) => ({
    ...{ ...row, at: iso(row.at), media: mediumIn(words) },
  }));
}

/** What was written in a report; null where it is not kept any more. From those who keep reports */
export type OpenReport = (row: {
  id: string;
  key: string | null;
  sealed: Uint8Array | null;
}) => Promise<{ text?: string | undefined } | null>;

export async function reportsOf(
  db: Kysely<Records>,
  { account, from_ms }: Of,
  openReport: OpenReport,
): Promise<Found<Snapshot['reports']>> {
  const rows = await db
    .selectFrom('report')
    .select(['id', 'at', 'source', 'reporter', 'category', 'message', 'key', 'sealed'])
    .where('about', '=', account)
    .where('received_at', '>=', from_ms)
    .orderBy('received_at', 'desc')
    .limit(SNAPSHOT_MAX.reports + 1)
    .execute();
  const texts = new Map<string, string | null>();
  for (const { id, key, sealed } of rows) texts.set(id, (await openReport({ id, key, sealed }))?.text ?? null);
  return firstOf(rows, SNAPSHOT_MAX.reports, ({ id, at, source, reporter, category, message }) => ({
    ...{ report: id, at: iso(at), source, reporter, category, message, text: texts.get(id) ?? null },
  }));
}

/** All of the account's, whenever they were: what was found of it before is part of what is known. */
export async function rulingsOf(db: Kysely<Records>, { account }: Of): Promise<Found<Snapshot['rulings']>> {
  const rows = await db
    .selectFrom('ruling')
    .selectAll()
    .where('account', '=', account)
    .where('state', '<>', 'withdrawn')
    .orderBy('first_at', 'desc')
    .limit(SNAPSHOT_MAX.rulings + 1)
    .execute();
  const nameOf = await pseudonymsOf(
    db,
    rows.flatMap(({ first_by, second_by }) => [first_by, second_by]),
  );
  return firstOf(rows, SNAPSHOT_MAX.rulings, (row) => ({
    ...{
      ruling: row.id,
      at: iso(row.first_at),
      by: nameOf(row.first_by) ?? row.first_by,
      second: nameOf(row.second_by),
    },
    ...{ state: row.state, measures: readNames(row.measures), policy: row.policy, reason: row.reason },
    refer: row.refer === 1,
  }));
}

/** Of rows with the newest first: so many, the oldest first. */
function firstOf<R, T>(rows: readonly R[], max: number, view: (row: R) => T): Found<T[]> {
  return { found: rows.slice(0, max).map(view).reverse(), cut: rows.length > max };
}
