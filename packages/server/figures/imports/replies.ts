/** A person's own answers of police forces to freedom-of-information requests (CSV, in the form of those that come with Kith). */

import { readPeriod } from '../period.ts';
import { isPlace } from '../places.ts';
import { ALL, type Also, type FigureRow, publishedBy, type ReadRows, readFigures } from '../rows.ts';
import type { Import } from './imports.ts';

interface Given {
  /** the name that the import gets; '' where it is only checked */
  set: string;
  /** of lines that name no source of their own; null where each must */
  source: string | null;
  /** of lines that don't say when they were published; null where each must */
  published: string | null;
}

/** Reads them: the file is refused as a whole where a line is wrong, or is of a place that no page is of. */
export function readReplies(text: string, { set, source, published }: Given): ReadRows<FigureRow> {
  const read = readFigures(text, set, source, (record) => [
    ...placeWrong(record),
    ...monthWrong(record, published),
    ...periodWrong(record, published),
  ]);
  if (!read.ok) return read;
  return { ok: true, rows: read.rows.map((row) => ({ ...row, published: row.published ?? published })) };
}

function placeWrong({ region: area = '', force: body = '' }: Readonly<Record<string, string>>): ReturnType<Also> {
  const [region, name] = [area.trim(), body.trim()];
  // a blank is said already
  if (region === '' || name === '') return [];
  const force = name === ALL ? null : name;
  if (isPlace({ region, force })) return [];
  const message = `there is no ${force === null ? `region ${region}` : `force ${force} in ${region}`}: names are as in packages/server/figures/places.yaml`;
  return [{ column: force === null ? 'region' : 'force', message }];
}

function monthWrong(
  { published = '', note = '' }: Readonly<Record<string, string>>,
  usual: string | null,
): ReturnType<Also> {
  if (published !== '' || usual !== null || publishedBy(note) !== null) return [];
  return [
    {
      column: 'published',
      message: 'must be the month of the answer, such as 2026-10, or --published must say it for all',
    },
  ];
}

/** Scotland was first to record the offence, from 2010 (England and Wales from April 2017): a year before is a slip of the pen. */
const FIRST_YEAR = 2009;

/** A year of another century would leave a place's page with nothing but years without a figure. */
function periodWrong(
  { year = '', published = '', note = '' }: Readonly<Record<string, string>>,
  usual: string | null,
): ReturnType<Also> {
  const period = readPeriod(year.trim());
  if (period === null) return [];
  const wrong = (message: string) => [{ column: 'year', message }];
  if (period.from < FIRST_YEAR * 12)
    return wrong(`must not be before ${FIRST_YEAR}: nobody recorded this offence then`);
  const [, years, months] = /^(\d{4})-(\d\d)/.exec(published || (publishedBy(note) ?? usual ?? '')) ?? [];
  if (years === undefined || months === undefined) return [];
  // its last month may be the one in which the answer was given
  return period.to > Number(years) * 12 + Number(months) ? wrong('must be over when it was published') : [];
}

/** How many rows an import has. */
export function rowsOf(one: Import): number {
  if (one.kind === 'home-office') return one.quarters.length;
  const read = readReplies(one.csv, { set: one.name, source: one.source, published: one.published });
  return read.ok ? read.rows.length : 0;
}
