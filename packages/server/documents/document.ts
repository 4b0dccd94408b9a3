/**
 * What a document of Kith's says, before it is HTML, PDF, CSV or JSON. A document is of a day, and has no time of making in
 * it: the same content gives the same bytes, whenever and however often somebody asks.
 */
import type { Language } from '../ground/pages/index.ts';

/** A text, a number, or nothing known. */
export type Cell = string | number | null;

export interface Column {
  title: string;
  /** its cells are numbers, set to the right */
  numeric?: boolean;
}

export type Block =
  | { kind: 'heading'; text: string }
  /** its lines stay lines */
  | { kind: 'text'; text: string }
  /** what a reader must know beside what stands around it */
  | { kind: 'note'; text: string }
  | { kind: 'list'; items: readonly string[] }
  /** names with what is so called, such as questions and answers */
  | { kind: 'facts'; facts: readonly { label: string; text: string }[] }
  /** the first column says what its row is about */
  | (Table & { kind: 'table'; onPaper?: OnPaper });

export interface Table {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}

/**
 * What a PDF has in a table's place where that would fill more pages than anybody turns. The other forms have the table
 * itself, and the hash is of that.
 */
export interface OnPaper {
  /** says so, and where the table is */
  note: string;
  table: Table;
}

export interface Section {
  title: string;
  blocks: readonly Block[];
}

export interface Doc {
  /** what kind of document it is, for programs and names of files: `measures-record` */
  kind: string;
  language: Language;
  title: string;
  /** whose it is */
  service: string;
  /** the day that it is as of, YYYY-MM-DD, UTC */
  day: string;
  /** that day is today: what is said may still change on it */
  underWay?: boolean;
  /** what must be known before the rest is read */
  notes: readonly string[];
  sections: readonly Section[];
}

export const documentFormats = ['html', 'pdf', 'csv', 'json'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

/** Rows of all tables together: a year of 1,000 counts by day, and half as much again. */
export const DOCUMENT_ROWS_MAX = 550_000;
/** More columns than fit on paper. */
const COLUMNS_MAX = 24;

/** Thrown where a document isn't one: a mistake of whoever made it. */
export class DocumentError extends Error {}

/** Refuses what couldn't be shown alike in every form. @throws DocumentError */
export function checkDocument({ kind, day, sections }: Doc): void {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(kind)) throw new DocumentError(`kind ${kind} is no name of a file`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) throw new DocumentError(`day ${day} is none`);
  let rows = 0;
  for (const block of sections.flatMap(({ blocks }) => blocks)) {
    if (block.kind !== 'table') continue;
    rows += block.rows.length;
    checkTable(block);
    if (block.onPaper !== undefined) checkTable(block.onPaper.table);
  }
  if (rows > DOCUMENT_ROWS_MAX) throw new DocumentError(`${rows} rows of at most ${DOCUMENT_ROWS_MAX}`);
}

function checkTable({ caption, columns, rows }: Table): void {
  if (columns.length < 1 || columns.length > COLUMNS_MAX)
    throw new DocumentError(`${caption}: ${columns.length} columns`);
  for (const row of rows) {
    if (row.length !== columns.length) throw new DocumentError(`${caption}: a row of ${row.length} cells`);
    if (row.some((value) => typeof value === 'number' && !Number.isFinite(value)))
      throw new DocumentError(`${caption}: a number that is none`);
  }
}

/** A document with what stands on paper in place of the tables that only the other forms have. */
export const onPaper = (doc: Doc): Doc => ({
  ...doc,
  sections: doc.sections.map(({ title, blocks }) => ({ title, blocks: blocks.flatMap(blocksOnPaper) })),
});

const blocksOnPaper = (block: Block): Block[] =>
  block.kind !== 'table' || block.onPaper === undefined
    ? [block]
    : [
        { kind: 'note', text: block.onPaper.note },
        { kind: 'table', ...block.onPaper.table },
      ];

/** Every text that stands in a document, piece by piece. */
export function* textsOf({
  title,
  service,
  notes,
  sections,
}: Pick<Doc, 'title' | 'service' | 'notes' | 'sections'>): Generator<string> {
  yield* [title, service, ...notes];
  for (const section of sections) {
    yield section.title;
    for (const block of section.blocks) yield* textsOfBlock(block);
  }
}

function* textsOfBlock(block: Block): Generator<string> {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      yield block.text;
      return;
    case 'list':
      yield* block.items;
      return;
    case 'facts':
      for (const { label, text } of block.facts) yield* [label, text];
      return;
    case 'table':
      yield block.caption;
      for (const { title } of block.columns) yield title;
      for (const row of block.rows) for (const value of row) if (typeof value === 'string') yield value;
      return;
    default:
      block satisfies never;
  }
}

/** Rows that are turned into text at once: between two such pieces others have their turn. */
export const ROWS_A_PIECE = 500;

export function* piecesOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += ROWS_A_PIECE) yield all.slice(at, at + ROWS_A_PIECE);
}
