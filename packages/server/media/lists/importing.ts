/** What an import is given, and what comes of it. */
import type { Kysely } from 'kysely';
import type { KnownVersionRow, Records } from '../../ground/database/index.ts';
import type { Lease } from './lease.ts';
import type { ListSettings } from './settings.ts';

export interface ImportOptions {
  db: Kysely<Records>;
  /** milliseconds since 1970 */
  clock: () => number;
  /** aborted when Kith stops: what was read stays, and the next import goes on from there */
  signal?: AbortSignal;
  /** takes a list that has become much smaller, or has many bad lines: somebody looked at it, and means it */
  accepted?: boolean;
}

/** An import under way. */
export interface Importing extends ImportOptions {
  settings: ListSettings;
  lease: Lease;
  /** ends it: Kith stops, or the lease is lost */
  signal: AbortSignal;
  /** when the source is to be asked next */
  next_ms: number;
}

export type Imported = { kind: 'imported'; version: KnownVersionRow } | { kind: 'unchanged' };
