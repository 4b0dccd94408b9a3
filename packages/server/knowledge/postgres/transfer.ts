/** Knowledge and log of the postgres store, in and out, in bounded chunks. */
import { type Approach, type Conduct, type Contact, isBlankConduct, type Links, type Media } from '@kith/engine';
import type { ClientBase, Pool } from 'pg';
import type { KnowledgeRow, Logged, LoggedBlock } from '../store.ts';
import { numberArray, textArray } from './arrays.ts';
import { readBody, writeBody } from './body.ts';
import {
  accountTable,
  type Cell,
  type Cells,
  contactTable,
  conversationTable,
  readAccount,
  readContact,
  readConversation,
} from './columns.ts';
import { hashId } from './ids.ts';
import {
  IDENTIFIER_NAMES,
  type PlacedIdentifier,
  readIdentifierRow,
  readLinksRow,
  readMediaRow,
  writeIdentifiers,
  writeLinks,
  writeMedia,
} from './known.ts';
import { readApproachRow, readConductRow, writeApproaches, writeConducts } from './observed.ts';
import { JOINS_A_PLACE } from './pass.ts';
import { run, write } from './send.ts';
import { PLACES_A_BLOCK } from './statements.ts';
import { isBlank } from './write.ts';

/** Rows read or written by one statement. */
const CHUNK = 5_000;
/** Blocks of the log read at once. */
const BLOCKS_READ = 64;
/** Events of a block that is written when a log is filled: as many as a commit writes. */
const BLOCK_EVENTS = 512;

const cells = async (pool: Pool, text: string, values: unknown[]): Promise<Cells[]> =>
  (await pool.query<Cell[]>({ text, values, rowMode: 'array' })).rows;

/** The log from a place on. Blocks that were under way when it was read may be missing. */
export async function* logOf(pool: Pool, from: number): AsyncGenerator<readonly Logged[]> {
  for (let number = Math.floor(from / PLACES_A_BLOCK); ; ) {
    const blocks = await cells(pool, 'SELECT number, body FROM log WHERE number >= $1 ORDER BY number LIMIT $2', [
      number,
      BLOCKS_READ,
    ]);
    for (const [n, body] of blocks) {
      number = Number(n) + 1;
      if (!(body instanceof Buffer)) throw new Error(`block ${n} of the log has no body`);
      const logged = readBody(body);
      yield logged[0] !== undefined && logged[0].place < from ? logged.filter(({ place }) => place >= from) : logged;
    }
    if (blocks.length < BLOCKS_READ) return;
  }
}

/** The log's blocks with their times, from the first on that was committed since a time. */
export async function* datedBlocks(pool: Pool, since_ms: number): AsyncGenerator<LoggedBlock> {
  const first = await placeSince(pool, since_ms);
  if (first === null) return;
  for (let number = Math.floor(first / PLACES_A_BLOCK); ; ) {
    const text = 'SELECT number, at, body FROM log WHERE number >= $1 ORDER BY number LIMIT $2';
    const blocks = await cells(pool, text, [number, BLOCKS_READ]);
    for (const [n, at, body] of blocks) {
      number = Number(n) + 1;
      if (!(body instanceof Buffer)) throw new Error(`block ${n} of the log has no body`);
      yield { at: Number(at), events: readBody(body) };
    }
    if (blocks.length < BLOCKS_READ) return;
  }
}

/** When the first block of the log was committed, and whether none was forgotten before it. */
export async function datedReach(pool: Pool): Promise<{ firstAt_ms: number | null; whole: boolean }> {
  const [first] = await cells(pool, 'SELECT at FROM log ORDER BY number LIMIT 1', []);
  const [state] = await cells(pool, 'SELECT log_before FROM housekeeping', []);
  return { firstAt_ms: first === undefined ? null : Number(first[0]), whole: Number(state?.[0] ?? 1) <= 1 };
}

/**
 * Where to begin reading the log for what was committed since a time; null where nothing was. Found by halving, as only numbers
 * have an index: blocks that are written at once may have their times in another order, by seconds at most.
 */
export async function placeSince(pool: Pool, at_ms: number): Promise<number | null> {
  const [ends] = await cells(pool, 'SELECT min(number), max(number) FROM log', []);
  if (ends?.[0] === null || ends?.[0] === undefined) return null;
  let [from, to] = [Number(ends[0]), Number(ends[1]) + 1];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const [block] = await cells(pool, 'SELECT number, at FROM log WHERE number >= $1 ORDER BY number LIMIT 1', [
      middle,
    ]);
    if (block === undefined || Number(block[1]) >= at_ms) to = middle;
    else from = Number(block[0]) + 1;
  }
  const [first] = await cells(pool, 'SELECT number FROM log WHERE number >= $1 ORDER BY number LIMIT 1', [from]);
  return first === undefined ? null : Number(first[0]) * PLACES_A_BLOCK;
}

/** What one account has done towards others. */
export async function contactsOf(pool: Pool, account: string, most: number): Promise<Contact[]> {
  const text = `SELECT ${contactTable.names} FROM contact WHERE actor = $1 ORDER BY other LIMIT $2`;
  return (await cells(pool, text, [account, most])).map((row) => readContact(row).contact);
}

