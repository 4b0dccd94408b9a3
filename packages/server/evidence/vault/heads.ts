/** What an item is beside its bytes, sealed: no name, no identifier and no hash of what it holds lies in clear. */
import { z } from 'zod';
import type { EvidenceItemRow } from '../../ground/database/index.ts';
import type { CaseSeal, Place } from './case-seal.ts';
import { EvidenceError } from './errors.ts';

/** Of the details' JSON, UTF-16 code units: an account's details are below that. */
const DETAILS_LENGTH_MAX = 4 * 1024 * 1024;

const head = z.strictObject({
  name: z.string(),
  mediaType: z.string(),
  about: z.string().nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  chunks: z.int().min(1),
  details: z.json().optional(),
});
export type Head = z.infer<typeof head>;

type Clear = Omit<EvidenceItemRow, 'sealed' | 'destroyed_at'>;

const placeOf = ({ id, kind, source, account, bytes, blob, mark, taken_at }: Clear): Place => [
  ...['head', id, kind, source, account],
  ...[bytes, blob, mark, taken_at],
];

/** @throws EvidenceError `too_large` */
export function sealHead(seal: CaseSeal, row: Clear, of: Omit<Head, 'details'> & { details?: unknown }): Buffer {
  const text = JSON.stringify(of);
  if (text.length > DETAILS_LENGTH_MAX) {
    throw new EvidenceError('too_large', `its details have more than ${DETAILS_LENGTH_MAX} characters`);
  }
  return seal.seal(placeOf(row), text);
}

/** null where it was altered, or what lies beside it in clear was. */
export function openHead(seal: CaseSeal, row: EvidenceItemRow): Head | null {
  const opened = row.sealed === null ? null : seal.unseal(placeOf(row), row.sealed);
  if (opened === null) return null;
  const read = head.safeParse(JSON.parse(opened.toString('utf8')));
  return read.success ? read.data : null;
}
