/** What somebody of the service says of a measure: never edited, only replaced by another or withdrawn. Audited by id, without its words. */
import { createHash, randomUUID } from 'node:crypto';
import {
  ATTESTATION_DAYS,
  ATTESTATION_DAYS_MAX,
  ATTESTATION_FILE_BYTES_MAX,
  type AttestationInput,
  type AttestationView,
} from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { AttestationRow, Records } from '../ground/database/index.ts';
import { ProblemError, tooLarge } from '../ground/http/index.ts';
import { byCodePoint, DAY_MS, dayName, dayOf, openTime } from './counts/index.ts';

/** Bytes of a row: 500 of them, as many as are copied at once, are 128 MB. */
const PIECE_BYTES = 256 * 1024;
/** Attestations of one measure that are looked at: one a month for years. */
const OF_A_MEASURE_MAX = 100;

export interface Attesting {
  code: string;
  measure: string;
  /** of staff */
  by: string;
  at_ms: number;
}

/** @returns its id. @throws ProblemError `invalid_field`, `too_large` */
export async function attest(
  db: Kysely<Records>,
  input: AttestationInput,
  { code, measure, by, at_ms }: Attesting,
): Promise<string> {
  const bytes = input.file === undefined ? null : bytesOf(input.file.base64);
  const file_hash = bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
  const id = `att_${randomUUID()}`;
  const { statement, words } = input;
  await db.transaction().execute(async (trx) => {
    // by a clock that is back it would stand in a record that somebody has already
    const made_at = await openTime(trx, at_ms);
    const valid_until = validUntil_ms(input.validUntil, made_at);
    const owner = input.owner === undefined ? by : await personNamed(trx, input.owner);
    await end(trx, { code, measure, statement }, { by, at_ms: made_at, how: 'replaced' });
    await trx
      .insertInto('attestation')
      .values({
        ...{ id, code, measure, statement, words, owner, made_by: by, made_at, valid_until },
        ...{ file_name: input.file?.name ?? null, file_bytes: bytes?.length ?? null, file_hash },
        ...{ ended_at: null, ended_by: null, ended_how: null },
      })
      .execute();
    for (let place = 0; bytes !== null && place * PIECE_BYTES < bytes.length; place++) {
      const piece = bytes.subarray(place * PIECE_BYTES, (place + 1) * PIECE_BYTES);
      await trx.insertInto('attestation_piece').values({ attestation: id, place, bytes: piece }).execute();
    }
    await appendAudit(trx, {
      ...{ at_ms, by: `staff:${by}`, action: 'measures.attested', subject: `attestation:${id}` },
      detail: { code, measure, owner, until: dayName(dayOf(valid_until)), file: file_hash },
    });
  });
  return id;
}

/** @throws ProblemError `not_known`, `too_late` where it is over already */
export async function withdraw(
  db: Kysely<Records>,
  id: string,
  { by, at_ms }: Pick<Attesting, 'by' | 'at_ms'>,
): Promise<AttestationRow> {
  const row = await db.selectFrom('attestation').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not_known', 'there is no such attestation', 'id');
  await db.transaction().execute(async (trx) => {
    const ended_at = await openTime(trx, at_ms);
    const ended = await trx
      .updateTable('attestation')
      .set({ ended_at, ended_by: by, ended_how: 'withdrawn' })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .returning('id')
      .execute();
    if (ended.length === 0) throw new ProblemError('too_late', 'this attestation was replaced or withdrawn before');
    const { code, measure } = row;
    await appendAudit(trx, {
      ...{ at_ms, by: `staff:${by}`, action: 'measures.withdrawn', subject: `attestation:${id}` },
      detail: { code, measure },
    });
  });
  return row;
}

async function end(
  trx: Transaction<Records>,
  { code, measure, statement }: Pick<AttestationRow, 'code' | 'measure' | 'statement'>,
  { by, at_ms, how }: { by: string; at_ms: number; how: 'replaced' },
): Promise<void> {
  await trx
    .updateTable('attestation')
    .set({ ended_at: at_ms, ended_by: by, ended_how: how })
    .where('code', '=', code)
    .where('measure', '=', measure)
    .where('statement', '=', statement)
    .where('ended_at', 'is', null)
    .execute();
}

