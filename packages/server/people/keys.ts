/** /v1/keys: the keys of the API, for those who look after them. */
import { type KeyView, keyAsked, keyMade, keyScope, keysView } from '@kith/contract';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { createKey, type KeyShown, KeysError, listKeys, revokeKey } from '../ground/keys/index.ts';
import { refuseStale } from './fresh.ts';
import type { PeopleOptions } from './people.ts';

const READ = { access: { to: 'staff', action: 'key.read' } } as const;
const MANAGE = { access: { to: 'staff', action: 'key.manage' } } as const;
const described = { tags: ['keys'], security: [{ session: [] }] };

/** The administrator sees no evidence: a key that gives out what people wrote is made where the database is. */
const AT_THE_COMMAND_LINE = 'data:manage';
const scopesHere = keyScope.options.filter((scope) => scope !== AT_THE_COMMAND_LINE);

const shown = ({ id, name, scopes, createdAt, revokedAt }: KeyShown): KeyView => ({
  ...{ id, name, scopes: [...scopes], createdAt: new Date(createdAt).toISOString() },
  revokedAt: revokedAt === null ? null : new Date(revokedAt).toISOString(),
});

export function keyRoutes(app: HttpApp, { db, clock }: Pick<PeopleOptions, 'db' | 'clock'>): void {
  app.route({
    method: 'GET',
    url: '/v1/keys',
    config: READ,
    schema: { ...described, summary: 'Keys of the API', response: { 200: keysView, ...failures } },
    handler: async () => ({ keys: (await listKeys(db)).map(shown), scopes: [...scopesHere] }),
  });

  app.route({
    method: 'POST',
    url: '/v1/keys',
    config: MANAGE,
    schema: {
      ...described,
      summary: 'Make a key for a service',
      description:
        'The key is shown once. Needs a fresh sign-in: else 403 `not_fresh`. A key with `data:manage` is made at the command line only.',
      body: keyAsked,
      response: { 201: keyMade, ...failures },
    },
    handler: async ({ staff, body }, reply) => {
      const now_ms = clock();
      refuseStale(staff, now_ms);
      const { name } = body;
      const scopes = keyScope.options.filter((scope) => body.scopes.includes(scope));
      if (scopes.includes(AT_THE_COMMAND_LINE)) {
        const message = `${AT_THE_COMMAND_LINE} gives out what people wrote: make such a key with kith keys create`;
        throw new ProblemError('not_allowed', message, 'scopes');
      }
      const { id, key } = await createKey(db, { name, scopes }, now_ms, `staff:${staff.id}`).catch(asProblem);
      const view = shown({ id, name, scopes, createdAt: now_ms, revokedAt: null });
      return reply.code(201).send({ ...view, key });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/keys/:id',
    config: MANAGE,
    schema: {
      ...described,
      summary: 'Revoke a key: within seconds it opens nothing any more',
      params: z.strictObject({ id: z.string().max(64) }),
      response: { 204: z.undefined().describe('Revoked, now or before'), ...failures },
    },
    handler: async ({ staff, params }, reply) => {
      const became = await revokeKey(db, params.id, clock(), `staff:${staff.id}`);
      if (became === 'not_known') throw new ProblemError('not_known', 'there is no such key', 'id');
      return reply.code(204).send();
    },
  });
}

function asProblem(error: unknown): never {
  if (!(error instanceof KeysError)) throw error;
  throw error.code === 'key_name'
    ? new ProblemError('invalid_field', error.message, 'name')
    : new ProblemError('not_possible', error.message);
}
