/** /v1/outbox: what could not be delivered, for those who look after deliveries. */
import { type LetterView, letterShown, outboxPage, outboxQuery, replayAnswer, replayInput } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { countOutbox, type Letter, listLetters, replayLetters, showLetter } from './letters.ts';

const READ = { access: { to: 'staff', action: 'outbox.read' } } as const;
const REPLAY = { access: { to: 'staff', action: 'outbox.replay' } } as const;
const OF_STAFF = { tags: ['outbox'], security: [{ session: [] }] };

export interface OutboxRoutes {
  db: Kysely<Records>;
  /** milliseconds since 1970 */
  clock: () => number;
}

export function outboxRoutes(app: HttpApp, { db, clock }: OutboxRoutes): void {
  app.route({
    method: 'GET',
    url: '/v1/outbox',
    config: READ,
    schema: {
      ...OF_STAFF,
      summary: 'How much waits to be delivered, and the webhooks that were given up, without what they say',
      querystring: outboxQuery,
      response: { 200: outboxPage, ...failures },
    },
    handler: async ({ query: { after, limit, ...filter } }) => {
      const [counts, page] = await Promise.all([countOutbox(db), listLetters(db, filter, { after, limit })]);
      return { counts, letters: page.letters.map(shown), next: page.next };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/outbox/:id',
    config: READ,
    schema: {
      ...OF_STAFF,
      summary: 'One webhook with what it says, as it is signed and sent',
      params: z.strictObject({ id: z.string().max(256) }),
      response: { 200: letterShown, ...failures },
    },
    handler: async ({ params: { id } }) => {
      const row = await showLetter(db, id);
      if (row === undefined) throw new ProblemError('not_known', 'there is no such webhook', 'id');
      return { ...shown(row), body: row.body };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/outbox/replay',
    config: REPLAY,
    schema: {
      ...OF_STAFF,
      summary: 'Send what was given up again: one by its id, or all of an endpoint or a type',
      body: replayInput,
      response: { 200: replayAnswer, ...failures },
    },
    handler: async ({ body: { id, ...filter }, staff }) => {
      const now_ms = clock();
      const replayed = await db.transaction().execute(async (trx) => {
        const count = await replayLetters(trx, id === undefined ? filter : { id }, now_ms);
        if (count === 0) return 0;
        await appendAudit(trx, {
          at_ms: now_ms,
          by: `staff:${staff.id}`,
          action: 'outbox.replayed',
          subject: id === undefined ? 'outbox' : `webhook:${id}`,
          detail: { count, endpoint: filter.endpoint ?? null, type: filter.type ?? null },
        });
        return count;
      });
      return { replayed };
    },
  });
}

const timeOf = (at_ms: number | null): string | null => (at_ms === null ? null : new Date(Number(at_ms)).toISOString());

const shown = (letter: Letter): LetterView => ({
  id: letter.id,
  endpoint: letter.endpoint,
  type: letter.type,
  createdAt: new Date(Number(letter.created_at)).toISOString(),
  attempts: letter.attempts,
  deadAt: timeOf(letter.dead_at),
  deliveredAt: timeOf(letter.delivered_at),
  lastError: letter.last_error,
});
