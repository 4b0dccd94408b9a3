/** The figures that Kith shows: those that come with it, and those that the operator put beside them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RulesError } from '../rules-error.ts';
import { type Grooming, openGrooming } from './grooming.ts';
import { type Import, type ImportOf, importFiles, readImports, readReplies } from './imports/index.ts';
import { coveredBy } from './places.ts';
import {
  FIGURES_FILE,
  type FigureRow,
  type ReadRows,
  readFigures,
  readShares,
  SHARES_FILE,
  type ShareRow,
} from './rows.ts';
import { checkSums, isOf, type Place, type Series, type SumCheck, seriesOf, yearsOf } from './series.ts';
import { type FigureSettings, readFigureSettings, SETTINGS_FILE } from './settings.ts';

export interface Library {
  readonly rows: readonly FigureRow[];
  readonly shares: readonly ShareRow[];
  /** calendar years in which the first and the last year of any figure begin, whoever has it */
  readonly first: number;
  readonly last: number;
  /** the last year of the figures that come with Kith: one that an import alone has may be of a single place */
  readonly lastShipped: number;
  readonly sums: readonly SumCheck[];
  /** what the operator imported, those first that were published first */
  readonly imports: readonly Import[];
  /** the wider class 88A; null where none was imported */
  readonly grooming: Grooming | null;
  readonly settings: FigureSettings;
  series(place: Place): Series;
}

const DATA = join(import.meta.dirname, 'data');
/** How long a folder is believed to be as it was, ms: whoever imports something sees it on the page at once, or nearly. */
const LOOK_EVERY_MS = 5_000;

function sound<R>(name: string, read: ReadRows<R>): readonly R[] {
  if (read.ok) return read.rows;
  throw new RulesError(
    `The figures can't be used: ${name}: ${read.wrong.map(({ line, column, message }) => `${line} ${column} ${message}`).join('; ')}`,
  );
}

const isKind =
  <K extends Import['kind']>(kind: K) =>
  (one: Import): one is ImportOf<K> =>
    one.kind === kind;

/**
 * Reads what comes with Kith, 200 lines, and what is in the operator's folder.
 * @throws RulesError
 */
export function openLibrary(folder: string | null): Library {
  const text = (name: string) => readFileSync(join(DATA, name), 'utf8');
  const imports = folder === null ? [] : readImports(folder);
  const replies = imports
    .filter(isKind('foi'))
    .flatMap(({ name, csv, source, published }) => sound(name, readReplies(csv, { set: name, source, published })));
  const shipped = sound(FIGURES_FILE, readFigures(text(FIGURES_FILE)));
  const rows = [...shipped, ...replies];
  const shares = sound(SHARES_FILE, readShares(text(SHARES_FILE)));
  const usual = yearsOf(shipped) ?? { first: 0, last: 0 };
  return {
    ...{ rows, shares, imports, ...spanning(usual, rows), lastShipped: usual.last },
    sums: checkSums(rows, coveredBy),
    grooming: openGrooming(imports.filter(isKind('home-office'))),
    settings: readFigureSettings(folder),
    series: (place) => {
      // a year that only another place has a figure for is no gap in this one
      const { first, last } = spanning(
        usual,
        rows.filter((row) => isOf(place, row)),
      );
      return seriesOf(rows, place, first, last);
    },
  };
}

/** The years that the figures of Kith itself are of, and those of rows that lie before or after. */
function spanning(usual: { first: number; last: number }, rows: readonly FigureRow[]): { first: number; last: number } {
  const own = yearsOf(rows) ?? usual;
  return { first: Math.min(usual.first, own.first), last: Math.max(usual.last, own.last) };
}

let shipped: Library | undefined;

/** What comes with Kith, read when somebody first looks at it: it does not change, and a start need not wait for it. */
function shippedLibrary(): Library {
  shipped ??= openLibrary(null);
  return shipped;
}

/**
 * The library as the folder is now: read again when something in it has changed. One that can't be used then is told, and
 * what was read before stays.
 */
export function watchedLibrary(
  folder: string | null,
  clock: () => number,
  told: (error: RulesError) => void,
): () => Library {
  if (folder === null) return shippedLibrary;
  let library = openLibrary(folder);
  let seen = stateOf(folder);
  let looked_ms = clock();
  return () => {
    if (clock() - looked_ms < LOOK_EVERY_MS) return library;
    looked_ms = clock();
    const now = stateOf(folder);
    if (now === seen) return library;
    seen = now;
    try {
      library = openLibrary(folder);
    } catch (error) {
      if (!(error instanceof RulesError)) throw error;
      told(error);
    }
    return library;
  };
}

/** Names, sizes and times of its files. */
const stateOf = (folder: string): string =>
  [...importFiles(folder), SETTINGS_FILE]
    .map((name) => {
      const at = statSync(join(folder, name), { throwIfNoEntry: false });
      return `${name} ${at?.size} ${at?.mtimeMs}`;
    })
    .join('\n');
