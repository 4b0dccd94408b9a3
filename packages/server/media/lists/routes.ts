/** GET /v1/lists: for everybody who works with Kith. */
import { listsView } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { failures, type HttpApp } from '../../ground/http/index.ts';
import { languageOf } from '../../ground/pages/index.ts';
import type { ListSettings } from './settings.ts';
import { viewLists } from './view.ts';

export interface ListRoutesOptions {
  db: Kysely<Records>;
  lists: readonly ListSettings[];
  /** whether they are in memory */
  ready: () => boolean;
  /** milliseconds since 1970 */
  clock: () => number;
}

export function listRoutes(app: HttpApp, { db, lists, ready, clock }: ListRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/lists',
    config: { access: { to: 'staff', action: 'list.read' } },
    schema: {
      tags: ['lists'],
      security: [{ session: [] }],
      summary: 'How the lists of known material stand: which version, how old, what failed, what was judged wrong',
      response: { 200: listsView, ...failures },
    },
    handler: ({ staff, headers }) =>
      viewLists(db, lists, {
        ...{ now_ms: clock(), ready: ready() },
        language: languageOf(staff.language, headers['accept-language']),
      }),
  });
}
