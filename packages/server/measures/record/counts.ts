/** The daily counts of a record: a section a name, every day of the year before; on paper the months. */
import type { Kysely } from 'kysely';
import type { Block, OnPaper, Section } from '../../documents/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { Turns } from '../../ground/jobs/index.ts';
import {
  type CountName,
  type CountsAsked,
  countNames,
  type DayCount,
  dayName,
  readCounts,
  sumCounts,
} from '../counts/index.ts';

/** Days of counts in one record: the year that ends with its day. */
const RECORD_DAYS = 365;
/** Days that are read at once, between which decisions have their turn: some 1,200 rows where everything is counted. */
const DAYS_A_PIECE = 7;

type Count = (typeof countNames)[number];
type Rows = (string | number)[][];

/** Names without any count are left out, and so are days. */
export async function countSections(db: Kysely<Records>, day: number): Promise<Section[]> {
  const asked = { fromDay: day - RECORD_DAYS + 1, toDay: day };
  const days = new Map<CountName, Rows>();
  for await (const piece of inPieces(db, asked))
    for (const { day: of, name, key, n } of piece) rowsOf(days, name).push([dayName(of), key, n]);
  const months = new Map<CountName, Rows>();
  for (const { period, name, key, n } of await sumCounts(db, { ...asked, by: 'month' }))
    rowsOf(months, name).push([period, key, n]);
  const span = `from ${dayName(asked.fromDay)} to ${dayName(day)}`;
  return countNames.flatMap((count) => {
    const counted = days.get(count.name);
    return counted === undefined ? [] : [sectionOf(count, counted, monthsOf(count, rowsOf(months, count.name), span))];
  });
}

async function* inPieces(db: Kysely<Records>, { fromDay, toDay }: CountsAsked): AsyncGenerator<DayCount[]> {
  const turns = new Turns();
  for (let from = fromDay; from <= toDay; from += DAYS_A_PIECE) {
    yield await readCounts(db, { fromDay: from, toDay: Math.min(from + DAYS_A_PIECE - 1, toDay) });
    await turns.next();
  }
}

function rowsOf(all: Map<CountName, Rows>, name: CountName): Rows {
  const rows = all.get(name) ?? [];
  all.set(name, rows);
  return rows;
}

const tableOf = ({ title, name, dimensions }: Count, first: string, rows: Rows) => ({
  ...{ caption: `${title} (${name})`, rows },
  columns: [
    { title: first },
    { title: dimensions.length === 0 ? 'Key' : dimensions.join(' / ') },
    { title: 'Count', numeric: true },
  ],
});

/** A year of days would be over a thousand pages, which nobody checks by eye; who checks them by machine needs no paper. */
const monthsOf = (count: Count, rows: Rows, span: string): OnPaper => ({
  note: `${
    count.standing === true ? 'As it stood on the last day of each month that was counted' : 'Added up by month'
  }, ${span}. Every single day stands in the HTML, CSV and JSON forms of this record, which have the same SHA-256.`,
  table: tableOf(count, 'Month', rows),
});

function sectionOf(count: Count, days: Rows, onPaper: OnPaper): Section {
  const least: Block = { kind: 'note', text: 'At least so many: the last seconds before a stop may be missing.' };
  const table: Block = { kind: 'table', ...tableOf(count, 'Day', days), onPaper };
  return { title: count.title, blocks: [...(count.of === 'questions' ? [least] : []), table] };
}
