/** A thread that has one connection to the SQLite database: the writer, a reader, or the checkpointer. Nothing here blocks
 * the event loop of the thread that answers requests. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { auditLine } from '../audit/line.ts';
import { FOUND_HARMLESS, JOIN_OPEN_CASE } from './case-writes.ts';
import { migrateSqlite } from './migrate-sqlite.ts';
import { writeFamilies } from './sqlite-families.ts';
import type { Ask, Failure, LogBlock, QueryAnswer, Reply, Request, WorkerSetup } from './sqlite-protocol.ts';
import { SAID_OTHERWISE, TOLD_ANEW } from './told-again.ts';

/** How long to wait for a lock of another connection (a backup's, a checkpoint's), milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;
/** Prepared statements that are kept, the most recent ones: Kith has some dozens of different queries. */
const STATEMENTS_KEPT = 256;
/** Pages of the WAL at which a commit copies them back itself: 256 MB, which only a checkpointer that fails lets it reach. */
const CHECKPOINT_PAGES = 65_536;
/** Pages that a backup copies between two commits: 8 MB. */
const BACKUP_PAGES = 2000;

const port = parentPort;
if (port === null) throw new Error('sqlite-worker.ts runs as a worker thread');
const { path, role }: WorkerSetup = workerData;

const db = new Database(path, { readonly: role === 'reader', timeout: BUSY_TIMEOUT_MS });
if (role === 'writer') {
  db.pragma('journal_mode = WAL');
  // every commit reaches the disk before it is answered; NORMAL lost the last ones when the power was cut
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma('foreign_keys = ON');
  // what is taken away (a reference number after its years, an erased account's signals) is overwritten where its page is written anyhow
  db.pragma('secure_delete = FAST');
  migrateSqlite(db);
}

const statements = new Map<string, Database.Statement>();

function prepared(sql: string): Database.Statement {
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = db.prepare(sql);
    const oldest = statements.keys().next();
    if (statements.size >= STATEMENTS_KEPT && !oldest.done) statements.delete(oldest.value);
  } else {
    statements.delete(sql);
  }
  statements.set(sql, statement);
  return statement;
}

function query(sql: string, parameters: readonly unknown[]): QueryAnswer {
  const statement = prepared(sql);
  if (statement.reader) return { rows: statement.all(...parameters), changes: null };
  return { rows: [], changes: statement.run(...parameters).changes };
}

/** Copies back what nobody reads an older version of, and waits for nobody; gives the pages of the WAL. */
function checkpoint(): number {
  const [{ log }] = db.prepare<[], { log: number }>('PRAGMA wal_checkpoint(PASSIVE)').all();
  return log;
}

/** better-sqlite3 binds Buffers; this one shares the array's memory. */
const blob = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function insertSignals(rows: LogBlock['signals']): void {
  const insert = prepared(
    `INSERT INTO signal (id, event, account, other, message, code, cue, weight, words, at)
     VALUES (@id, @event, @account, @other, @message, @code, @cue, @weight, @words, @at)
     ON CONFLICT (id) DO NOTHING`,
  );
  for (const row of rows) insert.run(row);
}

function insertNotes(rows: LogBlock['notes']): void {
  const insert = prepared(
    `INSERT INTO notice_note (id, pair, what, kind, value, language, risk, experiment, at, noted_at)
     VALUES (@id, @pair, @what, @kind, @value, @language, @risk, @experiment, @at, @noted_at)
     ON CONFLICT (id) DO NOTHING`,
  );
  for (const row of rows) insert.run(row);
}

/** Of one that was uploaded again the last counts. */
function upsertMedia(rows: LogBlock['media']): void {
  const upsert = prepared(
    `INSERT INTO known_medium (media, account, event, at, verdict, now, hashes, matches)
     VALUES (@media, @account, @event, @at, @verdict, @now, @hashes, @matches)
     ON CONFLICT (media, account) DO UPDATE SET event = excluded.event, at = excluded.at, verdict = excluded.verdict,
       now = excluded.now, hashes = excluded.hashes, matches = excluded.matches
     WHERE excluded.at >= known_medium.at`,
  );
  for (const row of rows) upsert.run(row);
}

