/** A person's own answers of police forces to freedom-of-information requests (CSV, in the form of those that come with Kith). */

import { isPlace } from '../places.ts';
import { type FigureRow, type ReadRows, readFigures, type WrongLine } from '../rows.ts';
import type { Import } from './imports.ts';

/** Lines that are named as wrong for their place, at most. */
const WRONG_LINES_MAX = 50;

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
  const read = readFigures(text, set, source);
  if (!read.ok) return read;
  const wrong: WrongLine[] = [];
  const rows = read.rows.map((row): FigureRow => {
    const { line, region, force } = row;
    if (!isPlace({ region, force })) {
      const message = `there is no ${force === null ? `region ${region}` : `force ${force} in ${region}`}: names are as in packages/server/figures/places.yaml`;
      wrong.push({ line, column: force === null ? 'region' : 'force', message });
    }
    if (row.published === null && published === null) {
      const message = 'must be the month of the answer, such as 2026-10, or --published must say it for all';
      wrong.push({ line, column: 'published', message });
    }
    return { ...row, published: row.published ?? published };
  });
  return wrong.length > 0 ? { ok: false, wrong: wrong.slice(0, WRONG_LINES_MAX) } : { ok: true, rows };
}

/** How many rows an import has. */
export function rowsOf(one: Import): number {
  if (one.kind === 'home-office') return one.quarters.length;
  const read = readReplies(one.csv, { set: one.name, source: one.source, published: one.published });
  return read.ok ? read.rows.length : 0;
}
