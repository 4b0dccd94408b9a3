/** A document as CSV: every line says of which section it is and what it is, and has as many fields as every other. */
import { csvOf } from '../ground/csv/index.ts';
import { type Block, type Cell, type Doc, piecesOf } from './document.ts';

type Line = readonly Cell[];

/** `section,line,cell 1,cell 2,...`; `hash` is of hashOf; lines are called title, service, day, sha256, note, text, item, fact, columns or row. */
export function* csvParts(doc: Doc, hash: string): Generator<string> {
  const width = Math.max(2, ...doc.sections.flatMap(({ blocks }) => blocks.map(widthOf)));
  const write = (lines: Iterable<Line>): string =>
    csvOf(Array.from(lines, (line) => [...line, ...Array<null>(width + 2 - line.length).fill(null)]));
  yield write([
    ['section', 'line', ...Array.from({ length: width }, (_, i) => `cell ${i + 1}`)],
    ['', 'title', doc.title],
    ['', 'service', doc.service],
    ['', 'day', doc.day],
    ['', 'sha256', hash],
    ...doc.notes.map((note): Line => ['', 'note', note]),
  ]);
  for (const { title, blocks } of doc.sections) {
    yield write([[title, 'section', title]]);
    for (const block of blocks) for (const lines of linesOf(title, block)) yield write(lines);
  }
}

const widthOf = (block: Block): number => (block.kind === 'table' ? block.columns.length : 2);

function* linesOf(section: string, block: Block): Generator<readonly Line[]> {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      yield [[section, block.kind, block.text]];
      return;
    case 'list':
      yield block.items.map((item) => [section, 'item', item]);
      return;
    case 'facts':
      yield block.facts.map(({ label, text }) => [section, 'fact', label, text]);
      return;
    case 'table':
      yield [
        [section, 'table', block.caption],
        [section, 'columns', ...block.columns.map(({ title }) => title)],
      ];
      for (const rows of piecesOf(block.rows)) yield rows.map((row): Line => [section, 'row', ...row]);
      return;
    default:
      block satisfies never;
  }
}
