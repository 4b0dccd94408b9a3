/** The postgres store: two processes on one database, through HTTP. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgresStore } from '../packages/server/knowledge/index.ts';
import { postgresInserts } from './baseline.ts';
import { sayPostgresBytes } from './bytes-known.ts';
import { plainDuties } from './duties.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median, type Running, send, startKith } from './kith.ts';
import { rowsOfWorld, type Stream } from './world.ts';

const BATCH = 500;
/** requests at once, to each of the two processes */
const BATCHES_AT_ONCE = 3;
const SINGLES_A_SECOND = 300;

export async function measurePostgres(asked: Asked, inFolder: string, url: string, say: Say): Promise<void> {
  const store = await openPostgresStore({
    url,
    duties: plainDuties(),
  });
  await store.fill(rowsOfWorld(asked.size));
  await store.close();
  const folders = ['one', 'two'].map((name) => join(inFolder, name));
  const both: Running[] = [];
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true });
    both.push(await startKith(folder, url));
  }
  try {
    let failures = 0;
    const round = async (stream: Stream): Promise<number> => {
      const seen = await Promise.all(
        both.map((kith) => send(kith, asked.size, asked.seconds, { batches: BATCH, atOnce: BATCHES_AT_ONCE }, stream)),
      );
      failures += seen.reduce((sum, s) => sum + s.failures, 0);
      return seen.reduce((sum, s) => sum + s.events / s.seconds, 0);
    };
    // the first is the compiler's and the plan cache's
    await round({});
    const rates: number[] = [];
    const without: number[] = [];
    // in turns: what else the machine does changes both
    for (let i = 0; i < asked.rounds; i++) {
      rates.push(await round({}));
      without.push(await round({ texts: 'none' }));
    }
    const evidence = await round({ texts: 'evidence' });
    const rate = median(rates);
    say(figure('postgres: events in batches of 500, two processes', rate, 'events/s', { atLeast: 10_000 }));
    say(
      figure(
        'postgres: slowest and fastest round',
        Math.min(...rates),
        `events/s to ${Math.round(Math.max(...rates))}`,
      ),
    );
    const none = median(without);
    say(figure('postgres: events without text, as many bytes elsewhere', none, 'events/s'));
    say(figure('postgres: share of its throughput that is left by reading texts', rate / none, '', { atLeast: 0.8 }));
    say(figure('postgres: the same where every message is evidence, one round', evidence / none, ''));
    say(figure('postgres: requests that failed', failures, '', { atMost: 0 }));
    const baseline = await postgresInserts(url);
    say(figure('PostgreSQL itself: plain inserts by unnest on 4 connections', baseline, 'rows/s'));
    say(figure('postgres: ratio to PostgreSQL itself', rate / baseline, '', { atLeast: 0.1 }));
    const single = await send(both[0], asked.size, asked.seconds * 2, { singles: SINGLES_A_SECOND });
    say(figure(`postgres: one at a time at ${SINGLES_A_SECOND}/s, p50`, single.latency_ms.p50, 'ms'));
    say(figure(`postgres: one at a time at ${SINGLES_A_SECOND}/s, p99`, single.latency_ms.p99, 'ms', { atMost: 20 }));
  } finally {
    await Promise.all(both.map((kith) => kith.stop()));
  }
  await sayPostgresBytes(url, say);
}
