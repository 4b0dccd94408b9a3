/** The reader of lines that a list's settings ask for. */
import type { FormatSettings } from '../settings.ts';
import { columnLines } from './columns.ts';
import type { ReadsLines } from './format.ts';
import { linkLines } from './links.ts';
import { plainLines } from './plain.ts';
import { threatExchangeLines } from './threatexchange.ts';

export { ColumnsError } from './columns.ts';
export type { ReadLine, ReadsLines } from './format.ts';

/** A reader for one file: begin every file with a new one, as a heading is read but once. */
export function readerFor(format: FormatSettings): ReadsLines {
  switch (format.kind) {
    case 'plain':
      return plainLines();
    case 'columns':
      return columnLines(format);
    case 'threatexchange':
      return threatExchangeLines(format);
    case 'links':
      return linkLines(format);
    default:
      return format satisfies never;
  }
}
