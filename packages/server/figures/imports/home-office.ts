/**
 * The Home Office's open-data tables of recorded crime (.ods): one sheet a financial year, one row a force, quarter and
 * offence code. Only class 88A is taken, "Sexual grooming": wider than the offence of recording code 71/17, so it never
 * stands in one series with it.
 */
import { read, type Sheet2JSONOpts, utils, type WorkSheet } from '@e965/xlsx';
import { z } from 'zod';
import { yearText } from '../period.ts';
import { QUARTERS, type QuarterRow } from './quarters.ts';
import { unpacksWithin } from './unpacked.ts';

/** A sheet of a whole year has about 25,000 rows, and there are some dozen sheets; a row more costs memory, not truth. */
export const TABLES_BYTES_MAX = 64 * 1024 * 1024;
/** Unpacked, bytes: longer than V8 lets a text be, and many times the real tables. */
const UNPACKED_BYTES_MAX = 512 * 1024 * 1024;
/** Rows of a sheet, four times as many as a real one has: a few bytes can say that a row is repeated a million times. */
const SHEET_ROWS_MAX = 100_000;
/** Cells that are named as wrong, at most: whoever mends a file mends the first ones first. */
const WRONG_CELLS_MAX = 50;
/** Rows above the heading, at most: a title and notes. */
const ROWS_ABOVE_MAX = 20;
const CLASS = '88A';

interface WrongCell {
  readonly sheet: string;
  /** null of a sheet as a whole */
  readonly row: number | null;
  readonly column: string;
  readonly message: string;
}

export type ReadTables =
  | { ok: true; quarters: readonly QuarterRow[]; leftOut: readonly string[] }
  | { ok: false; wrong: readonly WrongCell[] };

const COLUMNS = {
  year: 'Financial Year',
  quarter: 'Financial Quarter',
  force: 'Force Name',
  description: 'Offence Description',
  group: 'Offence Group',
  subgroup: 'Offence Subgroup',
  code: 'Offence Code',
  offences: 'Number of Offences',
} as const;

const WHOLE = { error: 'must be a whole number' };
/** A number below nought, such as of records that were cancelled, stands as it is. */
const OFFENCES_MIN = -10_000;
/** Offences of a force and quarter: all of England and Wales records fewer of this class in a year. */
const OFFENCES_MAX = 1_000_000;
const QUARTER = { error: 'must be a quarter, 1 to 4' };
const cells = z.object({
  quarter: z.int(QUARTER).min(1, QUARTER).max(QUARTERS, QUARTER),
  force: z.string({ error: 'must be a name' }).trim().min(1, 'must not be empty').max(100),
  offences: z.int(WHOLE).min(OFFENCES_MIN).max(OFFENCES_MAX),
});

type Cells = readonly unknown[];
const ROWS: Sheet2JSONOpts = { header: 1, raw: true, defval: null, blankrows: true };

/** Reads the tables. A file with one wrong cell is refused as a whole: nothing is half imported. */
export function readHomeOffice(bytes: Uint8Array): ReadTables {
  const refused = (message: string): ReadTables => ({
    ok: false,
    wrong: [{ sheet: '', row: null, column: '', message }],
  });
  if (bytes.length > TABLES_BYTES_MAX) return refused(`must have at most ${TABLES_BYTES_MAX / 1024 / 1024} MB`);
  if (unpacksWithin(bytes, UNPACKED_BYTES_MAX) === false)
    return refused(`unpacked it must have at most ${UNPACKED_BYTES_MAX / 1024 / 1024} MB`);
  let book: ReturnType<typeof read>;
  try {
    book = read(bytes, { type: 'buffer', dense: true, cellFormula: false, cellHTML: false, cellText: false });
  } catch (error) {
    return refused(`can't be read as a spreadsheet: ${error instanceof Error ? error.message : String(error)}`);
  }
  const years = book.SheetNames.filter((name) => yearOfSheet(name) !== null);
  const long = book.SheetNames.find((name) => rowsIn(book.Sheets[name]) > SHEET_ROWS_MAX);
  if (long !== undefined) return refused(`sheet ${long} has more than ${SHEET_ROWS_MAX} rows`);
  if (years.length === 0) return refused('has no sheet that is named for a financial year, such as 2024_25');
  const quarters: QuarterRow[] = [];
  const wrong: WrongCell[] = [];
  for (const name of years) readSheet(name, book.Sheets[name], quarters, wrong);
  if (wrong.length > 0) return { ok: false, wrong: wrong.slice(0, WRONG_CELLS_MAX) };
  return { ok: true, quarters, leftOut: book.SheetNames.filter((name) => !years.includes(name)) };
}

