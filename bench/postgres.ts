/** The postgres store: two processes on one database, through HTTP. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openPostgresStore } from '../packages/server/knowledge/index.ts';
import { postgresInserts } from './baseline.ts';
import { sayPostgresBytes } from './bytes-known.ts';
import { plainDuties } from './duties.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median, type Running, send, startKith } from './kith.ts';
import { rowsOfWorld, type Stream, type WorldSize } from './world.ts';

const BATCH = 500;
/** requests at once, to each of the two processes */
const BATCHES_AT_ONCE = 3;
const SINGLES_A_SECOND = 300;

/** A database of its own with a world in it, and two processes on it. */
interface Measured {
  url: string;
  both: Running[];
  /** events a second of both in a round */
  round(stream?: Stream): Promise<number>;
  stop(): Promise<void>;
}

async function freshDatabase(cluster: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}

async function start(cluster: string, inFolder: string, name: string, size: WorldSize, seconds: number) {
  const url = await freshDatabase(cluster, name);
  const store = await openPostgresStore({ url, duties: plainDuties() });
  await store.fill(rowsOfWorld(size));
  await store.close();
  const both: Running[] = [];
  for (const one of ['one', 'two']) {
    const folder = join(inFolder, name, one);
    mkdirSync(folder, { recursive: true });
    both.push(await startKith(folder, url));
  }
  const measured: Measured = {
    url,
    both,
    async round(stream = {}) {
      const mode = { batches: BATCH, atOnce: BATCHES_AT_ONCE };
      const seen = await Promise.all(both.map((kith) => send(kith, size, seconds, mode, stream)));
      return seen.reduce((sum, s) => sum + s.events / s.seconds, 0);
    },
    async stop() {
      await Promise.all(both.map((kith) => kith.stop()));
    },
  };
  return measured;
}

const failedIn = (both: readonly Running[]): number => both.reduce((sum, { failed }) => sum + failed, 0);

/** Events a second in a small world, a number a round. */
async function inSmall(asked: Asked, inFolder: string, cluster: string): Promise<{ rates: number[]; failed: number }> {
  const { both, round, stop } = await start(cluster, inFolder, 'small', asked.small, asked.seconds);
  try {
    await round();
    const rates: number[] = [];
    for (let i = 0; i < asked.rounds; i++) rates.push(await round());
    return { rates, failed: failedIn(both) };
  } finally {
    await stop();
  }
}

export async function measurePostgres(asked: Asked, inFolder: string, cluster: string, say: Say): Promise<void> {
  const small = await inSmall(asked, inFolder, cluster);
  const { url, both, round, stop } = await start(cluster, inFolder, 'large', asked.size, asked.seconds);
  try {
    // the first is the compiler's and the plan cache's
    await round();
    const rates: number[] = [];
    const without: number[] = [];
    // in turns: what else the machine does changes both
    for (let i = 0; i < asked.rounds; i++) {
      rates.push(await round());
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
    const baseline = await postgresInserts(url, asked.seconds);
    say(figure('PostgreSQL itself: plain inserts by unnest on 4 connections', baseline, 'rows/s'));
    say(figure('postgres: ratio to PostgreSQL itself', rate / baseline, '', { atLeast: 0.1 }));
    const inSmallWorld = `postgres: ratio to the same with ${asked.small.contacts} contacts`;
    say(figure(inSmallWorld, rate / median(small.rates), '', { atLeast: 0.8 }));
    const single = await send(both[0], asked.size, asked.seconds * 2, { singles: SINGLES_A_SECOND });
    say(figure(`postgres: one at a time at ${SINGLES_A_SECOND}/s, p50`, single.latency_ms.p50, 'ms'));
    say(figure(`postgres: one at a time at ${SINGLES_A_SECOND}/s, p99`, single.latency_ms.p99, 'ms', { atMost: 20 }));
    say(figure('postgres: requests that failed', failedIn(both) + small.failed, '', { atMost: 0 }));
  } finally {
    await stop();
  }
  await sayPostgresBytes(url, say);
}
