/** What those who judge reports call. Who reported, and what they wrote, is shown to them alone; every look leaves a line. */
import {
  type AuditAction,
  closeReportInput,
  flaggerAccuracy,
  placeInput,
  type ReportOutcome,
  type ReportsPolicy,
  reportPage,
  reportSummary,
  reportsQuery,
  reportView,
  unfoundedInput,
} from '@kith/contract';
import type { FastifyRequest } from 'fastify';
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { joinByReport } from '../cases/index.ts';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records, ReportRow } from '../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { type Language, languageOf } from '../ground/pages/index.ts';
import type { ReportKeys } from './keys.ts';
import { accuracyOf, closeRows, listReports, reportRowOf, summaryOf } from './rows.ts';

/** Accuracy is measured over so many days: what a flagger did long ago says little. */
const ACCURACY_DAYS = 365;
const DAY_MS = 86_400_000;

export interface StaffOptions {
  db: Kysely<Records>;
  keys: ReportKeys | null;
  settings: () => ReportsPolicy;
  /** in the transaction that closes reports: tells whoever reported, as far as they want to hear of it */
  closed(trx: Transaction<Records>, rows: readonly ReportRow[], now_ms: number): Promise<void>;
  clock: () => number;
}

const READ = { access: { to: 'staff', action: 'report.read' } } as const;
const WORK = { access: { to: 'staff', action: 'report.work' } } as const;
const OF_STAFF = { tags: ['reports'], security: [{ session: [] }] };
const params = z.strictObject({ id: z.string().max(64) });

type Asking = Pick<FastifyRequest, 'staff' | 'headers'>;
const languageAsked = ({ staff, headers }: Asking): Language => languageOf(staff.language, headers['accept-language']);

const notKnown = () => new ProblemError('not_known', 'there is no such report', 'id');
const wasClosed = () => new ProblemError('report_closed', 'this report is closed already');

export function staffRoutes(app: HttpApp, options: StaffOptions): void {
  const { db, keys, settings, clock } = options;

  app.route({
    method: 'GET',
    url: '/v1/reports',
    config: READ,
    schema: {
      ...OF_STAFF,
      summary: 'Reports, the newest first, without what was written',
      querystring: reportsQuery,
      response: { 200: reportPage, ...failures },
    },
    handler: async (request) => {
      try {
        return await listReports(db, request.query, languageAsked(request));
      } catch (error) {
        if (error instanceof RangeError) throw new ProblemError('invalid_field', `after: ${error.message}`, 'after');
        throw error;
      }
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/reports/:id',
    config: READ,
    schema: {
      ...OF_STAFF,
      summary: 'One report with what was written: a look at evidence, which leaves a line in the audit log',
      params,
      response: { 200: reportView, ...failures },
    },
    handler: async (request) => {
      const { id } = request.params;
      const { staff } = request;
      const row = await db.transaction().execute(async (trx) => {
        const found = await reportRowOf(trx, id);
        if (found === undefined) throw notKnown();
        await appendAudit(trx, {
          at_ms: clock(),
          by: `staff:${staff.id}`,
          action: 'report.read',
          subject: `report:${id}`,
        });
        return found;
      });
      const said = (await keys?.open(row)) ?? null;
      return {
        ...summaryOf(row, languageAsked(request)),
        ...{ hasText: said !== null, reporter: row.reporter, text: said?.text ?? null },
        ...{ aboutSaid: said?.about ?? null, contact: said?.contact ?? null, who: said?.who ?? null },
      };
    },
  });

  /** Changes a report in a transaction with its line in the audit log; answers with the report as it became. */
  async function change(
    id: string,
    asking: Asking,
    act: { action: AuditAction; detail: Record<string, string> },
    work: (trx: Transaction<Records>, row: ReportRow, now_ms: number) => Promise<void>,
  ) {
    const now_ms = clock();
    return db.transaction().execute(async (trx) => {
      const row = await reportRowOf(trx, id);
      if (row === undefined) throw notKnown();
      await work(trx, row, now_ms);
      await appendAudit(trx, { at_ms: now_ms, by: `staff:${asking.staff.id}`, subject: `report:${id}`, ...act });
      return summaryOf((await reportRowOf(trx, id)) ?? row, languageAsked(asking));
    });
  }

  async function close(trx: Transaction<Records>, id: string, outcome: ReportOutcome, now_ms: number): Promise<void> {
    const rows = await closeRows(trx, [id], outcome, now_ms);
    if (rows.length === 0) throw wasClosed();
    await options.closed(trx, rows, now_ms);
  }

  app.route({
    method: 'POST',
    url: '/v1/reports/:id/place',
    config: WORK,
    schema: {
      ...OF_STAFF,
      summary: 'Say which account a report is about, where what was written named none that is known',
      params,
      body: placeInput,
      response: { 200: reportSummary, ...failures },
    },
    handler: (request) => {
      const { id } = request.params;
      const { about } = request.body;
      return change(id, request, { action: 'report.placed', detail: { about } }, async (trx, row, now_ms) => {
        if (row.about !== null) throw new ProblemError('report_placed', 'this report is about an account already');
        const case_id = await joinByReport(trx, { id, account: about, category: row.category }, now_ms);
        await trx
          .updateTable('report')
          .set({ about, case_id })
          .where('id', '=', id)
          .where('about', 'is', null)
          .execute();
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/reports/:id/close',
    config: WORK,
    schema: {
      ...OF_STAFF,
      summary: 'Close a report that needs no case, and tell whoever reported',
      params,
      body: closeReportInput,
      response: { 200: reportSummary, ...failures },
    },
    handler: (request) => {
      const { id } = request.params;
      const { outcome } = request.body;
      return change(id, request, { action: 'report.closed', detail: { outcome } }, (trx, _, now_ms) =>
        close(trx, id, outcome, now_ms),
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/reports/:id/unfounded',
    config: WORK,
    schema: {
      ...OF_STAFF,
      summary: 'Mark a report as manifestly unfounded (measure D13), with the reason, where the policy allows that',
      params,
      body: unfoundedInput,
      response: { 200: reportSummary, ...failures },
    },
    handler: (request) => {
      const { id } = request.params;
      const { staff } = request;
      const { reason } = request.body;
      if (!settings().unfounded) {
        throw new ProblemError('not_allowed', "the policy doesn't allow that reports are marked as unfounded");
      }
      return change(id, request, { action: 'report.unfounded', detail: {} }, async (trx, _, now_ms) => {
        await close(trx, id, 'unfounded', now_ms);
        // with the report, not in the audit log: what somebody wrote has no place there. A review of the marks rests on it
        const why = { unfounded_by: staff.id, unfounded_reason: reason };
        await trx.updateTable('report').set(why).where('id', '=', id).execute();
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/flaggers',
    config: READ,
    schema: {
      ...OF_STAFF,
      summary: 'How often what trusted flaggers reported was acted on, over the last year',
      response: { 200: flaggerAccuracy, ...failures },
    },
    handler: () => accuracyOf(db, clock() - ACCURACY_DAYS * DAY_MS),
  });
}
