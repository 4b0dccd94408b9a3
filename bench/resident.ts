/** The resident store, through HTTP, as its users have it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openResidentStore } from '../packages/server/knowledge/index.ts';
import { loadShippedReader } from '../packages/server/signals/index.ts';
import { sqliteInserts } from './baseline.ts';
import { sayResidentBytes } from './bytes-known.ts';
import { plainDuties } from './duties.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median, type Running, send, startKith } from './kith.ts';
import type { Seen } from './load.ts';
import { evidenceIn, textsOf } from './texts.ts';
import { rowsOfWorld, type Stream, type WorldSize } from './world.ts';

const BATCH = 500;
const BATCHES_AT_ONCE = 4;
const SINGLES_A_SECOND = 1000;

export async function makeWorld(folder: string, size: WorldSize): Promise<Record<string, number>> {
  mkdirSync(folder, { recursive: true });
  const store = await openResidentStore({
    folder,
    duties: plainDuties(),
  });
  await store.fill(rowsOfWorld(size));
  const memory = store.memory();
  await store.close();
  return memory;
}

export const full = (kith: Running, size: WorldSize, seconds: number, stream?: Stream): Promise<Seen> =>
  send(kith, size, seconds, { batches: BATCH, atOnce: BATCHES_AT_ONCE }, stream);
const steady = (kith: Running, size: WorldSize, seconds: number): Promise<Seen> =>
  send(kith, size, seconds, { singles: SINGLES_A_SECOND });

/** Events a second in batches, a number a round. */
async function throughput(kith: Running, size: WorldSize, asked: Asked): Promise<{ rates: number[]; bytes: number }> {
  const rates: number[] = [];
  let bytes = 0;
  await full(kith, size, Math.min(3, asked.seconds)); // the first seconds are the compiler's
  for (let i = 0; i < asked.rounds; i++) {
    const seen = await full(kith, size, asked.seconds);
    rates.push(seen.events / seen.seconds);
    bytes = seen.bytesAnEvent;
  }
  return { rates, bytes };
}

export async function measureResident(asked: Asked, inFolder: string, say: Say): Promise<void> {
  const { size, small } = asked;
  const smallFolder = join(inFolder, 'small');
  await makeWorld(smallFolder, small);
  let kith = await startKith(smallFolder);
  const inSmall = await throughput(kith, small, asked);
  const failedInSmall = kith.failed;
  await kith.stop();

  const folder = join(inFolder, 'large');
  const memory = await makeWorld(folder, size);
  say(
    figure('resident: memory a contact that nothing was seen of', memory.contacts / size.contacts, 'bytes', {
      atMost: 200,
    }),
  );
  say(
    figure('resident: memory an account that turned to no child', memory.accounts / size.accounts, 'bytes', {
      atMost: 600,
    }),
  );
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
  const baseline = median([1, 2, 3].map(() => sqliteInserts(inFolder, asked.seconds)));
  say(figure('SQLite itself: plain inserts in batches of 500, durable', baseline, 'rows/s'));
  say(figure('resident: ratio to SQLite itself', rate / baseline, '', { atLeast: 0.25 }));
  say(
    figure(`resident: ratio to the same with ${small.contacts} contacts`, rate / median(inSmall.rates), '', {
      atLeast: 0.8,
    }),
  );

  await signals(kith, asked, say);

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

  if (asked.soak_min > 0) await soak(kith, size, asked.soak_min, say);
  say(figure('resident: requests that failed', kith.failed + failedInSmall, '', { atMost: 0 }));
  say(figure('resident: events that were refused', await kith.refused(), '', { atMost: 0 }));
  say(figure('resident: memory of the process at its start', rssAtStart / 2 ** 20, 'MiB'));
  say(figure('resident: memory of the process at the end', kith.rss() / 2 ** 20, 'MiB'));
  const known = await kith.memory();
  await kith.stop('SIGKILL');
  kith = await startKith(folder);
  say(figure('resident: start after a kill', kith.ready_s, 's', { atMost: 15 }));
  await kith.stop();
  await sayResidentBytes(folder, known, say);
}

/** What reading texts costs: the same events with their text, kept and not, and with as many bytes elsewhere, in turns. */
async function signals(kith: Running, { size, rounds, seconds }: Asked, say: Say): Promise<void> {
  const rates = { ordinary: [] as number[], evidence: [] as number[], none: [] as number[], kept: [] as number[] };
  for (let i = 0; i < rounds; i++) {
    for (const texts of ['ordinary', 'evidence', 'none'] as const) {
      const seen = await full(kith, size, seconds, { texts });
      rates[texts].push(seen.events / seen.seconds);
    }
    const kept = await full(kith, size, seconds, { lately: true });
    rates.kept.push(kept.events / kept.seconds);
  }
  const none = median(rates.none);
  const evidence = evidenceIn(loadShippedReader(), textsOf('ordinary'));
  say(figure('resident: share of the messages above that are evidence', evidence, ''));
  say(figure('resident: events without text, as many bytes elsewhere', none, 'events/s'));
  say(
    figure('resident: share of its throughput that is left by reading texts', median(rates.ordinary) / none, '', {
      atLeast: 0.8,
    }),
  );
  say(figure('resident: the same where every message is evidence', median(rates.evidence) / none, ''));
  // of two whose ages nobody chose one is a child and one is not in four of nine: far more than among people
  say(figure('resident: the same where half of the texts are kept, as the policy says', median(rates.kept) / none, ''));
}

/** Seconds in which memory comes to what it stays at. */
const WARM_UP = 30;
/** What a process keeps of its own. */
const OF_THE_PROCESS = ['resident_memory', 'heap', 'external'];

/**
 * Memory over minutes at full speed. What knowledge (first contacts among it) and the ids of the last hour grew by, by design,
 * is told apart: the rest must stay as it is.
 */
async function soak(kith: Running, size: WorldSize, minutes: number, say: Say): Promise<void> {
  await full(kith, size, WARM_UP);
  const before = await kith.memory();
  const seen = await full(kith, size, minutes * 60);
  const after = await kith.memory();
  say(figure(`resident: events/s over ${minutes} minutes`, seen.events / seen.seconds, 'events/s'));
  let known = 0;
  for (const [part, bytes] of after) {
    const grown = bytes - (before.get(part) ?? 0);
    if (!OF_THE_PROCESS.includes(part)) known += grown;
    say(figure(`resident: ${part.replaceAll('_', ' ')} in them, grown`, grown / 2 ** 20, 'MiB'));
  }
  const [was, is] = [before, after].map((memory) => memory.get('resident_memory') ?? 0);
  say(
    figure('resident: memory after, without what knowledge grew, by before', (is - known) / was, '', { atMost: 1.1 }),
  );
}
