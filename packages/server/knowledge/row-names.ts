/** Ids of rows that events make. */
import { createHash } from 'node:crypto';

/** 128 bits of a hash: event ids are the platform's and as long as they like. */
export function nameOf(kind: string, event: string, place: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([kind, event, place]))
    .digest('hex');
  return `${kind}_${digest.slice(0, 32)}`;
}
