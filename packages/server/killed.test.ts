/**
 * `kith serve` is killed while it answers batches of events over HTTP, and started again on the same data: what was answered
 * is there with the decision that was given, what was not is told again, and nothing is there twice.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Decision, receipts } from '@kith/contract';
import { databases, migratedDatabase } from './ground/testing/records.ts';
import { randomFrom } from './intake/testing/mutate.ts';
import { kith, type Served, serve } from './testing/cli.ts';

const SEED = 20_261_127;
const ROUNDS = 2;
const CLIENTS = 4;
const BATCH_MAX = 40;
/** A round's kill comes when so many events were answered, and up to so much later. */
const ANSWERED_MIN = 60;
const ANSWERED_MAX = 400;
const DELAY_MAX_MS = 20;
/** Each client writes among accounts of its own, so that what it is told does not hang on the others' order. */
const ACCOUNTS = 6;

type Told = ReturnType<typeof message>;
const message = (client: number, i: number) => ({
  ...{ id: `${client}-${i}`, type: 'message.sent', time: new Date(Date.UTC(2026, 2, 1) + i * 1000).toISOString() },
  data: {
    actor: `${client}-a${i % ACCOUNTS}`,
    other: `${client}-a${(i + 1 + (Math.floor(i / ACCOUNTS) % (ACCOUNTS - 1))) % ACCOUNTS}`,
    message: `m${client}-${i}`,
  },
});

async function tell({ url, key }: Served, events: readonly Told[]) {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return receipts.parse(JSON.parse(text)).results;
}

/** Whether nobody answers any more: fetch fails so, or where the answer is cut short. */
const isCut = (error: unknown): boolean => error instanceof TypeError;

for (const kind of databases) {
  it(`a Kith that is killed while it answers loses nothing that it answered, and doubles nothing (${kind})`, async () => {
    const home = await mkdtemp(join(tmpdir(), 'kith-killed-'));
    const folder = join(home, 'kith');
    const database = kind === 'PostgreSQL' ? await migratedDatabase('killed') : null;
    const where = database === null ? [] : ['--database-url', database.url];
    const random = randomFrom(SEED);
    const decisions = new Map<string, Decision>();
    /** how far each client was answered */
    const reached = Array.from({ length: CLIENTS }, () => 0);
    let served = await serve(folder, where);

    /** Tells batch after batch until nobody answers. */
    async function client(of: number, answered: () => void): Promise<void> {
      for (;;) {
        const from = reached[of] ?? 0;
        const events = Array.from({ length: 1 + Math.floor(random() * BATCH_MAX) }, (_, n) => message(of, from + n));
        try {
          const results = await tell(served, events);
          take(events, results);
          reached[of] = from + events.length;
          answered();
        } catch (error) {
          if (!isCut(error)) throw error;
          return;
        }
      }
    }

    /** Keeps what was decided. */
    function take(events: readonly Told[], results: Awaited<ReturnType<typeof tell>>): void {
      assert.deepEqual(
        results.map(({ id }) => id),
        events.map(({ id }) => id),
      );
      for (const [i, result] of results.entries()) {
        assert.ok(result.status === 'accepted' || result.status === 'duplicate', JSON.stringify(result));
        decisions.set(events[i]?.id ?? '', result.decision);
      }
    }

    try {
      for (let round = 0; round < ROUNDS; round++) {
        const wanted = decisions.size + ANSWERED_MIN + Math.floor(random() * (ANSWERED_MAX - ANSWERED_MIN));
        const delay_ms = random() * DELAY_MAX_MS;
        let killing: Promise<void> | null = null;
        const answered = (): void => {
          if (decisions.size >= wanted) killing ??= sleep(delay_ms).then(() => void served.child.kill('SIGKILL'));
        };
        await Promise.all(reached.map((_, of) => client(of, answered)));
        await killing;
        assert.equal(await served.ended, null, 'ended by the signal');

        served = await serve(folder, where);
        for (const [of, count] of reached.entries()) {
          for (let from = 0; from < count; from += 1000) {
            const events = Array.from({ length: Math.min(1000, count - from) }, (_, n) => message(of, from + n));
            const results = await tell(served, events);
            for (const [i, result] of results.entries()) {
              const id = events[i]?.id ?? '';
              assert.ok(result.status === 'duplicate', `${id} was answered, and is ${result.status} after the kill`);
              assert.deepEqual(result.decision, decisions.get(id), id);
            }
          }
          // what was under way, told again
          const again = Array.from({ length: BATCH_MAX }, (_, n) => message(of, count + n));
          take(again, await tell(served, again));
          reached[of] = count + BATCH_MAX;
        }
      }
      served.child.kill('SIGTERM');
      assert.equal(await served.ended, 0, served.stderr());
      const verified = await kith(['replay', 'verify', '--json', '--folder', folder], {
        ...(database !== null && { KITH_DATABASE_URL: database.url }),
      });
      assert.equal(verified.code, 0, verified.stdout + verified.stderr);
      const { same, events } = JSON.parse(verified.stdout);
      assert.deepEqual({ same, events }, { same: true, events: reached.reduce((sum, n) => sum + n, 0) });
      assert.equal(decisions.size, events);
    } finally {
      served.child.kill('SIGKILL');
      await served.ended;
      await database?.drop();
      await rm(home, { recursive: true, force: true });
    }
  });
}
