/** A draft of a report: what would be published of these months, from days that are over and so never change. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { inThread } from '../../ground/threads/index.ts';
import { type CountName, countedSince, countedThrough, dayName, dayOf, sumCounts } from '../counts/index.ts';
import { type Composed, keptSums } from './compose.ts';
import { MONTHS_MAX, reportContent } from './content.ts';
import { sha256Of } from './hash.ts';
import { nextMonth } from './public-totals.ts';
import { earlierOf, listPublications, type Publication } from './publications.ts';
import { statistics } from './statistics.ts';

const NAMES: readonly CountName[] = statistics.map(({ count }) => count);
/** Two years of the largest platform are composed in some seconds. */
const COMPOSE_MAX_MS = 120_000;
/** V8's heap for that, MB: twenty reports before it and a solver, several times over. */
const HEAP_MAX_MB = 512;

export interface Draft extends Composed {
  sha256: string;
  /** the edition that it would be, from 1 */
  edition: number;
  /** how many reports it was composed in the knowledge of */
  after: number;
}

/** @throws ProblemError `invalid_field` where the months are none, too many, not over, or before counting began */
export async function draftOf(db: Kysely<Records>, { from, to }: { from: string; to: string }): Promise<Draft> {
  const months = monthsOf(from, to);
  const toDay = dayOf(Date.parse(`${nextMonth(to)}-01`)) - 1;
  const through = await countedThrough(db);
  if (through === null)
    throw new ProblemError(
      'invalid_field',
      `to: Kith has counted no day whole yet, so ${to} can't be reported on`,
      'to',
    );
  if (through < toDay)
    throw new ProblemError(
      'invalid_field',
      `to: ${to} isn't counted whole yet: Kith has counted through ${dayName(through)}`,
      'to',
    );
  const fromDay = dayOf(Date.parse(`${from}-01`));
  const began = await firstCountedMonth(db);
  if (began !== null && from < began.month)
    throw new ProblemError(
      'invalid_field',
      `from: Kith counts since ${began.day}: of ${from} it counted nothing`,
      'from',
    );
  const [sums, earlier, publications] = await Promise.all([
    sumCounts(db, { names: NAMES, fromDay, toDay, by: 'month' }),
    earlierOf(db),
    listPublications(db),
  ]);
  // differences of periods need the months that only earlier reports have, as they are counted now
  const others = earlier.flatMap((one) => one.months).filter((month) => !months.includes(month));
  const outside = await Promise.all([...new Set(others)].map((month) => countsOf(db, month)));
  const counts = [...sums, ...outside.flat()].map(({ period, name, key, n }) => ({ month: period, name, key, n }));
  const composed = await composeInThread({ months, counts, earlier });
  const same = publications.filter((one) => one.from === from && one.to === to);
  return {
    ...composed,
    sha256: sha256Of(composed.content),
    edition: Math.max(0, ...same.map(({ edition }: Publication) => edition)) + 1,
    after: earlier.length,
  };
}

/** The first day that was counted, even where nothing was to be counted yet, and its month: what was before is not none, nobody counted. */
async function firstCountedMonth(db: Kysely<Records>): Promise<{ day: string; month: string } | null> {
  const { records } = await countedSince(db);
  if (records === null) return null;
  const day = dayName(records);
  return { day, month: day.slice(0, 'YYYY-MM'.length) };
}

const countsOf = (db: Kysely<Records>, month: string) =>
  sumCounts(db, {
    ...{ names: NAMES, by: 'month', fromDay: dayOf(Date.parse(`${month}-01`)) },
    toDay: dayOf(Date.parse(`${nextMonth(month)}-01`)) - 1,
  });

async function composeInThread(given: object): Promise<Composed> {
  const limits = { name: 'transparency report', max_ms: COMPOSE_MAX_MS, heapMax_MB: HEAP_MAX_MB };
  const answer = await inThread(new URL('./compose-worker.ts', import.meta.url), given, limits);
  if (typeof answer !== 'object' || answer === null) throw new Error('the thread of a report sent nothing');
  return {
    content: reportContent.parse(Reflect.get(answer, 'content')),
    sums: keptSums.parse(Reflect.get(answer, 'sums')),
    withheld: Number(Reflect.get(answer, 'withheld')),
    small: Number(Reflect.get(answer, 'small')),
  };
}

function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to && months.length <= MONTHS_MAX; month = nextMonth(month)) months.push(month);
  if (months.length === 0) throw new ProblemError('invalid_field', `to: is before ${from}`, 'to');
  if (months.length > MONTHS_MAX)
    throw new ProblemError('invalid_field', `to: a report is of at most ${MONTHS_MAX} months`, 'to');
  return months;
}
