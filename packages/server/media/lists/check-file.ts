/** Reads a whole file of a list, line by line, and says what is in it: before any of it is kept. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Entry } from './entry.ts';
import { ImportError } from './failure.ts';
import { ColumnsError, readerFor } from './formats/index.ts';
import { LINE_BYTES_MAX, LinesError, linesOf } from './lines.ts';
import type { FormatSettings } from './settings.ts';
import { noTally, noteBad, type Tally } from './tally.ts';

export interface FileChecked extends Tally {
  entries: number;
  /** of the file as it is, hexadecimal */
  sha256: string;
}

/** @throws ImportError where it can't be read as a list at all */
export async function checkFile(file: FileHandle, format: FormatSettings, signal?: AbortSignal): Promise<FileChecked> {
  const hash = createHash('sha256');
  const tally = noTally();
  let entries = 0;
  const more = { bytes: (chunk: Buffer) => void hash.update(chunk), ...(signal !== undefined && { signal }) };
  for await (const some of entriesOf(file, format, tally, more)) entries += some.entries.length;
  return { ...tally, entries, sha256: hash.digest('hex') };
}

export interface EntriesOptions {
  bytes?: (chunk: Buffer) => void;
  signal?: AbortSignal;
  /** lines up to this number were taken before, and are passed over */
  after?: number;
}

/** Entries that stand together, and the line up to which they are. */
export interface SomeEntries {
  entries: readonly Entry[];
  upTo: number;
}

/** The entries of a file, some at a time; `tally` counts what is read. @throws ImportError */
export async function* entriesOf(
  file: FileHandle,
  format: FormatSettings,
  tally: Tally,
  { after = 0, ...options }: EntriesOptions = {},
): AsyncGenerator<SomeEntries> {
  const read = readerFor(format);
  try {
    for await (const lines of linesOf(file, options)) {
      const found: Entry[] = [];
      for (const { number, text } of lines) {
        // the first line may be a heading: it is read all the same
        if (number <= after && number > 1) continue;
        const line = text === null ? tooLong : read(text);
        if (number <= after) continue;
        tally.lines++;
        if (line.kind === 'entries') found.push(...line.entries);
        else if (line.kind === 'skipped') tally.skipped++;
        else noteBad(tally, number, line.problem);
      }
      yield { entries: found, upTo: lines.at(-1)?.number ?? after };
    }
  } catch (error) {
    throw asImportError(error);
  }
}

const tooLong = { kind: 'bad', problem: `is longer than ${LINE_BYTES_MAX} bytes` } as const;

function asImportError(error: unknown): unknown {
  if (error instanceof LinesError || error instanceof ColumnsError) return new ImportError(error.code, error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'EIO' || code === 'EISDIR' || code === 'ESTALE' ? new ImportError('unreadable', error) : error;
}
