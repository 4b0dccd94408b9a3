/** Identifiers, links and media in PostgreSQL. */
import {
  blankLinks,
  blankMedia,
  type Identifier,
  identifierKey,
  identifierKinds,
  type Link,
  type Links,
  type Media,
  SHARERS_COUNTED,
  SHARERS_SEEN,
} from '@kith/engine';
import type { ClientBase } from 'pg';
import type { SharersQuestion } from '../asked.ts';
import type { WorkingSet } from '../working-set.ts';
import { numberArray, textArray } from './arrays.ts';
import type { Cells } from './columns.ts';
import { run, statement } from './send.ts';
import type { Wanted } from './wanted.ts';

/** Of 16 hexadecimal digits, as it is stored; and back. */
export const bits = (column: string): string => `('x' || ${column})::bit(64)::bigint`;
const HASH = `lpad(to_hex(hash), 16, '0')`;
/** What readIdentifierRow reads. */
export const IDENTIFIER_NAMES = `account, kind, ${HASH}, layers, first_at, last_at, place`;

const loadIdentifiers = statement(
  'identifiers',
  `SELECT ${IDENTIFIER_NAMES} FROM identifier WHERE account = ANY($1::text[]) ORDER BY account, place`,
);
/**
 * $3: how many may be forgotten before the list is looked at. By the question's number, from 1. Counted apart from the list:
 * in one, all that is counted was put aside and sorted, which took most of a sign-up's time at a school.
 */
const loadSharers = statement(
  'sharers',
  `SELECT w.i::integer,
     ARRAY(
       SELECT account FROM identifier WHERE kind = w.kind AND hash = w.hash
       ORDER BY place DESC LIMIT ${SHARERS_SEEN} + $3::integer
     ),
     (SELECT count(*) FROM (
       SELECT FROM identifier WHERE kind = w.kind AND hash = w.hash LIMIT ${SHARERS_COUNTED} + $3::integer
     ) AS those)::integer
   FROM (
     SELECT kind, ${bits('hash')} AS hash, i
     FROM unnest($1::smallint[], $2::text[]) WITH ORDINALITY AS asked(kind, hash, i)
   ) AS w`,
);
const loadLinks = statement('links', 'SELECT account, links FROM links WHERE account = ANY($1::text[])');
const loadMedia = statement('media', 'SELECT id, uploader, verdict, at FROM media WHERE id = ANY($1::text[])');

/** The first time and the place stay as they were when it was recorded. */
const upsertIdentifiers = statement(
  'upsert_identifiers',
  `INSERT INTO identifier (account, kind, hash, layers, first_at, last_at, place)
   SELECT w.account, w.kind, ${bits('w.hash')}, w.layers, w.first_at, w.last_at, w.place
   FROM unnest($1::text[], $2::smallint[], $3::text[], $4::smallint[], $5::bigint[], $6::bigint[], $7::bigint[])
     AS w(account, kind, hash, layers, first_at, last_at, place)
   ON CONFLICT (account, kind, hash) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at`,
);
const deleteIdentifiers = statement(
  'delete_identifiers',
  `DELETE FROM identifier t USING unnest($1::text[], $2::smallint[], $3::text[]) AS w(account, kind, hash)
   WHERE t.account = w.account AND t.kind = w.kind AND t.hash = ${bits('w.hash')}`,
);
const upsertLinks = statement(
  'upsert_links',
  `INSERT INTO links (account, links) SELECT * FROM unnest($1::text[], $2::text[])
   ON CONFLICT (account) DO UPDATE SET links = excluded.links`,
);
const upsertMedia = statement(
  'upsert_media',
  `INSERT INTO media (id, uploader, verdict, at) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
   ON CONFLICT (id) DO UPDATE SET uploader = excluded.uploader, verdict = excluded.verdict, at = excluded.at`,
);

/** An identifier with its place, as it is written. */
export interface PlacedIdentifier {
  value: Identifier;
  place: number;
}

const kindOf = (cell: Cells[number] | undefined): Identifier['kind'] => {
  const kind = identifierKinds[Number(cell)];
  if (kind === undefined) throw new Error(`an identifier of a kind that this Kith does not know: ${cell}`);
  return kind;
};

export const readIdentifierRow = (row: Cells): PlacedIdentifier => ({
  value: {
    account: String(row[0]),
    kind: kindOf(row[1]),
    hash: String(row[2]),
    layers: Number(row[3]),
    firstAt: Number(row[4]),
    lastAt: Number(row[5]),
  },
  place: Number(row[6]),
});

/* The JSON and the words were written from the same types, and by nobody else: hence the casts. */

/** account, links */
export const readLinksRow = (row: Cells): Links => ({
  account: String(row[0]),
  links: JSON.parse(String(row[1])) as Link[],
});
/** id, uploader, verdict, at */
export const readMediaRow = (row: Cells): Media => ({
  id: String(row[0]),
  uploader: String(row[1]),
  verdict: row[2] as Media['verdict'],
  at: Number(row[3]),
});

