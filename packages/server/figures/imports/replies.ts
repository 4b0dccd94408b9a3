/** A person's own answers of police forces to freedom-of-information requests (CSV, in the form of those that come with Kith). */

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
  const read = readFigures(text, set, source, (record) => [...placeWrong(record), ...monthWrong(record, published)]);
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

/** How many rows an import has. */
export function rowsOf(one: Import): number {
  if (one.kind === 'home-office') return one.quarters.length;
  const read = readReplies(one.csv, { set: one.name, source: one.source, published: one.published });
  return read.ok ? read.rows.length : 0;
}
