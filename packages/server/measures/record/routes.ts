/** GET /v1/measures/export: the record of a past day, as a file. */
import { measureExportQuery } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { sendDocument } from '../../documents/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { failures, type HttpApp } from '../../ground/http/index.ts';
import { type RecordRegistry, recordOf } from './record.ts';

export interface RecordRoutesOptions {
  db: Kysely<Records>;
  registry: RecordRegistry;
}

export function recordRoutes(app: HttpApp, { db, registry }: RecordRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/measures/export',
    config: { access: { to: 'staff', action: 'measures.read' } },
    schema: {
      ...{ tags: ['measures'], security: [{ session: [] }], querystring: measureExportQuery },
      summary: 'The record of the service on a day that is over, as a file: the same bytes whenever it is asked for',
      response: { 200: z.any().describe('HTML, PDF, CSV or JSON'), ...failures },
    },
    serializerCompiler: () => (data) => String(data),
    handler: async ({ query }, reply) => sendDocument(reply, await recordOf(db, registry, query.day), query.format),
  });
}
