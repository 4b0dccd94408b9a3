import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, test } from 'node:test';
import { openPostgresRecords, openSqliteRecords } from '../ground/database/index.ts';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { type Ruling, readRulingLines, readRulings, recordRuling } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-rulings-'));
after(() => rmSync(folder, { recursive: true }));

const example: Ruling = {
  id: 'one',
  account: 'a',
  ruledAt: '2026-11-01T12:00:00Z',
  harmful: true,
  source: 'case',
  final: true,
  reviewedTwice: true,
  features: { SECRECY: 2, cold: 5 },
  model: 'kith-risk-1',
};

for (const kind of ['SQLite', 'PostgreSQL']) {
  test(`${kind}: final rulings of two people teach; one drawn at random stands for others, within a limit`, async () => {
    const database = kind === 'SQLite' ? null : await freshDatabase('rulings');
    const opened =
      database === null ? await openSqliteRecords(join(folder, 'kith.db')) : await openPostgresRecords(database.url);
    const db = opened.kysely;
    await recordRuling(db, { ...example, id: 'open', final: false });
    await recordRuling(db, { ...example, id: 'once', reviewedTwice: false });
    await recordRuling(db, example);
    await recordRuling(db, { ...example, id: 'drawn', harmful: false, source: 'sample', probability: 0.05 });
    await recordRuling(db, { ...example, id: 'rare', harmful: false, source: 'sample', probability: 0.0001 });
    const { teaching, waiting } = await readRulings(db);
    assert.equal(waiting, 2);
    assert.deepEqual(
      teaching.map(({ id, harmful, weight }) => [id, harmful, weight]),
      [
        ['drawn', false, 20],
        ['one', true, 1],
        ['rare', false, 50],
      ],
    );
    // what was open becomes final; what is final stays
    await recordRuling(db, { ...example, id: 'open', harmful: false });
    await recordRuling(db, { ...example, harmful: false });
    const later = await readRulings(db);
    assert.deepEqual([later.waiting, later.teaching.length], [1, 4]);
    assert.equal(later.teaching.find(({ id }) => id === 'one')?.harmful, true);
    assert.equal(later.teaching.find(({ id }) => id === 'open')?.harmful, false);
    await opened.close();
    await database?.drop();
  });
}

describe('rulings as lines', () => {
  const line = (changed: object) => JSON.stringify({ ...example, ...changed });

  it('are read, empty lines between them passed over', () => {
    const read = readRulingLines(`${line({})}\n\n${line({ id: 'two' })}\r\n`, 'x.jsonl');
    assert.deepEqual(read.ok && read.rulings.map(({ id }) => id), ['one', 'two']);
  });

  it('are refused whole, each with its line and what is wrong', () => {
    const text = [
      line({}),
      '{"id":',
      line({ id: 'b', source: 'sample' }),
      line({ id: 'c', features: { shoeSize: 1 } }),
      line({}),
      line({ id: 'd', text: 'hello' }),
      line({ id: 'e', probability: 0.5 }),
      line({ id: 'f', account: undefined, harmful: 'no' }),
    ].join('\n');
    const read = readRulingLines(text, 'x.jsonl');
    assert.ok(!read.ok);
    assert.deepEqual(
      read.problems.map((p) => p.slice(0, 30)),
      [
        'x.jsonl:2 is not JSON',
        'x.jsonl:3 probability must be ',
        'x.jsonl:4 features: names a fe',
        'x.jsonl:5 id: is that of line ',
        'x.jsonl:6 text is not a known ',
        'x.jsonl:7 probability: must be',
        'x.jsonl:8 account is missing',
        'x.jsonl:8 harmful: Invalid inp',
      ],
    );
  });
});
