/** What the Family Centre needs of the rest of Kith. */
import type { FamilyPolicy } from '@kith/contract';
import type { Knowledge, Told } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { AuditBy } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import type { Log } from '../ground/log/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import type { WebhookEndpoint } from '../outbox/index.ts';
import type { ReportKeys } from '../reports/index.ts';
import type { Words } from '../words/index.ts';
import type { Looks } from './looks.ts';
import type { NameSource } from './names.ts';

export interface FamilyOptions {
  db: Kysely<Records>;
  store: KnowledgeStore;
  names: NameSource;
  looks: Looks;
  ask<T>(look: (k: Knowledge) => T): Promise<T>;
  policy: () => FamilyPolicy;
  /** a block holds for all accounts of a device that at most so many use */
  sharersMax: () => number;
  words: () => Words;
  endpoints: readonly WebhookEndpoint[];
  /** null where there is nowhere to keep keys: then no report's words are kept */
  reportKeys: ReportKeys | null;
  /** tells Kith an event of its own; resolves when it is committed */
  tell(told: Told): Promise<void>;
  /** there is something in the outbox */
  wake: () => void;
  /** where people reach Kith, without a path; null where nobody has said */
  publicUrl: () => string | null;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Who did something, and when: a platform's key, or somebody who is signed in to the Family Centre. */
export interface Act {
  by: AuditBy;
  now_ms: number;
}
