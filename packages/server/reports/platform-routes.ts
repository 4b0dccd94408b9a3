/** What platforms and trusted flaggers call: links to the form, and reports of their own. */
import { createHash } from 'node:crypto';
import { type FlaggedInput, flaggedReceipts, flaggedReports, reportLink, reportLinkInput } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { inLanguage } from '../ground/pages/index.ts';
import { fileReport } from './file.ts';
import { type ReportKeys, writeSaid } from './keys.ts';
import { linkToken } from './links.ts';
import { referenceOf } from './reference.ts';
import { spokenOf } from './words.ts';

/** REPORTS_AT_ONCE_MAX reports with the longest texts, each character escaped, in bytes. */
const REPORTS_BYTES_MAX = 8 * 1024 * 1024;

export interface PlatformOptions {
  db: Kysely<Records>;
  keys: ReportKeys;
  /** where people reach Kith, without a path; the address that it was asked at where nobody has said */
  publicUrl: string | null;
  clock: () => number;
}

export function platformRoutes(app: HttpApp, options: PlatformOptions): void {
  const { db, keys, clock } = options;
  app.route({
    method: 'POST',
    url: '/v1/report-links',
    config: { access: { to: 'key', scope: 'reports:write' } },
    schema: {
      tags: ['reports'],
      summary: 'A link to the report form, for somebody who is signed in on the platform',
      description:
        'Open it in a browser where somebody taps "report". It works for an hour and serves one report, which then comes ' +
        'as the event report.filed. What it names is sealed: nobody can read it from the address or change it.',
      security: [{ key: [] }],
      body: reportLinkInput,
      response: { 200: reportLink, ...failures },
    },
    handler: async ({ body, protocol, host }) => {
      if (body.reporter === body.about) {
        throw new ProblemError('invalid_field', 'about: must be somebody else than `reporter`', 'about');
      }
      const made = linkToken(keys.carried, body, clock());
      if (made === null) throw new ProblemError('too_large', 'the ids together are too long for an address');
      const base = options.publicUrl ?? `${protocol}://${host}`;
      const path = `/report/start/${made.token}`;
      const url = new URL(body.language === undefined ? path : inLanguage(path, spokenOf(body.language)), base).href;
      return { url, expires: new Date(made.until).toISOString() };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/reports',
    config: { access: { to: 'key', scope: 'reports:flag' } },
    bodyLimit: REPORTS_BYTES_MAX,
    schema: {
      tags: ['reports'],
      summary: 'Reports by a trusted flagger',
      description:
        'They go ahead in the queue of cases. The same id by the same key is the same report, however often it is sent. ' +
        'All of a call are taken, or none.',
      security: [{ key: [] }],
      body: flaggedReports,
      response: { 200: flaggedReceipts, ...failures },
    },
    handler: async ({ body: { source, reports }, keyId }) => {
      if (keyId === null) throw new Error('a report of a flagger without a key');
      const received_at = clock();
      const rows = reports.map((report) => ({ given: report.id, row: rowOf(report) }));
      // in one order everywhere: two calls about the same accounts must not wait for each other
      rows.sort((a, b) => ((a.row.about ?? '') < (b.row.about ?? '') ? -1 : 1));
      const results = await db.transaction().execute(async (trx) => {
        const done = new Map<string, 'accepted' | 'duplicate'>();
        for (const { given, row } of rows) if (!done.has(given)) done.set(given, await fileReport(trx, row));
        return reports.map(({ id }) => {
          const report = reportId(keyId, id);
          return { id, status: done.get(id) ?? 'duplicate', report, reference: referenceOf(report) } as const;
        });
      });
      return { results };

      function rowOf({ id, about, category, conversation, message, text, at }: FlaggedInput) {
        const report = reportId(keyId ?? '', id);
        return {
          ...{ id: report, source, about, category, conversation, message, received_at, language: 'en' },
          words: text ? keys.seal(report, writeSaid({ text })) : null,
          at: at === undefined ? received_at : Date.parse(at),
          // the answer to the call is their acknowledgement
          ...{ child: false, optedOut: true, flagger: keyId },
        };
      }
    },
  });
}

/** 128 bits of a hash: a flagger's ids are as they like. */
const reportId = (key: string, id: string): string =>
  `rep_${createHash('sha256')
    .update(JSON.stringify(['flagged', key, id]))
    .digest('hex')
    .slice(0, 32)}`;