/** Everything that is known, table by table in the order of the keys. */
export async function* rowsOf(pool: Pool): AsyncGenerator<readonly KnowledgeRow[]> {
  const account = `SELECT ${accountTable.names} FROM account WHERE id > $1 ORDER BY id LIMIT ${CHUNK}`;
  for await (const rows of byKey(pool, account, [''], (row) => [row[0]])) {
    // one that was only made to be locked says nothing
    const values = rows.map(readAccount).filter((a) => !isBlank(a));
    yield values.map((value): KnowledgeRow => ({ row: 'account', value }));
  }
  const contact = `SELECT ${contactTable.names} FROM contact WHERE (actor, other) > ($1, $2) ORDER BY actor, other LIMIT ${CHUNK}`;
  for await (const rows of byKey(pool, contact, ['', ''], (row) => [row[0], row[1]])) {
    yield rows.map((row): KnowledgeRow => {
      const { contact, acceptedPlace, flaggedPlace } = readContact(row);
      return { row: 'contact', value: contact, acceptedPlace, flaggedPlace };
    });
  }
  const conduct = `SELECT account, packed FROM conduct WHERE account > $1 ORDER BY account LIMIT ${CHUNK}`;
  for await (const rows of byKey(pool, conduct, [''], (row) => [row[0]])) {
    const values = rows.map(readConductRow).filter((c) => !isBlankConduct(c));
    yield values.map((value): KnowledgeRow => ({ row: 'conduct', value }));
  }
  const approach = `SELECT actor, other, packed FROM approach WHERE (actor, other) > ($1, $2)
    ORDER BY actor, other LIMIT ${CHUNK}`;
  for await (const rows of byKey(pool, approach, ['', ''], (row) => [row[0], row[1]])) {
    yield rows.map((row): KnowledgeRow => ({ row: 'approach', value: readApproachRow(row) }));
  }
  const conversation = `SELECT ${conversationTable.names} FROM conversation WHERE id > $1 ORDER BY id LIMIT ${CHUNK}`;
  for await (const rows of byKey(pool, conversation, [''], (row) => [row[0]])) {
    const values = rows.map(readConversation).filter((c) => c.known);
    yield values.map((value): KnowledgeRow => ({ row: 'conversation', value }));
  }
  const member = `SELECT conversation, account, joined_place FROM member WHERE (conversation, account) > ($1, $2)
    ORDER BY conversation, account LIMIT ${CHUNK}`;
  for await (const rows of byKey(pool, member, ['', ''], (row) => [row[0], row[1]])) {
    yield rows.map(
      (row): KnowledgeRow => ({
        row: 'member',
        conversation: String(row[0]),
        account: String(row[1]),
        joinedPlace: Number(row[2]),
      }),
    );
  }
  yield* knownRowsOf(pool);
}

/** Who comes back, and what is known material. */
async function* knownRowsOf(pool: Pool): AsyncGenerator<readonly KnowledgeRow[]> {
  const identifier = `SELECT ${IDENTIFIER_NAMES}, hash::text FROM identifier WHERE (account, kind, hash) > ($1, $2, $3::bigint)
    ORDER BY identifier.account, identifier.kind, identifier.hash LIMIT ${CHUNK}`;
  const first = ['', 0, '0'];
  for await (const rows of byKey(pool, identifier, first, (row) => [row[0], row[1], row[7]])) {
    yield rows.map((row): KnowledgeRow => ({ row: 'identifier', ...readIdentifierRow(row) }));
  }
  const links = `SELECT account, links FROM links WHERE account > $1 ORDER BY account LIMIT ${CHUNK}`;
  for await (const rows of byKey(pool, links, [''], (row) => [row[0]])) {
    yield rows.map((row): KnowledgeRow => ({ row: 'links', value: readLinksRow(row) }));
  }
  const media = `SELECT id, uploader, verdict, at FROM media WHERE id > $1 ORDER BY id LIMIT ${CHUNK}`;
  for await (const rows of byKey(pool, media, [''], (row) => [row[0]])) {
    yield rows.map((row): KnowledgeRow => ({ row: 'media', value: readMediaRow(row) }));
  }
}

