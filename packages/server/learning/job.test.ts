/** Scores of days, the random sample and the work beside, on both stores. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Policy } from '@kith/contract';
import { compilePolicy, type Told } from '@kith/engine';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { openPostgresStore, openResidentStore } from '../knowledge/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { Learning } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-learning-'));
after(() => rmSync(folder, { recursive: true }));

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 2, 12);
const shipped = loadShippedPolicy();
const { shadow: _, ...model } = shipped.risk;
/** Everybody counts as near the top, or as drawn: what is drawn by chance is tried elsewhere. */
const policy: Policy = {
  ...shipped,
  risk: {
    ...shipped.risk,
    thresholds: { low: 1.4, medium: 60, high: 90 },
    sample: { share: 1 / 16, perDay: 3 },
    shadow: { ...model, version: 'candidate', terms: { ...model.terms, adult: { ...model.terms.adult, weight: 6 } } },
  },
};
const log = { info() {}, warn() {}, error: (_o: object, message: string) => assert.fail(message) };

for (const kind of ['resident', 'postgres'] as const) {
  test(`${kind}: those who turn to children are scored under both models, and some are drawn`, async () => {
    const database = kind === 'postgres' ? await freshDatabase('learning') : null;
    const compiled = compilePolicy(policy);
    const duties = {
      ...{ policy: () => compiled, outbox: () => [] },
      ...{ failed: (error: Error) => assert.fail(error), struggling: (work: string) => assert.fail(work) },
    };
    const store =
      database === null
        ? await openResidentStore({ folder, logDays: 30, duties })
        : await openPostgresStore({ url: database.url, logDays: 30, duties });
    let now = NOW;
    const learning = await Learning.open({
      ...{ store, policy: () => compiled, second: null, clock: () => now },
      log: log as never,
    });
    const band = (actor: string, age: 'adult' | '13to15'): Told => ({
      ...{ id: `made-${actor}`, at: NOW, type: 'account.created' },
      data: { actor, age: { band: age, method: 'declared', confidence: 0.9 }, country: 'GB', language: 'en-GB' },
    });
    const events: Told[] = [];
    for (let i = 0; i < 60; i++) events.push(band(`adult${i}`, 'adult'), band(`kid${i}`, '13to15'));
    for (let i = 0; i < 60; i++)
      for (let j = 0; j < 4; j++)
        events.push({
          ...{ id: `m${i}-${j}`, at: NOW + i, type: 'message.sent' },
          data: { actor: `adult${i}`, other: `kid${(i + j) % 60}`, message: `m${i}-${j}` },
        });
    const answers = [];
    for (let i = 0; i < events.length; i += 100) answers.push(...(await store.commit(events.slice(i, i + 100))));
    answers.forEach((answer, i) => {
      const told = events[i];
      if (told === undefined || answer.status !== 'accepted' || !answer.turned) return;
      learning.turned(told.data.actor, 'other' in told.data ? told.data.other : undefined);
    });
    await learning.work();
    const db = store.records.kysely;
    const rows = await db.selectFrom('score_day').selectAll().execute();
    const of = (version: string) => rows.filter((row) => row.model === version);
    assert.equal(of('candidate').length, 60);
    assert.ok(of('candidate').every(({ shadow, share }) => shadow === 1 && share === 1));
    const seen = of(shipped.risk.version).map((row) => [row.shadow, row.age_band, row.language, row.country]);
    for (const one of seen) assert.deepEqual(one, [0, 'adult', 'en', 'GB']);
    assert.equal((await db.selectFrom('cases').selectAll().execute()).length, 0);

    // the day is over: of those below low, few are drawn, and again none
    now += DAY_MS;
    await db.updateTable('score_day').set({ score: 0.5 }).execute();
    await learning.work();
    await learning.stop();
    const cases = await db.selectFrom('cases').selectAll().execute();
    assert.ok(cases.length <= 3);
    for (const row of cases) {
      assert.deepEqual([row.queue, row.level], ['sample', 'none']);
      assert.ok(JSON.parse(row.why).sample.probability <= 1 / 16);
      assert.ok(JSON.parse(row.features ?? '').children7d >= 4);
    }
    await store.close();
    await database?.drop();
  });
}
