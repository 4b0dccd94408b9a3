/** Copies what people handle from one database to another: rows as they are, whatever kind of database it is. */
import { type Kysely, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';

/** Rows that are read and written at once: at most 60 columns of them fit into one statement of SQLite's. */
const ROWS_A_CHUNK = 500;

/** Made of kept_pack, and made again. */
type Derived = 'kept_tail' | 'kept_run' | 'kept_part';

/** Every other table with the columns that tell its rows apart: one that is added must say how it is copied. */
const keys: { [T in Exclude<keyof Records, Derived>]: readonly (keyof Records[T] & string)[] } = {
  api_key: ['id'],
  appeal: ['id'],
  assessment_change: ['id'],
  assessment_draft: ['kind'],
  assessment_section: ['draft', 'section'],
  assessment_version: ['kind', 'number'],
  attestation: ['id'],
  attestation_piece: ['attestation', 'place'],
  audit_head: ['one'],
  audit_line: ['number'],
  block_count: ['id'],
  calendar_link: ['staff'],
  cases: ['id'],
  case_event: ['id'],
  count_progress: ['what'],
  daily_count: ['day', 'name', 'key'],
  duty_done: ['duty', 'due_day'],
  duty_undone: ['duty', 'due_day', 'done_at', 'undone_at'],
  enforcement: ['id'],
  case_evidence: ['case_id', 'actor', 'message', 'event'],
  case_keeping: ['case_id'],
  evidence_blob: ['address'],
  evidence_chunk: ['address', 'place'],
  evidence_custody: ['item', 'place'],
  evidence_item: ['id'],
  exposure: ['id'],
  held_event: ['id'],
  erasure_request: ['id'],
  fact: ['name'],
  family_attempt: ['id'],
  family_link: ['hash'],
  family_look: ['id'],
  family_quiet: ['child'],
  family_review: ['id'],
  family_session: ['hash'],
  family_summary: ['id'],
  guardianship: ['id'],
  family_change: ['child', 'change'],
  family_day: ['child', 'day', 'other', 'grouped'],
  family_friend: ['child', 'other'],
  family_group: ['child', 'conversation'],
  family_kept_away: ['child', 'day', 'other'],
  family_warning: ['child', 'day', 'kind'],
  kept_key: ['name'],
  kept_deleted: ['message', 'actor'],
  kept_pack: ['id'],
  known_entry: ['list', 'algorithm', 'hash', 'source_id', 'added_in'],
  known_feedback: ['id'],
  known_judgement: ['list', 'algorithm', 'hash'],
  known_list: ['name'],
  known_medium: ['media', 'account'],
  known_staged: ['list', 'algorithm', 'hash', 'source_id'],
  known_version: ['list', 'number'],
  late_count: ['day', 'counted_on', 'name', 'key'],
  link_label: ['id'],
  measure_answers: ['version'],
  measure_registry: ['version'],
  notice_note: ['id'],
  notice_day: ['day', 'kind', 'language', 'risk', 'experiment', 'arm', 'what'],
  outbox: ['id'],
  policy_version: ['version', 'digest'],
  referral: ['id'],
  referral_cause: ['ruling'],
  referral_claim: ['case_id', 'what'],
  referral_filing: ['referral'],
  referral_step: ['id'],
  authority_request: ['id'],
  preservation: ['id'],
  preservation_given: ['preservation', 'kind', 'name', 'print'],
  report: ['id'],
  ruling: ['id'],
  ruling_example: ['id'],
  score_day: ['day', 'model', 'account'],
  shared_hash: ['agreement', 'account', 'kind', 'hash'],
  shared_lead: ['agreement', 'kind', 'hash'],
  shared_state: ['agreement'],
  signal: ['id'],
  snapshot: ['id'],
  statement: ['id'],
  statement_link: ['hash'],
  sure_time: ['id'],
  staff: ['id'],
  staff_challenge_spent: ['hash'],
  staff_credential: ['id'],
  staff_invitation: ['id'],
  staff_role: ['staff', 'role'],
  staff_session: ['id'],
  transparency_report: ['id'],
};

/**
 * @param tell told how many rows were copied so far
 * @returns how many there were
 */
export async function copyRecords(
  from: Kysely<Records>,
  to: Kysely<Records>,
  tell: (done: number) => void,
): Promise<number> {
  let done = 0;
  for (const [table, columns] of Object.entries(keys)) {
    for await (const rows of rowsOf(from, table, columns)) {
      // the target numbers these itself
      if (table === 'kept_pack' || table === 'block_count')
        await append(
          to,
          table,
          rows.map(({ id: _id, ...row }) => row),
        );
      else await insert(to, table, columns, rows);
      done += rows.length;
      tell(done);
    }
  }
  // found again when their marks are made
  await sql`
    INSERT INTO kept_tail (pack, day, marks)
    SELECT id, day, NULL FROM kept_pack WHERE id NOT IN (SELECT pack FROM kept_tail)`.execute(to);
  return done;
}

type Row = Readonly<Record<string, unknown>>;

/** All rows in the order of their key, a chunk at a time. */
async function* rowsOf(db: Kysely<Records>, table: string, columns: readonly string[]): AsyncGenerator<readonly Row[]> {
  const key = sql.join(columns.map((column) => sql.ref(column)));
  for (let last: Row | undefined; ; ) {
    const after = last === undefined ? sql`` : sql`WHERE (${key}) > (${sql.join(columns.map((c) => last?.[c]))})`;
    const { rows } = await sql<Row>`
      SELECT * FROM ${sql.table(table)} ${after} ORDER BY ${key} LIMIT ${sql.lit(ROWS_A_CHUNK)}`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_A_CHUNK) return;
    last = rows.at(-1);
  }
}

async function append(db: Kysely<Records>, table: string, rows: readonly Row[]): Promise<void> {
  await insertion(table, rows).execute(db);
}

/** What a fresh database has of its own (the head of its audit log) gives way. */
async function insert(db: Kysely<Records>, table: string, key: readonly string[], rows: readonly Row[]): Promise<void> {
  const others = Object.keys(rows[0] ?? {}).filter((column) => !key.includes(column));
  const replaced = sql.join(others.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`));
  // a row that is all key is the same row
  const conflict = others.length === 0 ? sql`DO NOTHING` : sql`DO UPDATE SET ${replaced}`;
  await sql`
    ${insertion(table, rows)}
    ON CONFLICT (${sql.join(key.map((column) => sql.ref(column)))}) ${conflict}`.execute(db);
}

function insertion(table: string, rows: readonly Row[]) {
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = sql.join(rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`));
  return sql`INSERT INTO ${sql.table(table)} (${names}) VALUES ${values}`;
}
