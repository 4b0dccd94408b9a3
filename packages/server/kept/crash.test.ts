/** A message is kept if its event is committed, and only then: whatever moment the process is killed at. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { compilePolicy } from '@kith/engine';
import { openResidentStore } from '../knowledge/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { serve } from '../testing/cli.ts';
import { unpack } from './pack.ts';

const CALLERS = 8;
/** How long messages come before the process is killed, milliseconds: some blocks are written, one is under way. */
const TALKING_MS = 400;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-kept-crash-'));
});
after(() => rm(folder, { recursive: true }));

it('kept messages and the log are of the same events after a kill', async () => {
  const at = join(folder, 'k');
  const served = await serve(at);
  const answered = new Set<string>();
  let killed = false;
  const talk = async (caller: number): Promise<void> => {
    for (let i = 0; !killed; i++) {
      const id = `e-${caller}-${i}`;
      const data = { actor: `a${caller}`, other: 'kid', message: `m-${caller}-${i}`, text: `hello ${i}` };
      try {
        const response = await fetch(`${served.url}/v1/events`, {
          method: 'POST',
          headers: { authorization: `Bearer ${served.key}`, 'content-type': 'application/json' },
          body: JSON.stringify({ id, type: 'message.sent', data }),
        });
        if (response.status === 200) answered.add(id);
      } catch {
        return;
      }
    }
  };
  const talking = Array.from({ length: CALLERS }, (_, caller) => talk(caller));
  while (answered.size < CALLERS) await sleep(5);
  await sleep(TALKING_MS);
  served.child.kill('SIGKILL');
  await served.ended;
  killed = true;
  await Promise.all(talking);

  const policy = compilePolicy(loadShippedPolicy());
  const fail = (error: unknown) => {
    throw error;
  };
  const duties = {
    policy: () => policy,
    outbox: () => [],
    failed: fail,
    struggling: (_: string, e: unknown) => fail(e),
  };
  const store = await openResidentStore({ folder: at, duties });
  try {
    const logged = (await Array.fromAsync(store.log())).flat().filter(({ told }) => told.type === 'message.sent');
    const rows = (await store.records.kysely.selectFrom('kept_pack').selectAll().execute()).flatMap(unpack);
    assert.deepEqual(rows.map(({ event }) => event).sort(), logged.map(({ told }) => told.id).sort());
    assert.ok(rows.every(({ text }) => text !== null));
    const kept = new Set(rows.map(({ event }) => event));
    for (const id of answered) assert.ok(kept.has(id), `${id} was answered`);
    assert.ok(answered.size > CALLERS);
  } finally {
    await store.close();
  }
});
