/** The resident store, through HTTP, as its users have it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicy } from '@kith/engine';
import { openResidentStore } from '../packages/server/knowledge/index.ts';
import { loadShippedPolicy } from '../packages/server/policy/index.ts';
import { sqliteInserts } from './baseline.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median, type Running, send, startKith } from './kith.ts';
import type { Seen } from './load.ts';
import type { Texts } from './texts.ts';
import { rowsOfWorld, type WorldSize } from './world.ts';

const BATCH = 500;
const BATCHES_AT_ONCE = 4;
const SINGLES_A_SECOND = 1000;

export async function makeWorld(folder: string, size: WorldSize): Promise<Record<string, number>> {
  mkdirSync(folder, { recursive: true });
  const policy = compilePolicy(loadShippedPolicy());
  const fail = (error: unknown): never => {
    throw error;
  };
  const store = await openResidentStore({
    folder,
    duties: { policy: () => policy, outbox: () => [], failed: fail, struggling: (_, error) => fail(error) },
  });
  await store.fill(rowsOfWorld(size));
  const memory = store.memory();
  await store.close();
  return memory;
}

export const full = (kith: Running, size: WorldSize, seconds: number, texts?: Texts): Promise<Seen> =>
  send(kith, size, seconds, { batches: BATCH, atOnce: BATCHES_AT_ONCE }, texts);
const steady = (kith: Running, size: WorldSize, seconds: number): Promise<Seen> =>
  send(kith, size, seconds, { singles: SINGLES_A_SECOND });

/** Events a second in batches, a number a round. */
async function throughput(
  kith: Running,
  size: WorldSize,
  asked: Asked,
): Promise<{ rates: number[]; bytes: number; failures: number }> {
  const rates: number[] = [];
  let bytes = 0;
  let failures = 0;
  await full(kith, size, Math.min(3, asked.seconds)); // the first seconds are the compiler's
  for (let i = 0; i < asked.rounds; i++) {
    const seen = await full(kith, size, asked.seconds);
    rates.push(seen.events / seen.seconds);
    bytes = seen.bytesAnEvent;
    failures += seen.failures;
  }
  return { rates, bytes, failures };
}

export async function measureResident(asked: Asked, inFolder: string, say: Say): Promise<void> {
  const { size, small } = asked;
  const smallFolder = join(inFolder, 'small');
  await makeWorld(smallFolder, small);
  let kith = await startKith(smallFolder);
  const inSmall = await throughput(kith, small, asked);
  await kith.stop();

  const folder = join(inFolder, 'large');
  const memory = await makeWorld(folder, size);
  say(figure('resident: memory a contact', memory.contacts / size.contacts, 'bytes', { atMost: 200 }));
  say(figure('resident: memory an account', memory.accounts / size.accounts, 'bytes', { atMost: 600 }));
  kith = await startKith(folder);
  say(figure('resident: start after a stop', kith.ready_s, 's', { atMost: 5 }));
  const rssAtStart = kith.rss();
  const inLarge = await throughput(kith, size, asked);
  const rate = median(inLarge.rates);
  say(
    figure(
      `resident: events in batches of ${BATCH} (about ${Math.round(inLarge.bytes)} bytes each)`,
      rate,
      'events/s',
      { atLeast: 40_000 },
    ),
  );
  say(
    figure(
      'resident: slowest and fastest round',
      Math.min(...inLarge.rates),
      `events/s to ${Math.round(Math.max(...inLarge.rates))}`,
    ),
  );
  say(figure('resident: requests that failed', inLarge.failures + inSmall.failures, '', { atMost: 0 }));
  const baseline = median([1, 2, 3].map(() => sqliteInserts(inFolder)));
  say(figure('SQLite itself: plain inserts in batches of 500, durable', baseline, 'rows/s'));
  say(figure('resident: ratio to SQLite itself', rate / baseline, '', { atLeast: 0.25 }));
  say(
    figure(`resident: ratio to the same with ${small.contacts} contacts`, rate / median(inSmall.rates), '', {
      atLeast: 0.8,
    }),
  );

  const alone = await steady(kith, size, asked.seconds * 2);
  say(figure(`resident: one at a time at ${SINGLES_A_SECOND}/s, p50`, alone.latency_ms.p50, 'ms'));
  say(figure(`resident: one at a time at ${SINGLES_A_SECOND}/s, p99`, alone.latency_ms.p99, 'ms', { atMost: 5 }));
  say(
    figure(
      `resident: one at a time at ${SINGLES_A_SECOND}/s, slowest (knowledge is being saved)`,
      alone.latency_ms.max,
      'ms',
      { atMost: 25 },
    ),
  );
  const [beside, batches] = await Promise.all([
    steady(kith, size, asked.seconds * 2),
    full(kith, size, asked.seconds * 2),
  ]);
  say(figure('resident: one at a time while batches run at full speed, p50', beside.latency_ms.p50, 'ms'));
  say(
    figure('resident: one at a time while batches run at full speed, p99', beside.latency_ms.p99, 'ms', { atMost: 25 }),
  );
  say(figure('resident: batches meanwhile', batches.events / batches.seconds, 'events/s'));

  if (asked.soak_min > 0) {
    const before = kith.rss();
    const soak = await full(kith, size, asked.soak_min * 60);
    say(figure(`resident: events/s over ${asked.soak_min} minutes`, soak.events / soak.seconds, 'events/s'));
    say(figure('resident: memory after by before', kith.rss() / before, '', { atMost: 1.25 }));
  }
  say(figure('resident: memory of the process at its start', rssAtStart / 2 ** 20, 'MiB'));
  say(figure('resident: memory of the process at the end', kith.rss() / 2 ** 20, 'MiB'));
  await kith.stop('SIGKILL');
  kith = await startKith(folder);
  say(figure('resident: start after a kill', kith.ready_s, 's', { atMost: 15 }));
  await kith.stop();
}
