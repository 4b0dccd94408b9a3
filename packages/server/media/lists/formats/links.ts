/**
 * A list of links, one a line, or a column of a table: how URL lists come. An entry is a page; all below a path (it ends with
 * /*); or a host with all under it (a bare name, or *.name). Only hashes of them are kept.
 */
import { entryHash } from '../../links/expressions.ts';
import { TRACKING, trackingOf } from '../../links/plain-link.ts';
import { fieldsOf } from './fields.ts';
import { bad, problemOf, type ReadLine, type ReadsLines, skipped } from './format.ts';

export interface LinksSettings {
  /** where each line is a table's row: what parts its fields */
  delimiter?: ',' | ';' | '\t' | '|' | undefined;
  /** whether the first line names the columns */
  header: boolean;
  /** columns by number, from 1 */
  link: number;
  id?: number | undefined;
  category?: number | undefined;
}

/** What says only where somebody came from makes no other page. */
export const isTracking = trackingOf(TRACKING);

export function linkLines(settings: LinksSettings): ReadsLines {
  let heading = settings.header;
  return (text) => {
    if (heading) {
      heading = false;
      return skipped;
    }
    return text.startsWith('#') ? skipped : readLink(text, settings);
  };
}

function readLink(text: string, { delimiter, link, id, category }: LinksSettings): ReadLine {
  const fields = delimiter === undefined ? [text] : fieldsOf(text, delimiter);
  if (fields === null) return bad('its quotes do not add up');
  const field = (place: number | undefined): string => (place === undefined ? '' : (fields[place - 1]?.trim() ?? ''));
  const [sourceId, kind] = [field(id), field(category)];
  const problem = problemOf(sourceId, kind);
  if (problem !== null) return bad(problem);
  const read = entryHash(field(link), isTracking);
  if (!read.ok) return bad(read.problem);
  return { kind: 'entries', entries: [{ algorithm: 'url', hash: read.hash, sourceId, category: kind }] };
}
