/** GET /v1/live: tells a screen that something of it has changed. */
import { type LiveQuery, liveQuery } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { createLive, failures, type HttpApp, ProblemError, sentAlready } from '../ground/http/index.ts';
import { type Action, mayDo } from '../ground/staff/index.ts';
import { markOf } from './marks.ts';

export interface LiveRoutes {
  db: Kysely<Records>;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Screens that are told of news at once; the others look by themselves every few seconds. */
const LISTENERS_MAX = 256;
/** After so long a screen asks again, and whether its session still stands is seen, milliseconds. */
const LISTENS_MAX_MS = 5 * 60_000;
/** The most that is watched, as text: an identifier and a word. */
const KEY_LENGTH_MAX = 1024;

/** What somebody must be allowed beside reading cases. */
const NEEDED: Readonly<Partial<Record<LiveQuery['watch'], Action>>> = {
  appeals: 'appeal.read',
  referrals: 'referral.read',
  referral: 'referral.read',
};

export function liveRoutes(app: HttpApp, { db, clock }: LiveRoutes): void {
  const live = createLive(
    async (key) => JSON.stringify({ mark: await markOf(db, liveQuery.parse(JSON.parse(key)), clock()) }),
    (error) => app.log.error({ err: error }, 'what has changed could not be told'),
    { listenersMax: LISTENERS_MAX, listensMax_ms: LISTENS_MAX_MS },
  );
  app.addHook('preClose', async () => live.close());

  app.route({
    method: 'GET',
    url: '/v1/live',
    config: { access: { to: 'staff', action: 'case.read' } },
    schema: {
      tags: ['cases'],
      summary: 'Says, for as long as it is listened to, that something of a screen has changed, and never what',
      description:
        'Server-sent events: `update` with `{"mark"}`, which is another one after each change. It ends by itself after some ' +
        'minutes: ask again.',
      security: [{ session: [] }],
      querystring: liveQuery,
      response: failures,
    },
    handler: async (request, reply) => {
      const { query, staff } = request;
      const needed = NEEDED[query.watch];
      if (needed !== undefined && !mayDo(staff.roles, needed)) {
        throw new ProblemError('not_found', 'there is nothing at this address');
      }
      const key = JSON.stringify(query);
      if (key.length > KEY_LENGTH_MAX) throw new ProblemError('invalid_field', 'id: is too long', 'id');
      if (!live.listen(reply.raw, key, sentAlready(reply))) {
        throw new ProblemError('busy', 'too many screens listen: look again in a moment');
      }
      reply.hijack();
      return reply;
    },
  });
}