function upsertCases(rows: LogBlock['cases']): void {
  const upsert = prepared(
    `INSERT INTO cases (id, account, queue, opened_at, updated_at, level, score, why, event, features, waits_since, rank)
     SELECT @id, @account, @queue, @opened_at, @updated_at, @level, @score, @why, @event, @features, @waits_since, @rank
     FROM (SELECT @account AS account, @score AS score, @harmless_since AS harmless_since,
       @harmless_points AS harmless_points) AS told
     WHERE NOT (${FOUND_HARMLESS})
     ${JOIN_OPEN_CASE}
     -- an event id that the platform uses again opens no case again that was decided
     ON CONFLICT (id) DO NOTHING`,
  );
  for (const row of rows) upsert.run(row);
}

/** After the cases: a line is of the one that is open now. */
function insertCaseLines(rows: LogBlock['lines']): void {
  const insert = prepared(
    `INSERT INTO case_event (id, case_id, at, place, kind, by_staff, detail, note)
     SELECT @id, cases.id, @at, @place, @kind, NULL, @detail, NULL FROM cases
     WHERE cases.account = @account AND cases.decided_at IS NULL AND (@opens IS NULL OR @opens = cases.id)
     ON CONFLICT (id) DO NOTHING`,
  );
  for (const row of rows) insert.run(row);
}

/** After the cases: a report joins the one of the account that it is about. */
function insertReports(rows: LogBlock['reports']): void {
  const insert = prepared(
    `INSERT INTO report
       (id, event, source, trusted, reporter, child, about, category, conversation, message, key, sealed, at, received_at,
        language, opted_out, acknowledged_at, state, closed_at, outcome, flagger, case_id)
     VALUES
       (@id, @event, @source, @trusted, @reporter, @child, @about, @category, @conversation, @message, @key, @sealed, @at,
        @received_at, @language, @opted_out, @acknowledged_at, @state, @closed_at, @outcome, @flagger,
        (SELECT id FROM cases WHERE account = @about AND decided_at IS NULL))
     ON CONFLICT (id) DO NOTHING`,
  );
  for (const { sealed, ...row } of rows) insert.run({ ...row, sealed: sealed === null ? null : blob(sealed) });
}

