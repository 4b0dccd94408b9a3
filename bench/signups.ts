/** Sign-ups at a Kith that knows many accounts by what they were told of with; through HTTP, on either store. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IdentifierKind } from '@kith/engine';
import pg from 'pg';
import { readConfig } from '../packages/server/ground/config/index.ts';
import type { KnowledgeRow } from '../packages/server/knowledge/index.ts';
import { openStore } from '../packages/server/stores.ts';
import { plainDuties } from './duties.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { type Running, startKith } from './kith.ts';
import { accountId, BEGINS_MS, random, rowsOfWorld, type WorldSize } from './world.ts';

export const IDENTIFIERS_AN_ACCOUNT = 5;
const ROWS_A_CHUNK = 5_000;
/** Pupils behind one address: more than are counted. */
const PUPILS = 1_500;
const SIGNUPS_A_SECOND = 200;
/** About what one sign-up writes: its event, its account, its identifiers. */
const ROW_BYTES = 2_000;
/** The first seconds are the compiler's. */
const WARM_S = 3;

/** What accounts have: of their own, of a family, of a house, of a street. */
const SHARED_BY: readonly (readonly [IdentifierKind, number])[] = [
  ['email', 1],
  ['telephone', 1],
  ['device', 2],
  ['ip', 50],
  ['network', 2_000],
];

async function* rowsOfIdentifiers(accounts: number): AsyncGenerator<readonly KnowledgeRow[]> {
  const next = random(11);
  const salt = Math.floor(next() * 2 ** 32);
  let chunk: KnowledgeRow[] = [];
  let place = 0;
  for (let i = 0; i < accounts; i++) {
    for (const [kind, by] of SHARED_BY) {
      const of = Math.floor(i / by);
      const hash =
        (Math.imul(of, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0') +
        (of ^ salt).toString(16).slice(-8).padStart(8, '0');
      const at = BEGINS_MS / 1000 - 1_000_000 + i;
      chunk.push({
        row: 'identifier',
        value: { account: accountId(i), kind, hash, layers: 1, firstAt: at, lastAt: at },
        place: ++place,
      });
    }
    if (chunk.length < ROWS_A_CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}

/** A world whose accounts were told of with what they can be recognised by. */
export async function* withIdentifiers(size: WorldSize): AsyncGenerator<readonly KnowledgeRow[]> {
  yield* rowsOfWorld(size);
  yield* rowsOfIdentifiers(size.accounts);
}

const age = { band: 'adult', method: 'declared', confidence: 0.5 };
const SCHOOL = '198.51.100.7';

/** Somebody with an address, a number and a device of their own, at the school's address. */
const signUp = (n: number, type: string) => ({
  id: `${type}-${n}`,
  type,
  data: {
    actor: `new-${n}`,
    age,
    country: 'GB',
    identifiers: {
      email: `new.person+${n}@example.com`,
      telephone: `+4477009${(n % 100_000).toString().padStart(5, '0')}`,
      deviceIds: [`device-${n}`, `tablet-${n >> 1}`],
      ip: SCHOOL,
      paymentFingerprint: `card-${n}`,
    },
  },
});

async function post(kith: Running, body: unknown): Promise<void> {
  const headers = { authorization: `Bearer ${kith.key}`, 'content-type': 'application/json' };
  const answer = await fetch(`${kith.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  await answer.text();
}

/** One after another in time, whether or not the one before was done. @returns how long each took, milliseconds, sorted */
async function steadily(seconds: number, once: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const waiting: Promise<void>[] = [];
  const began = performance.now();
  for (let i = 0; i < seconds * SIGNUPS_A_SECOND; i++) {
    const due = began + (i * 1000) / SIGNUPS_A_SECOND;
    if (due > performance.now()) await sleep(due - performance.now());
    waiting.push(once(i).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(waiting);
  return times.sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;

/** What the disk takes of it: one row a commit, at the same pace. @returns the 99th percentile, milliseconds */
async function plainCommits(url: string, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  try {
    await pool.query('CREATE TABLE IF NOT EXISTS bench_row (n bigint, said text)');
    const said = 'x'.repeat(ROW_BYTES);
    return at(await steadily(seconds, (n) => pool.query('INSERT INTO bench_row VALUES ($1, $2)', [n, said])), 0.99);
  } finally {
    await pool.end();
  }
}

/**
 * As a database is that has been up for a while: what filling left to be written, and looked through by autovacuum,
 * competes with every commit.
 */
async function settle(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM (ANALYZE)');
  await client.query('CHECKPOINT');
  await client.end();
}

export async function measureSignups(
  { seconds, rounds }: Asked,
  identifiers: number,
  inFolder: string,
  url: string | null,
  say: Say,
): Promise<void> {
  const kind = url === null ? 'resident' : 'postgres';
  const folder = join(inFolder, `signups-${kind}`);
  mkdirSync(folder, { recursive: true });
  // what sign-ups carry is hashed with keys: without a folder for them it would be dropped
  process.env.KITH_KEEP_KEYS = join(folder, 'keys');
  const accounts = Math.ceil(identifiers / IDENTIFIERS_AN_ACCOUNT);
  const { config } = readConfig({ flags: { folder, ...(url !== null && { databaseUrl: url }) } });
  const { store } = await openStore(config, plainDuties());
  await store.fill(withIdentifiers({ accounts, contacts: 0 }));
  const { memory } = await store.status();
  await store.close();
  if (url !== null) await settle(url);
  else say(figure('resident: memory an identifier', (memory.identifiers ?? 0) / identifiers, 'bytes'));
  const kith = await startKith(folder, url ?? undefined);
  try {
    say(figure(`${kind}: start after a stop with ${identifiers} identifiers`, kith.ready_s, 's'));
    for (let i = 0; i < PUPILS; i += 500) {
      await post(
        kith,
        Array.from({ length: 500 }, (_, n) => signUp(i + n, 'account.created')),
      );
    }
    const signUps = (from: number) => (n: number) => post(kith, signUp(from + n, 'signup.requested'));
    await steadily(WARM_S, signUps(100_000));
    const all: number[] = [];
    for (let round = 1; round <= rounds; round++) all.push(...(await steadily(seconds, signUps(round * 200_000))));
    all.sort((a, b) => a - b);
    say(figure(`${kind}: a sign-up, median`, at(all, 0.5), 'ms'));
    const often = `99th percentile, of ${SIGNUPS_A_SECOND} a second`;
    say(figure(`${kind}: a sign-up, ${often}`, at(all, 0.99), 'ms', { atMost: 10 }));
    if (url !== null)
      say(figure(`postgres itself: a row, committed, ${often}`, await plainCommits(url, seconds), 'ms'));
  } finally {
    await kith.stop();
  }
}