const rowsIn = (sheet: WorkSheet | undefined): number => {
  const ref = sheet?.['!ref'];
  return ref === undefined ? 0 : utils.decode_range(ref).e.r + 1;
};

/** The year that a sheet is named for: 2024_25. */
function yearOfSheet(name: string): number | null {
  const [, first, second] = /^(\d{4})_(\d{2})$/.exec(name) ?? [];
  const start = Number(first);
  return first !== undefined && (start + 1) % 100 === Number(second) ? start : null;
}

function readSheet(sheet: string, cellsOf: WorkSheet | undefined, quarters: QuarterRow[], wrong: WrongCell[]): void {
  const year = yearOfSheet(sheet);
  if (year === null || cellsOf === undefined) return;
  const lines: Cells[] = utils.sheet_to_json(cellsOf, ROWS);
  // a sheet may begin below its first row
  const above = cellsOf['!ref'] === undefined ? 0 : utils.decode_range(cellsOf['!ref']).s.r;
  const heading = lines.slice(0, ROWS_ABOVE_MAX).findIndex((line) => line.includes(COLUMNS.year));
  const say = (row: number | null, column: string, message: string) => wrong.push({ sheet, row, column, message });
  if (heading === -1) {
    say(null, COLUMNS.year, `no heading with "${COLUMNS.year}" in the first ${ROWS_ABOVE_MAX} rows`);
    return;
  }
  const at = (column: keyof typeof COLUMNS): number => (lines[heading] ?? []).indexOf(COLUMNS[column]);
  const missing = Object.values(COLUMNS).filter((name) => !(lines[heading] ?? []).includes(name));
  if (missing.length > 0) {
    for (const name of missing) say(above + heading + 1, name, 'this column is missing');
    return;
  }
  const seen = new Map<string, number>();
  let found = 0;
  for (const [index, line] of lines.slice(heading + 1).entries()) {
    const row = above + heading + 2 + index;
    if (line.every((cell) => cell === null || cell === '')) continue;
    const code = line[at('code')];
    if (typeof code !== 'string' && typeof code !== 'number') say(row, COLUMNS.code, 'must be a code');
    if (line[at('year')] !== yearText(year)) say(row, COLUMNS.year, `must be ${yearText(year)}, as the sheet is named`);
    if (String(code).trim() !== CLASS) continue;
    found++;
    const parsed = cells.safeParse({
      ...{ quarter: line[at('quarter')], force: line[at('force')], offences: line[at('offences')] },
    });
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) {
        say(row, COLUMNS[path[0] === 'quarter' ? 'quarter' : path[0] === 'force' ? 'force' : 'offences'], message);
      }
      continue;
    }
    const { quarter, force, offences } = parsed.data;
    const before = seen.get(`${force}/${quarter}`);
    // counted twice it would be a larger number that nobody published
    if (before !== undefined) say(row, COLUMNS.force, `${force} has quarter ${quarter} in row ${before} already`);
    seen.set(`${force}/${quarter}`, row);
    quarters.push({ sheet, row, year, quarter, force, offences });
  }
  if (found === 0) say(null, COLUMNS.code, `has no row of class ${CLASS}`);
}