/** All but who shares what: loadSharing. */
export function loadKnown(client: ClientBase, set: WorkingSet, wanted: Wanted): Promise<void>[] {
  const work: Promise<void>[] = [];
  if (wanted.identifiers.size > 0) work.push(identifiers(client, set, [...wanted.identifiers]));
  if (wanted.links.size > 0) work.push(links(client, set, [...wanted.links]));
  if (wanted.media.size > 0) work.push(media(client, set, [...wanted.media]));
  return work;
}

async function identifiers(client: ClientBase, set: WorkingSet, ids: string[]): Promise<void> {
  const rows = await run(client, loadIdentifiers, [textArray(ids)]);
  const lists = new Map<string, Identifier[]>(ids.map((id) => [id, []]));
  for (const row of rows) {
    const { value } = readIdentifierRow(row);
    lists.get(value.account)?.push(value);
  }
  for (const [account, list] of lists) set.recognised.identifiers.set(account, list);
}

/**
 * @param forgetting how many identifiers may be forgotten by the block
 * @returns who shares any of them
 */
export async function loadSharing(
  client: ClientBase,
  set: WorkingSet,
  questions: readonly SharersQuestion[],
  forgetting: number,
): Promise<readonly string[]> {
  const rows = await run(client, loadSharers, [
    numberArray(questions.map((q) => identifierKinds.indexOf(q.kind))),
    textArray(questions.map((q) => q.hash)),
    forgetting,
  ]);
  const found = new Set<string>();
  for (const [i, newest, counted] of rows) {
    const asked = questions[Number(i) - 1];
    if (asked === undefined || !Array.isArray(newest)) throw new Error('who shares an identifier was answered oddly');
    const accounts = newest.map(String).reverse();
    set.recognised.sharersOf.set(identifierKey(asked.kind, asked.hash), { accounts, count: Number(counted) });
    for (const id of accounts) found.add(id);
  }
  return [...found];
}

async function links(client: ClientBase, set: WorkingSet, ids: string[]): Promise<void> {
  const rows = await run(client, loadLinks, [textArray(ids)]);
  for (const id of ids) set.linksOf.set(id, blankLinks(id));
  for (const row of rows) {
    const read = readLinksRow(row);
    set.linksOf.set(read.account, read);
  }
}

async function media(client: ClientBase, set: WorkingSet, ids: string[]): Promise<void> {
  const rows = await run(client, loadMedia, [textArray(ids)]);
  for (const id of ids) set.mediaOf.set(id, blankMedia(id));
  for (const row of rows) {
    const read = readMediaRow(row);
    set.mediaOf.set(read.id, read);
  }
}

/* Each in the order of their keys, which all processes share. */

const identifierOrder = (a: Identifier, b: Identifier): number => {
  const [x, y] = [`${a.account}\n${identifierKey(a.kind, a.hash)}`, `${b.account}\n${identifierKey(b.kind, b.hash)}`];
  return x < y ? -1 : 1;
};
export const keysOf = (list: readonly Identifier[]): string[] => [
  textArray(list.map((i) => i.account)),
  numberArray(list.map((i) => identifierKinds.indexOf(i.kind))),
  textArray(list.map((i) => i.hash)),
];

/** @param forgotten what was forgotten at some time in the block, also where it was recorded again since */
export function writeIdentifiers(
  client: ClientBase,
  kept: PlacedIdentifier[],
  forgotten: Identifier[] = [],
): Promise<unknown>[] {
  const work: Promise<unknown>[] = [];
  if (forgotten.length > 0) work.push(run(client, deleteIdentifiers, keysOf(forgotten.sort(identifierOrder))));
  if (kept.length === 0) return work;
  kept.sort((a, b) => identifierOrder(a.value, b.value));
  const values = kept.map(({ value }) => value);
  work.push(
    run(client, upsertIdentifiers, [
      ...keysOf(values),
      numberArray(values.map((i) => i.layers)),
      numberArray(values.map((i) => i.firstAt)),
      numberArray(values.map((i) => i.lastAt)),
      numberArray(kept.map(({ place }) => place)),
    ]),
  );
  return work;
}

export function writeLinks(client: ClientBase, rows: Links[]): Promise<unknown>[] {
  if (rows.length === 0) return [];
  rows.sort((a, b) => (a.account < b.account ? -1 : 1));
  const texts = rows.map((r) => JSON.stringify(r.links));
  return [run(client, upsertLinks, [textArray(rows.map((r) => r.account)), textArray(texts)])];
}

export function writeMedia(client: ClientBase, rows: Media[]): Promise<unknown>[] {
  if (rows.length === 0) return [];
  rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    run(client, upsertMedia, [
      textArray(rows.map((r) => r.id)),
      textArray(rows.map((r) => r.uploader)),
      textArray(rows.map((r) => r.verdict)),
      numberArray(rows.map((r) => r.at)),
    ]),
  ];
}
