/** GET /v1/accounts/:id/data, POST and GET /v1/accounts/:id/erasure */
import { accountData, erasure, id } from '@kith/contract';
import { z } from 'zod';
import type { AuditBy } from '../../ground/audit/index.ts';
import { failures, type HttpApp, ProblemError } from '../../ground/http/index.ts';
import type { KeyFolder } from '../../ground/sealing/index.ts';
import type { KnowledgeStore } from '../../knowledge/index.ts';
import { type ErasureOptions, erasureOf, requestErasure } from './erasure.ts';
import { accountDataOf, type DataOptions } from './export.ts';

export interface DataRoutesOptions extends Pick<ErasureOptions, 'policy' | 'logDays'> {
  store: KnowledgeStore;
  /** null where there is nowhere to keep keys */
  keys: KeyFolder | null;
  openReport: DataOptions['openReport'];
  /** milliseconds since 1970 */
  clock: () => number;
}

const params = z.strictObject({ id });
const config = { access: { to: 'key', scope: 'data:manage' } } as const;
const security = [{ key: [] }];
const by = ({ keyId }: { keyId: string | null }): AuditBy => `key:${keyId ?? 'none'}`;

export function dataRoutes(app: HttpApp, options: DataRoutesOptions): void {
  const { store, keys, openReport, clock } = options;
  const erasing = () => ({
    ...{ db: store.records.kysely, policy: options.policy, logDays: options.logDays, now_ms: clock() },
  });
  app.route({
    method: 'GET',
    url: '/v1/accounts/:id/data',
    config,
    schema: {
      tags: ['data'],
      summary: 'What Kith knows of an account, for its person',
      description:
        "The account's own acts and words, for a request of access. Never who reported it, never what others wrote, and nothing " +
        'that differs by whether a case is open: `withheld` says what is left out for everybody.',
      security,
      params,
      response: { 200: accountData, ...failures },
    },
    handler: (request) => accountDataOf(request.params.id, { store, keys, openReport, now_ms: clock() }, by(request)),
  });
  app.route({
    method: 'POST',
    url: '/v1/accounts/:id/erasure',
    config,
    schema: {
      tags: ['data'],
      summary: "Ask for the erasure of an account's data",
      description:
        'Kith treats the account as deleted, deletes what may be deleted, and says item by item what the law or its purpose ' +
        'keeps and until when. The answer is for the platform: of a case that is open its person must not learn by it.',
      security,
      params,
      response: { 200: erasure, ...failures },
    },
    handler: (request) => requestErasure(erasing(), request.params.id, by(request)),
  });
  app.route({
    method: 'GET',
    url: '/v1/accounts/:id/erasure',
    config,
    schema: {
      tags: ['data'],
      summary: 'How far an erasure is',
      security,
      params,
      response: { 200: erasure, ...failures },
    },
    handler: async ({ params }) => {
      const found = await erasureOf(erasing(), params.id);
      if (found === null) throw new ProblemError('not_known', 'nobody asked for the erasure of this account', 'id');
      return found;
    },
  });
}