function insertKept(packs: LogBlock['kept']): void {
  const insert = prepared(
    'INSERT INTO kept_pack (day, first_at, last_at, messages, form, heads, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const mark = prepared('INSERT INTO kept_tail (pack, day, marks) VALUES (?, ?, ?)');
  for (const { day, first_at, last_at, messages, form, heads, sealed, marks } of packs) {
    const bytes = sealed === null ? null : blob(sealed);
    const { lastInsertRowid } = insert.run(day, first_at, last_at, messages, form, heads, bytes);
    mark.run(lastInsertRowid, day, blob(marks));
  }
}

/** A message that its sender deleted is kept as long as the others: who deletes evidence does not destroy it. */
function markDeleted(messages: LogBlock['deleted']): void {
  const mark = prepared(
    'INSERT INTO kept_deleted (message, actor, at) VALUES (@message, @actor, @at) ON CONFLICT (message, actor) DO NOTHING',
  );
  const markEvidence = prepared(
    'UPDATE case_evidence SET deleted_at = @at WHERE actor = @actor AND message = @message AND deleted_at IS NULL',
  );
  for (const message of messages) {
    mark.run(message);
    markEvidence.run(message);
  }
}

/** After the cases: what Kith itself asks for belongs to the one of its account. */
function insertAutomatic(rows: LogBlock['automatic']): void {
  const insert = prepared(
    `INSERT INTO enforcement
       (id, ruling, case_id, account, kind, content, reason, source, state, created_at, due_at, requested_at, applied_at,
        applied_by, chased, by_hand, told, preserve, unpreserved)
     VALUES
       (@id, @ruling, (SELECT id FROM cases WHERE account = @account AND decided_at IS NULL), @account, @kind, @content,
        @reason, @source, @state, @created_at, @due_at, @requested_at, @applied_at, @applied_by, @chased, @by_hand, @told,
        @preserve, @unpreserved)
     ON CONFLICT (id) DO NOTHING`,
  );
  for (const row of rows) insert.run(row);
}

/**
 * What was asked for and is done; due at once, whatever clocks say, so that what hangs on it is looked at. One that was taken
 * back stays so.
 */
function markApplied(rows: LogBlock['applied']): void {
  const update = prepared(
    `UPDATE enforcement SET state = 'applied', applied_at = @applied_at, applied_by = 'platform', due_at = 0
     WHERE id = @id AND account = @account AND kind = @kind
       AND state IN ('waiting', 'leaving', 'preserving', 'requested')`,
  );
  for (const row of rows) update.run(row);
  const again = prepared(
    `UPDATE enforcement SET ${TOLD_ANEW} FROM (SELECT @id AS id, @account AS account, @kind AS kind) AS said
     WHERE ${SAID_OTHERWISE}`,
  );
  for (const { id, account, kind } of rows) again.run({ id, account, kind });
}

function insertHeld(rows: LogBlock['held']): void {
  const insert = prepared(
    `INSERT INTO held_event (id, event, account, data, state, created_at, ruling, due_at)
     VALUES (@id, @event, @account, @data, @state, @created_at, @ruling, @due_at) ON CONFLICT (id) DO NOTHING`,
  );
  for (const row of rows) insert.run(row);
}

/** As ground/audit/append.ts does, in the transaction of the block. */
function appendAudit(entries: LogBlock['audit']): void {
  const head = db.prepare<[], { number: number; hash: string }>('SELECT number, hash FROM audit_head').get();
  if (head === undefined) throw new Error('the audit log has no head');
  const insert = prepared(
    `INSERT INTO audit_line (number, at, by, action, subject, detail, before, hash)
     VALUES (@number, @at, @by, @action, @subject, @detail, @before, @hash)`,
  );
  let { number, hash } = head;
  for (const entry of entries) {
    const line = auditLine(entry, ++number, hash);
    insert.run(line);
    hash = line.hash;
  }
  prepared('UPDATE audit_head SET number = ?, hash = ?').run(number, hash);
}

const commitBlock = db.transaction((block: LogBlock) => {
  prepared('INSERT INTO log (number, first_place, events, at, ids, body, changes) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    block.number,
    block.firstPlace,
    block.events,
    block.at,
    blob(block.ids),
    blob(block.body),
    blob(block.changes),
  );
  if (block.counts !== null) prepared('INSERT INTO block_count (at, counts) VALUES (?, ?)').run(block.at, block.counts);
  if (block.signals.length > 0) insertSignals(block.signals);
  if (block.notes.length > 0) insertNotes(block.notes);
  if (block.cases.length > 0) upsertCases(block.cases);
  if (block.lines.length > 0) insertCaseLines(block.lines);
  if (block.reports.length > 0) insertReports(block.reports);
  if (block.media.length > 0) upsertMedia(block.media);
  if (block.kept.length > 0) insertKept(block.kept);
  if (block.deleted.length > 0) markDeleted(block.deleted);
  if (block.automatic.length > 0) insertAutomatic(block.automatic);
  if (block.applied.length > 0) markApplied(block.applied);
  if (block.held.length > 0) insertHeld(block.held);
  if (block.families !== null) writeFamilies(prepared, block.families);
  if (block.audit.length > 0) appendAudit(block.audit);
  if (block.outbox.length === 0) return;
  const insert = prepared(
    `INSERT INTO outbox
       (id, endpoint, type, body, created_at, attempts, next_at, leased_until, give_up_at,
        delivered_at, dead_at, last_error)
     VALUES
       (@id, @endpoint, @type, @body, @created_at, @attempts, @next_at, @leased_until, @give_up_at,
        @delivered_at, @dead_at, @last_error)
     -- an event id that the platform uses again after the window of rule 2 makes the same rows again
     ON CONFLICT (id) DO NOTHING`,
  );
  for (const row of block.outbox) insert.run(row);
});

function answer(what: Ask): unknown {
  switch (what.ask) {
    case 'query':
      return query(what.sql, what.parameters);
    case 'commitBlock':
      return commitBlock.immediate(what.block);
    case 'checkpoint':
      return checkpoint();
    case 'backup':
      return db.backup(what.path, { progress: () => BACKUP_PAGES }).then(() => undefined);
    default:
      return what satisfies never;
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), code: '' };
  return { message: error.message, code: 'code' in error ? String(error.code) : '' };
}

port.on('message', async (request: Request | 'close') => {
  if (request === 'close') {
    db.close();
    port.close();
    return;
  }
  const { id, what } = request;
  let reply: Reply;
  try {
    const given = answer(what);
    reply = { id, answer: given instanceof Promise ? await given : given };
  } catch (error) {
    reply = { id, failure: failureOf(error) };
  }
  port.postMessage(reply);
});
port.postMessage('open');
