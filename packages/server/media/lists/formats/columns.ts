/**
 * A table whose columns the operator names: how the IWF's hash lists and others come. A row may have several hashes of one
 * image. The IWF says in public that it lists MD5, SHA-1 and perceptual hashes with a severity of A, B or C; which columns
 * its files have is known to its members alone, so nothing about them is assumed here.
 */
import { type Algorithm, type Entry, PDQ_QUALITY_MIN, readHash } from '../entry.ts';
import { fieldsOf } from './fields.ts';
import { bad, problemOf, type ReadLine, type ReadsLines, skipped } from './format.ts';

export type Column = string | number;

export interface ColumnSettings {
  delimiter: string;
  /** whether the first line names the columns */
  header: boolean;
  /** which column has which hash: by its name, or its number from 1 */
  hashes: Readonly<Partial<Record<Exclude<Algorithm, 'url'>, Column>>>;
  id?: Column | undefined;
  category?: Column | undefined;
  /** of the PDQ hash, 0 to 100 */
  quality?: Column | undefined;
  /** rows whose column does not have one of these values are skipped */
  only?: { column: Column; values: readonly string[] } | undefined;
}

interface Places {
  hashes: readonly { algorithm: Exclude<Algorithm, 'url'>; place: number }[];
  id: number | null;
  category: number | null;
  quality: number | null;
  only: number | null;
}

const HASHES = ['md5', 'sha1', 'sha256', 'pdq'] as const;

export function columnLines(settings: ColumnSettings): ReadsLines {
  let places = settings.header ? null : placesOf(settings, []);
  return (text) => {
    const fields = fieldsOf(text, settings.delimiter);
    if (fields === null) return bad('its quotes do not add up');
    if (places !== null) return readRow(fields, places, settings);
    places = placesOf(
      settings,
      fields.map((field) => field.trim()),
    );
    return skipped;
  };
}

/** A list whose columns are not those of its settings can't be read at all. */
export class ColumnsError extends Error {
  override readonly name = 'ColumnsError';
  readonly code = 'no_such_column';
}

function placesOf(settings: ColumnSettings, names: readonly string[]): Places {
  const place = (column: Column | undefined): number | null => {
    if (column === undefined) return null;
    if (typeof column === 'number') return column - 1;
    const found = names.findIndex((name) => name.toLowerCase() === column.toLowerCase());
    if (found === -1) throw new ColumnsError(`its first line names no column ${column}`);
    return found;
  };
  return {
    hashes: HASHES.flatMap((algorithm) => {
      const at = place(settings.hashes[algorithm]);
      return at === null ? [] : [{ algorithm, place: at }];
    }),
    id: place(settings.id),
    category: place(settings.category),
    quality: place(settings.quality),
    only: place(settings.only?.column),
  };
}

function readRow(fields: readonly string[], places: Places, { only }: ColumnSettings): ReadLine {
  const field = (place: number | null): string => (place === null ? '' : (fields[place]?.trim() ?? ''));
  if (places.only !== null && !only?.values.includes(field(places.only))) return skipped;
  const sourceId = field(places.id);
  const category = field(places.category);
  const problem = problemOf(sourceId, category);
  if (problem !== null) return bad(problem);
  const entries: Entry[] = [];
  let left = 0;
  for (const { algorithm, place } of places.hashes) {
    const text = field(place);
    if (text === '') continue;
    if (algorithm === 'pdq' && places.quality !== null && !(Number(field(places.quality)) >= PDQ_QUALITY_MIN)) {
      left++;
      continue;
    }
    const read = readHash(algorithm, text);
    if (!read.ok) return bad(`its ${algorithm} ${read.problem}`);
    entries.push({ algorithm, hash: read.hash, sourceId, category });
  }
  if (entries.length > 0) return { kind: 'entries', entries };
  return left > 0 ? skipped : bad('has no hash in the columns that were named');
}
