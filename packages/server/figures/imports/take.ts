/** Takes a file in: read whole, and put into the operator's folder, or refused with what is wrong and where. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readTablesApart } from './home-office-thread.ts';
import {
  type Import,
  importBy,
  importCaveats,
  importDay,
  importPublished,
  importSource,
  sha256Of,
  writeImport,
} from './imports.ts';
import { readReplies } from './replies.ts';

export const IMPORT_KINDS = ['home-office', 'foi'] as const;
type Kind = (typeof IMPORT_KINDS)[number];

/** Where the Home Office publishes its tables. */
const TABLES =
  'https://www.gov.uk/government/statistical-data-sets/police-recorded-crime-and-outcomes-open-data-tables';
/** 10,000 replies with their sources. */
const REPLIES_BYTES_MAX = 4 * 1024 * 1024;

export interface Asked {
  path: string;
  kind: Kind;
  /** a day such as 2026-04-23, or a month; tables say it in their file's name */
  published?: string | undefined;
  source?: string | undefined;
  /** whose requests were answered, as readers are told; replies must say it */
  by?: string | undefined;
  caveats: readonly string[];
  /** the day on which it was read, such as 2026-11-26 */
  read: string;
}

interface Wrong {
  /** where: a sheet and a row, a line, a flag */
  where: string;
  message: string;
}
export type Taken = { ok: true; what: Parameters<typeof writeImport>[1]; rows: number } | { ok: false; wrong: Wrong[] };

/** Reads a file that is to be imported; nothing is written. */
export async function readImport(asked: Asked): Promise<Taken> {
  const wrong = flagsWrong(asked);
  // what is wrong in the file is said beside it: whoever mends it mends all at once
  const taken = await (asked.kind === 'home-office' ? readTables(asked) : readAnswers(asked));
  if (wrong.length === 0) return taken;
  return { ok: false, wrong: [...wrong, ...(taken.ok ? [] : taken.wrong)] };
}

/** Puts what was read into the operator's folder. */
export const keepImport = (
  folder: string,
  { what }: Extract<Taken, { ok: true }>,
): { made: Import; already: boolean } => writeImport(folder, what);

function flagsWrong({ kind, published, source, by, caveats, read }: Asked): Wrong[] {
  const checks = [
    ['--published', importPublished.optional().safeParse(published)],
    ['--source', importSource.optional().safeParse(source)],
    ['--by', importBy.optional().safeParse(by)],
    ['--caveat', importCaveats.safeParse(caveats)],
    ['--read', importDay.safeParse(read)],
  ] as const;
  const wrong = checks.flatMap(([where, { error }]) =>
    (error?.issues ?? []).map(({ message }) => ({ where, message })),
  );
  if (kind === 'foi' && by === undefined) {
    wrong.push({ where: '--by', message: 'must say whose requests were answered: readers are told it as the source' });
  }
  return wrong;
}

/** Tables are named prc-pfa-mar2013-onwards-tables-DDMMYY.ods. */
function publishedBy(path: string): string | undefined {
  const [, day, month, year] = /-(\d\d)(\d\d)(\d\d)\.ods$/i.exec(path) ?? [];
  const said = `20${year}-${month}-${day}`;
  return importDay.safeParse(said).success ? said : undefined;
}

async function readTables({
  path,
  published = publishedBy(path),
  source = TABLES,
  caveats,
  read,
}: Asked): Promise<Taken> {
  // it takes long to load: whoever imports nothing does without
  const { TABLES_BYTES_MAX } = await import('./home-office.ts');
  const bytes = await bytesOf(path, TABLES_BYTES_MAX);
  if (!(bytes instanceof Uint8Array)) return { ok: false, wrong: [bytes] };
  const tables = await readTablesApart(bytes);
  const wrong: Wrong[] = tables.ok
    ? []
    : tables.wrong.map(({ sheet, row, column, message }) => ({
        where: [sheet && `sheet ${sheet}`, row && `row ${row}`, column].filter(Boolean).join(', '),
        message,
      }));
  if (published === undefined) wrong.push({ where: '--published', message: 'must say when the tables were published' });
  if (!tables.ok || published === undefined) return { ok: false, wrong };
  const { quarters, leftOut } = tables;
  const file = { file: basename(path), sha256: sha256Of(bytes), read, caveats: [...caveats] };
  const what = {
    kind: 'home-office' as const,
    ...file,
    source,
    published,
    leftOut: [...leftOut],
    quarters: [...quarters],
  };
  return { ok: true, what, rows: quarters.length };
}

async function readAnswers({ path, published, source, by, caveats, read }: Asked): Promise<Taken> {
  const bytes = await bytesOf(path, REPLIES_BYTES_MAX);
  if (!(bytes instanceof Uint8Array)) return { ok: false, wrong: [bytes] };
  const csv = new TextDecoder().decode(bytes);
  const given = { source: source ?? null, published: published ?? null };
  const replies = readReplies(csv, { set: '', ...given });
  if (!replies.ok) {
    const wrong = replies.wrong.map(({ line, column, message }) => ({
      where: column === '' ? `line ${line}` : `line ${line}, ${column}`,
      message,
    }));
    return { ok: false, wrong };
  }
  const file = { file: basename(path), sha256: sha256Of(bytes), read, caveats: [...caveats] };
  return { ok: true, what: { kind: 'foi', ...file, ...given, by: by?.trim(), csv }, rows: replies.rows.length };
}

async function bytesOf(path: string, bytesMax: number): Promise<Uint8Array | Wrong> {
  try {
    const { size } = await stat(path);
    if (size > bytesMax) return { where: path, message: `must have at most ${bytesMax / 1024 / 1024} MB` };
    return await readFile(path);
  } catch (error) {
    return { where: path, message: error instanceof Error ? error.message : String(error) };
  }
}
