/** A service with a long history: its page of measures and its yearly record, on either store, and what a record costs intake. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Kysely } from 'kysely';
import { readConfig } from '../packages/server/ground/config/index.ts';
import type { Records } from '../packages/server/ground/database/index.ts';
import { countNames, dayName, dayOf } from '../packages/server/measures/counts/index.ts';
import { openRecords } from '../packages/server/stores.ts';
import { signIn } from '../packages/server/testing/sign-in.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median, send, startKith } from './kith.ts';
import { percentiles } from './percentiles.ts';

export const HISTORY_DAYS = 730;
/** Of a service with ten million decisions in these days. */
const DECISIONS_A_DAY = 13_700;
/** Keys that a count has on a day, where it has dimensions. */
const KEYS = 4;
/** Rows that one statement inserts: SQLite takes 32,766 values. */
const ROWS_AT_ONCE = 1_000;
const LOOKS = 10;
/** The longest that the page of measures may take, milliseconds. */
const PAGE_MAX_MS = 2_000;
/** ... and a record of a year, milliseconds: whoever asks for it waits. */
const EXPORT_MAX_MS = 60_000;
/** The share of events that is to be left while a record is made. */
const EVENTS_LEFT_MIN = 0.9;
const BATCH = 500;
const BATCHES_AT_ONCE = 4;

export async function measureMeasures(
  { size, seconds, rounds }: Asked,
  days: number,
  inFolder: string,
  url: string | null,
  say: Say,
): Promise<void> {
  const kind = url === null ? 'resident' : 'postgres';
  const folder = join(inFolder, `measures-${kind}`);
  mkdirSync(folder, { recursive: true });
  const { config } = readConfig({ flags: { folder, ...(url !== null && { databaseUrl: url }) } });
  const { records, close } = await openRecords(config);
  const yesterday = dayOf(Date.now()) - 1;
  const rows = await fill(records, yesterday, days);
  await close();
  const kith = await startKith(folder, url ?? undefined);
  try {
    const officer = await signIn({ url: kith.url, config }, ['compliance']);
    const get = async (path: string): Promise<number> => {
      const began = performance.now();
      const answer = await officer.get(path);
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      return performance.now() - began;
    };
    const what = `${kind}: ${days} days, ${rows} daily counts`;
    for (const [name, path] of [
      ['measures', '/v1/measures'],
      ['one measure', '/v1/measures/ICU/F1.5a'],
    ] as const) {
      const times: number[] = [];
      for (let i = 0; i < LOOKS; i++) times.push(await get(path));
      say(figure(`${what}: ${name}, slowest of ${LOOKS}`, percentiles(times).max, 'ms', { atMost: PAGE_MAX_MS }));
    }
    const record = (format: string): Promise<number> =>
      get(`/v1/measures/export?day=${dayName(yesterday)}&format=${format}`);
    for (const format of ['json', 'csv', 'html', 'pdf'])
      say(figure(`${what}: yearly record, ${format}`, await record(format), 'ms', { atMost: EXPORT_MAX_MS }));

    const mode = { batches: BATCH, atOnce: BATCHES_AT_ONCE };
    const eventsASecond = async (): Promise<number> => {
      const { events, seconds: took } = await send(kith, size, seconds, mode);
      return events / took;
    };
    let made = 0;
    const beside = async (): Promise<number> => {
      let over = false;
      const making = (async () => {
        while (!over) {
          await record('csv');
          made++;
        }
      })();
      const rate = await eventsASecond();
      over = true;
      await making;
      return rate;
    };
    // the first is the compiler's
    await eventsASecond();
    const rates: { alone: number; beside: number }[] = [];
    // in turns: what else the machine does changes both
    for (let i = 0; i < rounds; i++) rates.push({ alone: await eventsASecond(), beside: await beside() });
    say(figure(`${kind}: events, nobody looking`, median(rates.map(({ alone }) => alone)), 'events/s'));
    const meanwhile = `${kind}: events while yearly records are made, one after another`;
    say(figure(meanwhile, median(rates.map((of) => of.beside)), 'events/s'));
    say(figure(`${kind}: records made in ${seconds} s of these`, made / rounds, ''));
    const left = median(rates.map((of) => of.beside / of.alone));
    say(figure(`${kind}: share of events left`, left, '', { atLeast: EVENTS_LEFT_MIN }));
  } finally {
    await kith.stop();
  }
}

/** Every name on every day, as if counting had gone on all the time. @returns rows */
async function fill(db: Kysely<Records>, last: number, days: number): Promise<number> {
  const keys = countNames.flatMap(({ name }) => Array.from({ length: KEYS }, (_, key) => ({ name, key: `key${key}` })));
  const each = Math.max(1, Math.round(DECISIONS_A_DAY / keys.length));
  const rows = Array.from({ length: days }, (_, i) => keys.map((key) => ({ day: last - i, ...key, n: each }))).flat();
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await db
      .insertInto('daily_count')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute();
  const progress = { log_from: last - days, records_through: last, finished_through: last };
  for (const [what, value] of Object.entries(progress))
    await db.insertInto('count_progress').values({ what, value }).execute();
  return rows.length;
}