/** To the end of the day. */
function validUntil_ms(day: string | undefined, now_ms: number): number {
  const today = dayOf(now_ms);
  const last = day === undefined ? today + ATTESTATION_DAYS : Date.parse(day) / DAY_MS;
  if (last < today) throw new ProblemError('invalid_field', 'validUntil: must not be over', 'validUntil');
  if (last > today + ATTESTATION_DAYS_MAX) {
    throw new ProblemError('invalid_field', `validUntil: must be within ${ATTESTATION_DAYS_MAX} days`, 'validUntil');
  }
  return (last + 1) * DAY_MS - 1;
}

function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  // Node skips what isn't base64: what comes back must be what was sent
  if (bytes.length === 0 || bytes.toString('base64') !== base64) {
    throw new ProblemError('invalid_field', 'file.base64: must be base64, with its padding', 'file.base64');
  }
  if (bytes.length > ATTESTATION_FILE_BYTES_MAX) throw tooLarge('the file', ATTESTATION_FILE_BYTES_MAX);
  return bytes;
}

async function personNamed(trx: Transaction<Records>, pseudonym: string): Promise<string> {
  const row = await trx.selectFrom('staff').select('id').where('pseudonym', '=', pseudonym).executeTakeFirst();
  if (row === undefined) throw new ProblemError('invalid_field', 'owner: there is nobody of that name', 'owner');
  return row.id;
}

/** Those that nothing has taken the place of, of every measure. */
export const standing = (db: Kysely<Records>): Promise<AttestationRow[]> =>
  db.selectFrom('attestation').selectAll().where('ended_at', 'is', null).execute();

/** What held at that moment, in the order of measures. */
export async function attestationsAt(db: Kysely<Records>, at_ms: number): Promise<AttestationRow[]> {
  const rows = await db
    .selectFrom('attestation')
    .selectAll()
    .where('made_at', '<=', at_ms)
    .where('valid_until', '>', at_ms)
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', at_ms)]))
    .execute();
  return rows.sort(
    (a, b) =>
      byCodePoint(a.code, b.code) ||
      byCodePoint(a.measure, b.measure) ||
      Number(a.made_at) - Number(b.made_at) ||
      byCodePoint(a.id, b.id),
  );
}

/** Those of one measure, the newest first. */
export const attestationsOf = (db: Kysely<Records>, code: string, measure: string): Promise<AttestationRow[]> =>
  db
    .selectFrom('attestation')
    .selectAll()
    .where('code', '=', code)
    .where('measure', '=', measure)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(OF_A_MEASURE_MAX)
    .execute();

/** Whether somebody stands by it at that time. */
export const holds = ({ ended_at, valid_until }: AttestationRow, now_ms: number): boolean =>
  ended_at === null && now_ms <= Number(valid_until);

/** Its file's bytes; null where it has none. */
export async function fileOf(db: Kysely<Records>, id: string): Promise<Buffer | null> {
  const rows = await db
    .selectFrom('attestation_piece')
    .select('bytes')
    .where('attestation', '=', id)
    .orderBy('place')
    .execute();
  return rows.length === 0 ? null : Buffer.concat(rows.map(({ bytes }) => bytes));
}

export function viewAttestation(
  row: AttestationRow,
  nameOf: (id: string | null) => string | null,
  now_ms: number,
): AttestationView {
  const { id, statement, words, file_name, file_bytes, file_hash, ended_at, ended_by, ended_how } = row;
  const named = (person: string | null): string => nameOf(person) ?? '';
  return {
    ...{ id, statement, words, owner: named(row.owner), by: named(row.made_by), at: iso(row.made_at) },
    ...{ validUntil: dayName(dayOf(Number(row.valid_until))), holds: holds(row, now_ms) },
    file:
      file_name === null || file_hash === null
        ? null
        : { name: file_name, bytes: Number(file_bytes), sha256: file_hash },
    ended: ended_at === null || ended_how === null ? null : { at: iso(ended_at), by: named(ended_by), how: ended_how },
  };
}

const iso = (at_ms: number): string => new Date(Number(at_ms)).toISOString();