async function* byKey(
  pool: Pool,
  text: string,
  from: unknown[],
  keyOf: (row: Cells) => unknown[],
): AsyncGenerator<Cells[]> {
  for (let after = from; ; ) {
    const rows = await cells(pool, text, after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    if (rows.length < CHUNK) return;
    after = keyOf(last);
  }
}

const insertMembers = {
  name: 'kith_fill_member',
  text: 'INSERT INTO member SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])',
};
const insertBlock = {
  name: 'kith_fill_log',
  text: `WITH block AS (INSERT INTO log (number, events, at, ids, body) VALUES ($1, $2, $3, $4::uuid[], $5))
    INSERT INTO seen (id, place)
    SELECT w.id, $1::bigint * ${PLACES_A_BLOCK} + w.i - 1 FROM unnest($4::uuid[]) WITH ORDINALITY AS w(id, i)`,
};

/** The highest numbers that were filled in: what comes after must be higher. */
interface Filled {
  accounts: number;
  contacts: number;
  events: number;
  place: number;
  /** of members and of identifiers */
  joinedPlace: number;
  block: number;
}

/**
 * Fills an empty database. Not one transaction: one that fails half-way leaves rows, and is refused the next time.
 * @throws Error where something is there already
 */
export async function fillRows(
  client: ClientBase,
  rows: AsyncIterable<readonly KnowledgeRow[]>,
  log: AsyncIterable<readonly Logged[]> | undefined,
  at: number,
): Promise<void> {
  const there = await client.query(
    'SELECT FROM account UNION ALL SELECT FROM contact UNION ALL SELECT FROM log LIMIT 1',
  );
  if (there.rows.length > 0) throw new Error('knowledge can only be filled into an empty store');
  // what a crash would lose is filled in again, from nothing
  await client.query('SET synchronous_commit = off');
  const filled: Filled = { accounts: 0, contacts: 0, events: 0, place: 0, joinedPlace: 0, block: 0 };
  let before: Promise<unknown> = Promise.resolve();
  for await (const chunk of rows) {
    // one chunk is written while the next is made ready
    const writing = fillChunk(client, chunk, filled);
    await before;
    before = writing;
  }
  await before;
  if (log !== undefined) await fillLog(client, log, filled, at);
  const next =
    1 +
    Math.max(
      filled.block,
      Math.floor(filled.place / PLACES_A_BLOCK),
      Math.floor(filled.joinedPlace / PLACES_A_BLOCK / JOINS_A_PLACE),
    );
  await client.query('SELECT setval($1, $2, false)', ['log_number', next]);
  await client.query('UPDATE tally SET accounts = $1, contacts = $2, events = $3', [
    filled.accounts,
    filled.contacts,
    filled.events,
  ]);
  await client.query('SET synchronous_commit = on');
  await client.query('ANALYZE account, contact, conversation, member, identifier, seen');
}

async function fillChunk(client: ClientBase, chunk: readonly KnowledgeRow[], filled: Filled): Promise<void> {
  const accounts = [];
  const contacts = [];
  const conducts: Conduct[] = [];
  const approaches: Approach[] = [];
  const conversations = [];
  const members = [];
  const identifiers: PlacedIdentifier[] = [];
  const links: Links[] = [];
  const media: Media[] = [];
  for (const row of chunk) {
    switch (row.row) {
      case 'account':
        accounts.push(row.value);
        break;
      case 'contact':
        contacts.push({ contact: row.value, acceptedPlace: row.acceptedPlace, flaggedPlace: row.flaggedPlace });
        filled.place = Math.max(filled.place, row.acceptedPlace, row.flaggedPlace);
        break;
      case 'conduct':
        conducts.push(row.value);
        break;
      case 'approach':
        approaches.push(row.value);
        break;
      case 'conversation':
        conversations.push(row.value);
        break;
      case 'member':
        members.push(row);
        filled.joinedPlace = Math.max(filled.joinedPlace, row.joinedPlace);
        break;
      case 'identifier':
        identifiers.push(row);
        filled.joinedPlace = Math.max(filled.joinedPlace, row.place);
        break;
      case 'links':
        links.push(row.value);
        break;
      case 'media':
        media.push(row.value);
        break;
      default:
        row satisfies never;
    }
  }
  filled.accounts += accounts.length;
  filled.contacts += contacts.length;
  const work: Promise<unknown>[] = [
    write(client, accountTable.insert, accounts),
    write(client, contactTable.insert, contacts),
    write(client, conversationTable.insert, conversations),
    ...writeConducts(client, conducts),
    ...writeApproaches(client, approaches),
    ...writeIdentifiers(client, identifiers),
    ...writeLinks(client, links),
    ...writeMedia(client, media),
  ];
  if (members.length > 0) {
    work.push(
      run(client, insertMembers, [
        textArray(members.map((m) => m.conversation)),
        textArray(members.map((m) => m.account)),
        numberArray(members.map((m) => m.joinedPlace)),
      ]),
    );
  }
  await Promise.all(work);
}

/** The events get places of this store, in the same order. */
async function fillLog(
  client: ClientBase,
  log: AsyncIterable<readonly Logged[]>,
  filled: Filled,
  at: number,
): Promise<void> {
  let open: Logged[] = [];
  const writeBlock = async (): Promise<void> => {
    const number = ++filled.block;
    const block = open.map((entry, i) => ({ ...entry, place: number * PLACES_A_BLOCK + i }));
    open = [];
    filled.events += block.length;
    await run(client, insertBlock, [
      number,
      block.length,
      at,
      textArray(block.map((e) => hashId(e.told.id))),
      writeBody(block),
    ]);
  };
  for await (const chunk of log) {
    for (const entry of chunk) {
      open.push(entry);
      if (open.length === BLOCK_EVENTS) await writeBlock();
    }
  }
  if (open.length > 0) await writeBlock();
}
