/** Rows of figures as they stand in a file, each with its line, its source and what is said of it. */
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type Period, readPeriod } from './period.ts';

/** Lines that are named as wrong, at most: whoever mends a file mends the first ones first. */
const WRONG_LINES_MAX = 50;

/** What a region's own published total has in place of a force. */
export const ALL = 'ALL';

/**
 * Which offence a figure counts, by the Home Office's codes: sexual communication with a child (71/17), or the wider class
 * "Sexual grooming" (88A). Rows of the two have different types: they are never in one series, nor added or compared.
 */
export type Offence = '71/17' | '88A';

/** The file that comes with Kith; an import's own name stands in its place. */
export const SHIPPED = '';
/** What that file is called, and the one of platforms. */
export const FIGURES_FILE = 'police-figures.csv';
export const SHARES_FILE = 'platform-shares.csv';

export interface FigureRow<O extends Offence = '71/17'> {
  readonly offence: O;
  /** the file that it stands in: SHIPPED, or the name of an import */
  readonly set: string;
  /** the line in its file, the heading being 1; in a table of many sheets, the first of its rows */
  readonly line: number;
  readonly period: Period;
  readonly region: string;
  /** null of a region's own published total */
  readonly force: string | null;
  /** null where the source gives none */
  readonly offences: number | null;
  readonly source: string;
  readonly note: string;
  /** the month in which it was published, as 2019-09; null where the source doesn't say */
  readonly published: string | null;
}

export interface ShareRow {
  readonly line: number;
  readonly period: Period;
  readonly platform: string;
  /** it counts several platforms of one owner, which may have rows of their own */
  readonly isTotal: boolean;
  /** of the offences in which a platform was recorded, percent */
  readonly share: number;
  /** in how many offences a platform was recorded at all; null where the source doesn't say */
  readonly known: number | null;
  readonly source: string;
}

export interface WrongLine {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

/** Mistakes of a line that its columns alone don't show. */
export type Also = (record: Readonly<Record<string, string>>) => readonly Omit<WrongLine, 'line'>[];

export type ReadRows<R> = { ok: true; rows: readonly R[] } | { ok: false; wrong: readonly WrongLine[] };

const name = z.string().trim().min(1, 'must not be empty').max(100);
const period = z.string().transform((text, context): Period => {
  const read = readPeriod(text.trim());
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: 'must be a year such as 2023/24, or a span such as 2017-04..2018-09' });
  return z.NEVER;
});
const source = z.url({ protocol: /^https?$/, error: 'must be the address of the source' });
const blankOr = <T extends z.ZodType<number>>(number: T) =>
  z.preprocess((text) => (text === '' || text === undefined ? null : Number(text)), number.nullable());
const COUNT = { error: 'must be a whole number, or blank where there is none' };

/** A wider class is never read as this offence: whoever has its numbers has the Home Office's own tables. */
const CODE = '71/17';
const figure = z
  .strictObject({
    code: z
      .literal(CODE, `must be ${CODE}: class 88A is wider, and is imported from the Home Office's own tables`)
      .optional(),
    year: period,
    region: name,
    force: name,
    offences: blankOr(z.int(COUNT).nonnegative(COUNT).max(1_000_000)),
    source_url: source,
    note: z.string().trim().max(500).default(''),
    published: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2019-09')
      .optional(),
  })
  .transform(({ code: _, year, force, source_url, published, ...row }) => ({
    ...row,
    period: year,
    force: force === ALL ? null : force,
    source: source_url,
    published: published ?? publishedBy(row.note),
  }));

/** As sources name what counts several platforms: `Meta-owned products (total)`. */
const TOTAL = /\(total\)$/i;
const share = z
  .strictObject({
    year: period,
    platform: name,
    share_percent: z.coerce.number().min(0).max(100),
    known_platform_offences: blankOr(z.int(COUNT).nonnegative(COUNT)),
    source_url: source,
  })
  .transform(({ year, platform, share_percent, known_platform_offences, source_url }) => ({
    ...{ period: year, platform, share: share_percent, known: known_platform_offences, source: source_url },
    isTotal: TOTAL.test(platform),
  }));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SAID = new RegExp(`\\b(${MONTHS.join('|')})[a-z]* (20\\d\\d)\\b`);

/** Notes say when a figure was published, as `Sep 2019 vintage` or `first published Jun 2018`. */
export function publishedBy(note: string): string | null {
  const said = SAID.exec(note);
  if (said === null || !/vintage|publish/i.test(note)) return null;
  return `${said[2]}-${String(MONTHS.indexOf(said[1]) + 1).padStart(2, '0')}`;
}

/**
 * @param set the name of the file that they stand in
 * @param source of rows that name none; without it each must
 * @param also what else is looked for in a line as it is written, right or wrong otherwise
 */
export function readFigures(
  text: string,
  set: string = SHIPPED,
  source: string | null = null,
  also: Also = () => [],
): ReadRows<FigureRow> {
  const read = readRows(text, figure, source === null ? {} : { source_url: source }, also);
  return read.ok ? { ok: true, rows: read.rows.map((row) => ({ offence: '71/17', set, ...row })) } : read;
}
export const readShares = (text: string): ReadRows<ShareRow> => readRows(text, share);

/** Every line is read, and every wrong one is named: nothing is dropped in silence, and nothing is half imported. */
function readRows<R extends object>(
  text: string,
  schema: z.ZodType<R>,
  usual: Readonly<Record<string, string>> = {},
  also: Also = () => [],
): ReadRows<R & { line: number }> {
  let lines: { record: Record<string, string>; info: { lines: number } }[];
  try {
    lines = parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { ok: false, wrong: [{ line: Number(error.lines ?? 1), column: '', message: error.message }] };
  }
  const rows: (R & { line: number })[] = [];
  const wrong: WrongLine[] = [];
  for (const { record, info } of lines) {
    const said = Object.entries(record).filter(([column, value]) => value !== '' || !(column in usual));
    const read = schema.safeParse({ ...usual, ...Object.fromEntries(said) });
    wrong.push(...also(record).map((found) => ({ line: info.lines, ...found })));
    if (read.success) rows.push({ ...read.data, line: info.lines });
    else
      wrong.push(
        ...read.error.issues.map(({ path, message }) => ({ line: info.lines, column: path.join('.'), message })),
      );
  }
  if (lines.length === 0) wrong.push({ line: 1, column: '', message: 'there is no row under the heading' });
  return wrong.length > 0 ? { ok: false, wrong: wrong.slice(0, WRONG_LINES_MAX) } : { ok: true, rows };
}
