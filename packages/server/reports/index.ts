/** Reports: how people say that somebody frightens a child, what they are told, and what those who judge them see. */
import type { ReportsPolicy } from '@kith/contract';
import type { Knowledge, Told } from '@kith/engine';
import type { Kysely, Transaction } from 'kysely';
import type { Records, ReportRow } from '../ground/database/index.ts';
import type { HttpApp } from '../ground/http/index.ts';
import type { WebhookEndpoint } from '../outbox/index.ts';
import type { Words } from '../words/index.ts';
import { formRoutes } from './form/routes.ts';
import type { ReportKeys } from './keys.ts';
import { platformRoutes } from './platform-routes.ts';
import { staffRoutes } from './staff-routes.ts';
import { closedRows } from './tell.ts';

export { keepAnswering } from './answering.ts';
export { fileReport } from './file.ts';
export { ReportKeys, writeSaid } from './keys.ts';
export { referenceOf } from './reference.ts';
export { acknowledgedRows } from './tell.ts';
export { categories } from './words.ts';

export interface ReportOptions {
  db: Kysely<Records>;
  /** null where there is nowhere to keep keys: then there is no form, and no report's words are kept */
  keys: ReportKeys | null;
  settings: () => ReportsPolicy;
  words: () => Words;
  endpoints: readonly WebhookEndpoint[];
  ask<T>(look: (k: Knowledge) => T): Promise<T>;
  tell(told: Told): Promise<void>;
  publicUrl: string | null;
  clock: () => number;
}

/** In the transaction that closes reports: puts what whoever reported is told into the outbox. */
export const tellClosed =
  (endpoints: readonly WebhookEndpoint[]) =>
  async (trx: Transaction<Records>, rows: readonly ReportRow[], now_ms: number): Promise<void> => {
    const letters = closedRows(rows, endpoints, now_ms);
    if (letters.length === 0) return;
    await trx
      .insertInto('outbox')
      .values(letters)
      .onConflict((c) => c.column('id').doNothing())
      .execute();
  };

/** What platforms and flaggers call. */
export function reportApiRoutes(app: HttpApp, { db, keys, publicUrl, clock }: ReportOptions): void {
  if (keys !== null) platformRoutes(app, { db, keys, publicUrl, clock });
}

/** The form, and what those who judge reports call. */
export function reportWebRoutes(app: HttpApp, options: ReportOptions): void {
  const { db, keys, settings, words, endpoints, clock } = options;
  staffRoutes(app, { db, keys, settings, closed: tellClosed(endpoints), clock });
  if (keys !== null) formRoutes(app, { ...options, keys, help: () => words().helplines });
}
