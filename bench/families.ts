/**
 * Ten thousand families read their pages while events come in at half of full speed: what it does to either. Kith in its process,
 * the events in another, those who read in a third, all on one machine.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openPostgresStore, openResidentStore } from '../packages/server/knowledge/index.ts';
import { plainDuties } from './duties.ts';
import { rowsOfFamilies, writeFamilies } from './families-world.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { readPages, send, startKith } from './kith.ts';

const BATCH = 500;
const BATCHES_AT_ONCE = 4;
/** A page a minute each: whoever reads one takes half a minute, and does something else. */
const PAGES_A_FAMILY_AND_MINUTE = 1;
/** Longest time of 99 pages in 100, milliseconds. */
const PAGE_MAX_MS = 250;
/** The share of events that is to be left. */
const EVENTS_LEFT_MIN = 0.9;

export async function measureFamilies(
  { size, seconds }: Asked,
  families: number,
  inFolder: string,
  url: string | null,
  say: Say,
): Promise<void> {
  const kind = url === null ? 'resident' : 'postgres';
  const folder = join(inFolder, `families-${kind}`);
  mkdirSync(folder, { recursive: true });
  await fill(folder, url, size, families);
  const kith = await startKith(folder, url ?? undefined);
  const stream = { lately: true } as const;
  const mode = { batches: BATCH, atOnce: BATCHES_AT_ONCE };
  try {
    // the first is the compiler's
    await send(kith, size, Math.ceil(seconds / 2), mode, stream);
    const full = await send(kith, size, seconds, mode, stream);
    const perSecond = Math.floor(full.events / full.seconds / 2);
    say(figure(`${kind}: events at full speed, nobody reading`, full.events / full.seconds, 'events/s'));
    const alone = await send(kith, size, seconds, { ...mode, perSecond }, stream);
    const pagesASecond = Math.ceil((families * PAGES_A_FAMILY_AND_MINUTE) / 60);
    const reading = { url: kith.url, families, pagesASecond };
    await readPages({ ...reading, seconds: Math.ceil(seconds / 2), seed: 1 });
    const still = await readPages({ ...reading, seconds, seed: 2 });
    const [told, read] = await Promise.all([
      send(kith, size, seconds, { ...mode, perSecond }, stream),
      readPages({ ...reading, seconds, seed: 3 }),
    ]);
    const what = `${kind}: ${families} families, ${pagesASecond} pages/s`;
    say(figure(`${what}, no events: p50`, still.latency_ms.p50, 'ms'));
    say(figure(`${what}, no events: p99`, still.latency_ms.p99, 'ms'));
    say(figure(`${what}, ${perSecond} events/s: p50`, read.latency_ms.p50, 'ms'));
    say(figure(`${what}, ${perSecond} events/s: p99`, read.latency_ms.p99, 'ms', { atMost: PAGE_MAX_MS }));
    say(figure(`${what}, ${perSecond} events/s: slowest`, read.latency_ms.max, 'ms'));
    say(figure(`${what}, bytes of a page over the wire`, read.bytesAPage, 'bytes'));
    say(figure(`${what}, failed`, still.failures + read.failures, '', { atMost: 0 }));
    const rate = told.events / told.seconds;
    say(figure(`${kind}: events at half speed, nobody reading`, alone.events / alone.seconds, 'events/s'));
    say(figure(`${kind}: events at half speed, families reading`, rate, 'events/s'));
    const left = rate / Math.min(perSecond, alone.events / alone.seconds);
    say(figure(`${kind}: share of events left while families read`, left, '', { atLeast: EVENTS_LEFT_MIN }));
    say(figure(`${kind}: a batch from when it was due, nobody reading: p99`, alone.latency_ms.p99, 'ms'));
    say(figure(`${kind}: a batch from when it was due, families reading: p99`, told.latency_ms.p99, 'ms'));
    say(figure(`${kind}: batches that failed`, alone.failures + told.failures, '', { atMost: 0 }));
  } finally {
    await kith.stop();
  }
}

async function fill(folder: string, url: string | null, size: Asked['size'], families: number): Promise<void> {
  const duties = plainDuties();
  const store = url === null ? await openResidentStore({ folder, duties }) : await openPostgresStore({ url, duties });
  await store.fill(rowsOfFamilies(size, families));
  await writeFamilies(store.records.kysely, families);
  // as PostgreSQL does by itself within a minute: until then it plans as if the tables were small
  if (url !== null) await sql`ANALYZE`.execute(store.records.kysely);
  await store.close();
}
