/**
 * Files of ThreatExchange's public Python library (python-threatexchange): what `threatexchange dataset --print-signals --csv`
 * writes, with the heading collab,signal_type,signal_str,category,tags (tags parted by spaces), and the files of signals
 * that its file exchange reads and writes, a line `signal_type signal_str`.
 */
import { algorithmNamed, type Entry, readHash } from '../entry.ts';
import { fieldsOf } from './fields.ts';
import { bad, problemOf, type ReadLine, type ReadsLines, skipped } from './format.ts';

const HEADING = ['collab', 'signal_type', 'signal_str', 'category', 'tags'];

/** What members say a signal is; those that say it is not known material are never matched. */
const CATEGORIES = ['POSITIVE_CLASS', 'INVESTIGATION_SEED', 'DISPUTED', 'NEGATIVE_CLASS'];
const NOT_MATCHED = 'NEGATIVE_CLASS';

export interface ThreatExchangeSettings {
  /** only signals with one of these tags; all where it is left out */
  tags?: readonly string[] | undefined;
  /** only those of this collaboration */
  collaboration?: string | undefined;
}

export function threatExchangeLines(settings: ThreatExchangeSettings): ReadsLines {
  let table: boolean | null = null;
  return (text) => {
    if (table === null) {
      table = text.trim() === HEADING.join(',');
      if (table) return skipped;
    }
    return table ? readRow(text, settings) : readPair(text);
  };
}

function readRow(text: string, { tags, collaboration }: ThreatExchangeSettings): ReadLine {
  const fields = fieldsOf(text, ',');
  if (fields === null) return bad('its quotes do not add up');
  const [collab, type, signal, category, tagged] = fields;
  if (fields.length !== HEADING.length || type === undefined || signal === undefined || category === undefined) {
    return bad(`has ${fields.length} fields: ${HEADING.length} were expected`);
  }
  if (!CATEGORIES.includes(category)) return bad(`its category is not one of ${CATEGORIES.join(', ')}`);
  if (category === NOT_MATCHED) return skipped;
  if (collaboration !== undefined && collab !== collaboration) return skipped;
  const has = (tagged ?? '').split(' ');
  if (tags !== undefined && !tags.some((tag) => has.includes(tag))) return skipped;
  return signalOf(type, signal, category);
}

function readPair(text: string): ReadLine {
  const [type = '', signal, ...more] = text.trim().split(' ');
  if (signal === undefined) return bad('has no signal after its type');
  // texts and links are signals, too, and may have spaces
  if (more.length > 0) return algorithmNamed(type) ? bad('has more than a type and a signal') : skipped;
  return signalOf(type, signal, '');
}

function signalOf(type: string, signal: string, category: string): ReadLine {
  const algorithm = algorithmNamed(type);
  // the library is extended by types of its users' own
  if (algorithm === null || algorithm === undefined || algorithm === 'url') return skipped;
  const read = readHash(algorithm, signal);
  if (!read.ok) return bad(read.problem);
  const problem = problemOf('', category);
  if (problem !== null) return bad(problem);
  const entry: Entry = { algorithm, hash: read.hash, sourceId: '', category };
  return { kind: 'entries', entries: [entry] };
}
