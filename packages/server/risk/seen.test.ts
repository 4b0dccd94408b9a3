/** Which signals a term of a score rests on, against what a plain filter of the same rows says; on both databases. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type RiskTerm, SEEN_SHOWN_MAX } from '@kith/contract';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { openPostgresRecords, openSqliteRecords, type Records } from '../ground/database/index.ts';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { Seen } from './seen.ts';

const OTHERS = ['kid1', 'kid2', null] as const;
const CODES = ['GIFT', 'SECRECY', 'RULE', 'RULE_IN_SHADOW', 'LINK', 'MATERIAL_EXACT'] as const;
const START = Date.UTC(2026, 5, 1);
const SECOND = 1000;

const signals = fc
  .array(
    fc.record({
      account: fc.constantFrom('max', 'max', 'eve'),
      other: fc.constantFrom(...OTHERS),
      code: fc.constantFrom(...CODES),
      event: fc.nat(40).map((n) => `e${n}`),
      message: fc.option(fc.nat(40).map((n) => `m${n}`)),
      at: fc.nat(60).map((n) => START + n * SECOND),
    }),
    { maxLength: 60 },
  )
  .map((all) => all.map((one, i) => ({ ...one, id: `s${i}`, cue: 'c', weight: 1, words: null })));

type Signal = { account: string; other: string | null; code: string };
const evidence = ({ code }: Signal) => code === 'GIFT' || code === 'SECRECY';
/** Of the account as a whole. */
const RESTS: readonly (readonly [RiskTerm, (signal: Signal) => boolean])[] = [
  ['GIFT', ({ code }) => code === 'GIFT'],
  ['SECRECY', ({ code }) => code === 'SECRECY'],
  ['rules', ({ code }) => code === 'RULE'],
  ['pursued', (one) => evidence(one) && one.other !== null],
  ['inGroups', (one) => evidence(one) && one.other === null],
  ['cold', () => false],
];

function holds(seen: Seen, all: readonly (Signal & { event: string; at: number; message: string | null })[]): void {
  const mine = all.filter(({ account }) => account === 'max');
  for (const [scope, other] of [[mine, null] as const, [mine.filter((one) => one.other === 'kid1'), 'kid1'] as const]) {
    for (const [term, rests] of RESTS) {
      if (other !== null && (term === 'pursued' || term === 'inGroups')) continue; // of the account alone
      const of = scope.filter(rests);
      const told = seen.rests(term, other, { at: 77 });
      if (of.length === 0) {
        assert.deepEqual(told, { at: '1970-01-01T00:01:17.000Z' });
        continue;
      }
      const times = of.map(({ at }) => at);
      assert.equal(told.since, new Date(Math.min(...times)).toISOString());
      assert.equal(told.at, new Date(Math.max(...times)).toISOString());
      const named = told.seen ?? [];
      assert.ok(named.length > 0 && named.length <= SEEN_SHOWN_MAX);
      assert.equal(named[0]?.at, told.at);
      assert.deepEqual(
        named.map(({ at }) => at),
        named
          .map(({ at }) => at)
          .toSorted()
          .toReversed(),
      );
      for (const one of named) {
        const its = of.some(
          (signal) =>
            new Date(signal.at).toISOString() === one.at &&
            signal.event === one.event &&
            signal.message === (one.message ?? null) &&
            signal.other === (one.other ?? null),
        );
        assert.ok(its, `${term}: ${JSON.stringify(one)} is no signal of it`);
      }
    }
  }
}

async function sqlite() {
  const folder = await mkdtemp(join(tmpdir(), 'kith-seen-'));
  return { records: await openSqliteRecords(join(folder, 'kith.db')), drop: () => rm(folder, { recursive: true }) };
}
async function postgres() {
  const { url, drop } = await freshDatabase('seen');
  return { records: await openPostgresRecords(url), drop };
}

for (const [kind, open] of Object.entries({ SQLite: sqlite, PostgreSQL: postgres })) {
  describe(`what a term rests on (${kind})`, () => {
    let db: Kysely<Records>;
    let end: () => Promise<void>;
    before(async () => {
      const { records, drop } = await open();
      db = records.kysely;
      end = async () => {
        await records.close();
        await drop();
      };
    });
    after(() => end());

    it('is signals of its own, the newest few, and the first and last of all of them', () =>
      fc.assert(
        fc.asyncProperty(signals, async (all) => {
          await db.deleteFrom('signal').execute();
          if (all.length > 0) await db.insertInto('signal').values(all).execute();
          holds(await Seen.of(db, 'max', ['kid1']), all);
        }),
        { numRuns: 60 },
      ));
  });
}
