/** Kith's own format: a line an entry, `algorithm,hash[,id[,category]]`; # begins a remark. */
import { algorithmNamed, readHash } from '../entry.ts';
import { fieldsOf } from './fields.ts';
import { bad, problemOf, type ReadLine, type ReadsLines, skipped } from './format.ts';

export const plainLines = (): ReadsLines => readLine;

function readLine(text: string): ReadLine {
  if (text.startsWith('#')) return skipped;
  const fields = fieldsOf(text, ',');
  if (fields === null) return bad('its quotes do not add up');
  const [name = '', hash, id = '', category = ''] = fields.map((field) => field.trim());
  if (hash === undefined) return bad('has one field: algorithm,hash[,id[,category]] was expected');
  const algorithm = algorithmNamed(name);
  if (algorithm === null) return skipped;
  if (algorithm === undefined || algorithm === 'url') return bad('its algorithm is not md5, sha1, sha256 or pdq');
  const read = readHash(algorithm, hash);
  if (!read.ok) return bad(read.problem);
  const problem = problemOf(id, category);
  if (problem !== null) return bad(problem);
  return { kind: 'entries', entries: [{ algorithm, hash: read.hash, sourceId: id, category }] };
}
