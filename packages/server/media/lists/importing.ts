/** What an import is given, and what comes of it. */
import type { Kysely } from 'kysely';
import type { KnownVersionRow, Records } from '../../ground/database/index.ts';
import type { Lease } from './lease.ts';
import type { ListSettings } from './settings.ts';
import type { FetchLimits } from './sources/limits.ts';

export interface ImportOptions {
  db: Kysely<Records>;
  /** milliseconds since 1970 */
  clock: () => number;
  /** aborted when Kith stops: what was read stays, and the next import goes on from there */
  signal?: AbortSignal;
  /** the folder that downloads lie in until they are imported */
  spool: string;
  /** how long sources may take; FETCH_LIMITS unless told */
  limits?: FetchLimits;
  /** takes a list that has become much smaller, or has many bad lines: somebody looked at it, and means it */
  accepted?: boolean;
  /** told how many lines are staged, of how many (0: not known) */
  onProgress?: (lines: number, of: number) => void;
}

/** An import under way. */
export interface Importing extends ImportOptions {
  settings: ListSettings;
  lease: Lease;
  /** ends it: Kith stops, or the lease is lost */
  signal: AbortSignal;
  limits: FetchLimits;
  /** when the source is to be asked next */
  next_ms: number;
  /**
   * The source was asked, and the list is as it was.
   * @param freshAt_ms null: its source does not say since when
   * @param cursor where it changed though the list did not
   */
  noteUnchanged(freshAt_ms: number | null, cursor?: string | null): Promise<void>;
}

export type Imported = { kind: 'imported'; version: KnownVersionRow } | { kind: 'unchanged' };
