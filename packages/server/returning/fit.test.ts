import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { hashOfAccount, type Told } from '@kith/engine';
import { openResidentStore } from '../knowledge/index.ts';
import { plainDuties, testPolicy } from '../knowledge/testing/plain.ts';
import { fitReturning } from './fit.ts';

const AT = Date.UTC(2026, 0, 5);
const BARRED = 150;

it('weights are estimated from whoever shares something with somebody barred, and from too few not at all', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-fit-'));
  const store = await openResidentStore({ folder, duties: plainDuties() });
  const { returning } = testPolicy.policy;
  const fit = () => fitReturning(store, returning, 90, AT + 86_400_000);
  try {
    assert.deepEqual(await fit(), { tooFew: 0 });
    const events: Told[] = [];
    const next = () => ({ id: `e${events.length}`, at: AT + events.length * 1000 });
    const signUp = (actor: string, device: number, country: string) => {
      const identifiers = { layers: 1, of: [{ kind: 'device' as const, hash: hashOfAccount(`d${device}`) }] };
      events.push({ ...next(), type: 'account.created', data: { actor, country, language: 'en', identifiers } });
    };
    for (let i = 0; i < BARRED; i++) {
      signUp(`barred${i}`, i, 'GB');
      events.push({ ...next(), type: 'enforcement.requested', data: { actor: `barred${i}`, kind: 'disable' } });
    }
    for (let i = 0; i < 2 * BARRED; i++) signUp(`new${i}`, i % BARRED, i % 3 === 0 ? 'DE' : 'GB');
    for (let i = 0; i < events.length; i += 100) await store.commit(events.slice(i, i + 100));
    const fitted = await fit();
    assert.ok('pairs' in fitted);
    assert.deepEqual([fitted.accounts, fitted.pairs, fitted.judged], [2 * BARRED, 2 * BARRED, 0]);
    assert.ok(fitted.changes.every(({ path }) => path[0] === 'returning' && path[1] === 'fields'));
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
});
