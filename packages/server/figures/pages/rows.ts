/** Every row as it stands in its file, with its source: where the links of all numbers lead. */
import { fill, type Language } from '../../ground/pages/index.ts';
import type { GroomingYear } from '../grooming.ts';
import type { Import } from '../imports/index.ts';
import type { Library } from '../library.ts';
import { yearText } from '../period.ts';
import { slug } from '../places.ts';
import { FIGURES_FILE, type FigureRow, SHIPPED, type ShareRow } from '../rows.ts';
import { importLink, importTitle, type Shown } from './about.ts';
import { anchorOf, shareAnchor } from './paths.ts';
import { type Link, numberIn, percentIn, periodIn } from './said.ts';
import { figureWords } from './words.ts';

interface RowLine {
  anchor: string;
  line: number;
  period: string;
  place: string;
  figure: string;
  note: string;
  published: string | null;
  source: string;
}

export interface RowsPage {
  title: string;
  /** the file, what is said of it, and the other files */
  file: { name: string; source: string | null; published: string | null; read: string | null; sha256: string | null };
  fileCaveats: readonly string[];
  rows: readonly RowLine[];
  shares: readonly {
    anchor: string;
    line: number;
    period: string;
    platform: string;
    share: string;
    known: string;
    source: string;
  }[];
  /** of tables with sheets: a year, and its bodies with their quarters */
  sheets: readonly {
    year: string;
    anchor: string;
    bodies: readonly {
      anchor: string;
      quarters: readonly { where: string; force: string; quarter: number; figure: string }[];
    }[];
  }[];
  others: readonly Link[];
  shown: Shown;
}

/** Null where there is no such file. @param set the name of an import, or SHIPPED */
export function rowsPage(library: Library, set: string, language: Language): RowsPage | null {
  const import_ = library.imports.find(({ name }) => name === set);
  if (set !== SHIPPED && import_ === undefined) return null;
  const others = library.imports.filter(({ name }) => name !== set).map((one) => importLink(one, language));
  const common = { others, fileCaveats: import_?.caveats ?? [], ...fileSaid(import_, language) };
  if (import_?.kind === 'home-office') {
    const years = (library.grooming?.years ?? []).filter(({ row }) => row.set === set);
    return { ...common, shown: '88A', rows: [], shares: [], sheets: sheetsOf(years, language) };
  }
  const shown = library.rows.filter((row) => row.set === set);
  return {
    ...{ ...common, sheets: [], shown },
    rows: shown.map((row) => rowLine(row, language)),
    shares: set === SHIPPED ? library.shares.map((row) => shareLine(row, language)) : [],
  };
}

function fileSaid(import_: Import | undefined, language: Language): Pick<RowsPage, 'title' | 'file'> {
  const { rows } = figureWords[language];
  if (import_ === undefined) {
    const none = { source: null, published: null, read: null, sha256: null };
    return { title: rows.title, file: { name: FIGURES_FILE, ...none } };
  }
  const { source, published, read, sha256 } = import_;
  const name = importTitle(import_, language);
  return { title: fill(rows.of, { file: name }, language), file: { name, source, published, read, sha256 } };
}

function rowLine(row: FigureRow, language: Language): RowLine {
  const { line, period, region, force, offences, note, published, source } = row;
  return {
    ...{ anchor: anchorOf(row), line, period: periodIn(period, language), note, published, source },
    place: force === null ? region : `${force} (${region})`,
    figure: offences === null ? figureWords[language].table.missing : numberIn(offences, language),
  };
}

const shareLine = ({ line, period, platform, share, known, source }: ShareRow, language: Language) => ({
  ...{
    anchor: shareAnchor(line),
    line,
    period: periodIn(period, language),
    platform,
    source,
    share: percentIn(share, language),
  },
  known: known === null ? figureWords[language].table.missing : numberIn(known, language),
});

function sheetsOf(years: readonly GroomingYear[], language: Language): RowsPage['sheets'] {
  const { rows } = figureWords[language];
  return [...Map.groupBy(years, ({ year }) => year)].map(([year, bodies]) => ({
    ...{ year: yearText(year), anchor: `year-${slug(yearText(year))}` },
    bodies: bodies.map((body) => ({
      anchor: anchorOf(body.row),
      quarters: body.quarters.map(({ sheet, row, force, quarter, offences }) => ({
        ...{ force, quarter, figure: numberIn(offences, language) },
        where: fill(rows.where, { sheet, row: String(row) }, language),
      })),
    })),
  }));
}
