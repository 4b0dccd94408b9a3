/**
 * A list of links, one a line, or a column of a table: how URL lists come. An entry is a page; all below a path (it ends with
 * /*); or a host with all under it (a bare name, or *.name). Only hashes of them are kept.
 */
import { entryHash } from '../../links/expressions.ts';
import { type IsTracking, TRACKING, trackingOf } from '../../links/plain-link.ts';
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
  /** parameters that make no other page; those that begin so where they end with * */
  trackingParameters?: readonly string[] | undefined;
  /** whether a host under which a company gives names to everybody may be listed whole */
  sharedHosts: boolean;
}

/** Which parameters make no other page for a list: those that say only where somebody came from, unless it names its own. */
export const trackingFor = ({ trackingParameters }: Pick<LinksSettings, 'trackingParameters'>): IsTracking =>
  trackingOf(trackingParameters ?? TRACKING);

export function linkLines(settings: LinksSettings): ReadsLines {
  let heading = settings.header;
  const isTracking = trackingFor(settings);
  return (text) => {
    if (heading) {
      heading = false;
      return skipped;
    }
    return text.startsWith('#') ? skipped : readLink(text, settings, isTracking);
  };
}

function readLink(text: string, settings: LinksSettings, isTracking: IsTracking): ReadLine {
  const { delimiter, link, id, category, sharedHosts } = settings;
  const fields = delimiter === undefined ? [text] : fieldsOf(text, delimiter);
  if (fields === null) return bad('its quotes do not add up');
  const field = (place: number | undefined): string => (place === undefined ? '' : (fields[place - 1]?.trim() ?? ''));
  const [sourceId, kind] = [field(id), field(category)];
  const problem = problemOf(sourceId, kind);
  if (problem !== null) return bad(problem);
  const read = entryHash(field(link), isTracking, sharedHosts);
  if (!read.ok) return bad(read.problem);
  return { kind: 'entries', entries: [{ algorithm: 'url', hash: read.hash, sourceId, category: kind }] };
}
