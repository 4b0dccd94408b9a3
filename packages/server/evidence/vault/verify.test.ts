/** Altering one byte of evidence, one field of a row or one line of the audit log is found and named; on both databases. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { type DatabaseKind, databases } from '../../ground/testing/records.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { destroyDue } from '../../retention/index.ts';
import { CHUNK_BYTES } from './chunks.ts';
import { NOON, VaultAtHand } from './testing/vault.ts';

const person = { by: 'staff:sta_1', reason: 'to see it' } as const;
const DAY_MS = 86_400_000;

/** What may be altered: a table, the columns that name a row, and those that are altered. */
const ALTERED = [
  { table: 'evidence_chunk', key: ['address', 'place'], columns: ['sealed'] },
  {
    table: 'evidence_item',
    key: ['id'],
    columns: ['sealed', 'case_id', 'key', 'kind', 'source', 'account', 'bytes', 'mark', 'taken_at', 'blob'],
  },
  { table: 'evidence_blob', key: ['address'], columns: ['case_id', 'key', 'content', 'bytes', 'chunks'] },
  { table: 'evidence_custody', key: ['item', 'place'], columns: ['at', 'what', 'by', 'reason', 'audit'] },
  { table: 'audit_line', key: ['number'], columns: ['at', 'by', 'action', 'subject', 'detail', 'before', 'hash'] },
] as const;

type Row = Record<string, unknown>;

/** Another value of the same type: one byte, one character, one more. */
function altered(value: unknown, at: number): unknown {
  if (value === null) return null;
  if (typeof value === 'number') return value + 1;
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value);
    const place = at % bytes.length;
    bytes[place] = (bytes[place] ?? 0) ^ (1 + (at % 255));
    return bytes;
  }
  const text = String(value);
  const place = at % text.length;
  return `${text.slice(0, place)}${text[place] === 'a' ? 'b' : 'a'}${text.slice(place + 1)}`;
}

for (const kind of databases) {
  describe(`verifying evidence (${kind})`, () => {
    let v: VaultAtHand;
    before(async () => {
      v = await VaultAtHand.open(kind);
      for (const size of [0, 5000, CHUNK_BYTES + 10]) {
        const id = await v.vault.put(v.given({ bytes: randomBytes(size), about: `m${size}` }), 'key:k1');
        await v.vault.open(id, person);
      }
      await letWrite(v, kind);
    });
    after(() => v.end());

    const faults = async () => (await v.vault.verify()).faults.map(({ what, id, fault }) => `${what} ${id} ${fault}`);
    const rowsOf = async (table: string): Promise<Row[]> =>
      (await sql<Row>`SELECT * FROM ${sql.table(table)}`.execute(v.db)).rows;
    const where = (key: readonly string[], row: Row) =>
      sql.join(
        key.map((column) => sql`${sql.ref(column)} = ${row[column]}`),
        sql` AND `,
      );

    it('finds nothing where nothing was done', async () => {
      const { items, custody, bytes, faults } = await v.vault.verify();
      assert.deepEqual([items, custody, bytes, faults], [3, 6, 5000 + CHUNK_BYTES + 10, []]);
    });

    it('names what was altered, wherever that is', async () => {
      const place = fc.nat({ max: 10_000_000 });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...ALTERED), place, place, place, async (of, whichRow, whichColumn, at) => {
          const rows = await rowsOf(of.table);
          const row = rows[whichRow % rows.length] ?? assert.fail();
          const column = of.columns[whichColumn % of.columns.length] ?? assert.fail();
          const value = altered(row[column], at);
          if (value === null) return;
          const set = (to: unknown) =>
            sql`UPDATE ${sql.table(of.table)} SET ${sql.ref(column)} = ${to} WHERE ${where(of.key, row)}`.execute(v.db);
          await set(value);
          const found = await faults();
          await set(row[column]);
          const name = String(row[of.key[0]]);
          // of a chunk or a blob, the item that has it may be what is named
          const items = (await rowsOf('evidence_item')).filter(({ blob }) => blob === name).map(({ id }) => String(id));
          assert.ok(
            found.some((fault) => [name, ...items].some((one) => fault.includes(one))),
            `${of.table}.${column} of ${name}: ${found.join('; ') || 'nothing was found'}`,
          );
        }),
        { numRuns: kind === 'SQLite' ? 120 : 40, seed: 11 },
      );
      assert.deepEqual(await faults(), []);
    });

    it('names what is missing, and what belongs to nothing', async () => {
      const [item] = await rowsOf('evidence_item');
      const [id, blob] = [String(item?.id), String(item?.blob)];
      for (const [table, of, expected] of [
        ['evidence_chunk', sql`address = ${blob}`, `item ${id} damaged`],
        ['evidence_blob', sql`address = ${blob}`, `item ${id} damaged`],
        ['evidence_custody', sql`item = ${id} AND place = 1`, `custody ${id} missing`],
        ['evidence_custody', sql`item = ${id} AND place = 0`, `custody ${id}/0 missing`],
        ['evidence_item', sql`id = ${id}`, `item ${id} missing`],
        ['evidence_item', sql`id = ${id}`, `blob ${blob} orphaned`],
      ] as const) {
        const kept = (await sql<Row>`SELECT * FROM ${sql.table(table)} WHERE ${of}`.execute(v.db)).rows;
        await sql`DELETE FROM ${sql.table(table)} WHERE ${of}`.execute(v.db);
        const found = await faults();
        for (const row of kept) {
          const columns = Object.keys(row);
          await sql`INSERT INTO ${sql.table(table)} (${sql.join(columns.map((c) => sql.ref(c)))})
            VALUES (${sql.join(columns.map((c) => row[c]))})`.execute(v.db);
        }
        assert.ok(found.includes(expected), `${table}: ${found.join('; ')}`);
      }
      await sql`INSERT INTO evidence_chunk (address, place, sealed) VALUES ('blb_00', 0, ${Buffer.from('x')})`.execute(
        v.db,
      );
      assert.deepEqual(await faults(), ['blob blb_00 orphaned']);
      assert.equal(await v.vault.collect(), 1);
      assert.deepEqual(await faults(), []);
    });

    it('finds nothing wrong with what was destroyed when its time was over', async () => {
      await v.openCase('c9', 'z', { closed_at: NOON, decided_at: NOON });
      await v.vault.put(v.given({ case: 'c9' }), 'key:k1');
      v.now = NOON + 91 * DAY_MS;
      const under = [v.vault.underKeys()];
      await destroyDue({ db: v.db, folder: v.folder, policy: loadShippedPolicy, under, now_ms: v.now });
      const { destroyed, faults } = await v.vault.verify();
      assert.deepEqual([destroyed, faults], [1, []]);
    });
  });
}

/** Whoever has the database can take away what keeps lines of the audit log from being changed by mistake. */
async function letWrite({ db }: VaultAtHand, kind: DatabaseKind): Promise<void> {
  if (kind === 'SQLite') {
    await sql`DROP TRIGGER audit_line_kept`.execute(db);
    await sql`DROP TRIGGER audit_line_stays`.execute(db);
  } else await sql`ALTER TABLE audit_line DISABLE TRIGGER ALL`.execute(db);
}
