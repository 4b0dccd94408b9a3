/** What is missing in a folder is said: a store that opens with less than it knew protects nobody. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CompiledPolicy, compilePolicy, type Told } from '@kith/engine';
import { loadShippedPolicy } from '../../policy/index.ts';
import type { StoreDuties } from '../store.ts';
import { backupFolder } from './backup.ts';
import { openResidentStore } from './store.ts';

const policy: CompiledPolicy = compilePolicy(loadShippedPolicy());
const duties: StoreDuties = {
  policy: () => policy,
  outbox: () => [],
  failed(error) {
    throw error;
  },
  struggling(work, error) {
    throw new Error(work, { cause: error });
  },
};
const base = mkdtempSync(join(tmpdir(), 'kith-missing-'));
const whole = join(base, 'whole');
after(() => rmSync(base, { recursive: true, force: true }));

const blocks = (from: number): Told[] =>
  [0, 1, 2].map((i) => ({
    id: `e${from + i}`,
    type: 'account.blocked',
    at: 1_790_000_000_000,
    data: { actor: 'lena', other: `bad${from + i}` },
  }));

before(async () => {
  const store = await openResidentStore({ folder: whole, duties });
  for (let i = 0; i < 4; i++) await store.commit(blocks(i * 3));
  await store.close();
});

let copies = 0;
/** A copy of the folder that something happens to: opening it, and backing it up, say what is the matter. */
async function refuses(spoil: (folder: string) => void, why: RegExp): Promise<void> {
  const folder = join(base, `copy${++copies}`);
  cpSync(whole, folder, { recursive: true });
  spoil(folder);
  await assert.rejects(openResidentStore({ folder, duties }), { code: 'saved_knowledge_damaged', message: why });
  await assert.rejects(backupFolder(folder, `${folder}-backup`), { message: why });
}

test('a folder whose contacts are missing is refused', () =>
  refuses((f) => rmSync(join(f, 'knowledge/contact.0.chunk')), /contact\.0\.chunk is missing/));

test('a folder whose manifest is empty, or has lost a part, is refused with its name', async () => {
  await refuses((f) => writeFileSync(join(f, 'knowledge/manifest.json'), ''), /manifest\.json is damaged/);
  await refuses((f) => writeFileSync(join(f, 'knowledge/manifest.json'), '{"format":1}'), /manifest\.json is damaged/);
});

test('a folder whose log is another one is refused: what is told next would be lost by the first kill', async () => {
  const fresh = join(base, 'fresh');
  const store = await openResidentStore({ folder: fresh, duties });
  await store.close();
  await refuses((f) => cpSync(join(fresh, 'kith.db'), join(f, 'kith.db')), /the log ends at block 0/);
});

test('a folder whose saved knowledge was lost is refused where the log no longer holds it all', async () => {
  const folder = join(base, 'cut');
  cpSync(whole, folder, { recursive: true });
  const store = await openResidentStore({ folder, duties });
  await store.records.writer.deleteLogBefore(3);
  await store.close();
  rmSync(join(folder, 'knowledge'), { recursive: true });
  await assert.rejects(openResidentStore({ folder, duties }), { message: /the log begins at block 3/ });
});

test('a folder whose saved knowledge was lost opens whole where the log holds it all', async () => {
  const folder = join(base, 'redone');
  cpSync(whole, folder, { recursive: true });
  rmSync(join(folder, 'knowledge'), { recursive: true });
  const store = await openResidentStore({ folder, duties });
  assert.equal(await store.ask((k) => k.contact('lena', 'bad0').blocking), true);
  await store.close();
});
