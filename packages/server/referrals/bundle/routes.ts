/** GET /v1/referrals/{id}/bundle: for whoever may read what a referral says. */
import { type BundleFormat, bundleQuery, id } from '@kith/contract';
import { z } from 'zod';
import { renderHtml, renderPdf } from '../../documents/index.ts';
import type { ReferralRow } from '../../ground/database/index.ts';
import { failures, type HttpApp } from '../../ground/http/index.ts';
import { type Language, languageOf } from '../../ground/pages/index.ts';
import { readReferral } from '../content.ts';
import { tellOpened } from '../opened.ts';
import type { ReferralOptions } from '../options.ts';
import { bundleDoc, bundleJson } from './bundle.ts';

const TYPES = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
} as const satisfies Record<BundleFormat, string>;

export function bundleRoutes(app: HttpApp, ready: () => ReferralOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/referrals/:id/bundle',
    config: { access: { to: 'staff', action: 'referral.work' } },
    schema: {
      ...{ tags: ['referrals'], security: [{ session: [] }], params: z.strictObject({ id }), querystring: bundleQuery },
      summary:
        'What a referral says as a file, to be saved, printed or read by a program; leaves a line in the audit log',
      response: { 200: z.any().describe('HTML, PDF or JSON'), ...failures },
    },
    handler: async ({ params, query, staff, headers }, reply) => {
      const options = ready();
      const row = await readReferral(options.store.records.kysely, params.id);
      const language = languageOf(staff.language, headers['accept-language']);
      const file = await fileOf(options, row, query.format, language);
      await tellOpened(options, row, staff.id, 'referral.exported');
      return reply
        .header('content-type', TYPES[query.format])
        .header('content-disposition', `attachment; filename="${row.id}.${query.format}"`)
        .header('cache-control', 'no-store')
        .send(file);
    },
  });
}

async function fileOf(
  options: ReferralOptions,
  row: ReferralRow,
  format: BundleFormat,
  language: Language,
): Promise<Buffer> {
  if (format === 'json') return Buffer.from(await bundleJson(options, row));
  const doc = await bundleDoc(options, row, language);
  return Buffer.from(format === 'html' ? renderHtml(doc) : await renderPdf(doc));
}
