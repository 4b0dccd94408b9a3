/** /v1/session: who am I, and signing out */
import { sessionView } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp } from '../ground/http/index.ts';
import { actionNames, endSession, mayDo, type StaffDoor } from '../ground/staff/index.ts';

export interface SessionOptions {
  db: Kysely<Records>;
  staff: StaffDoor;
}

const OWN = { access: { to: 'staff', action: 'session.own' } } as const;

export function sessionRoutes(app: HttpApp, { db, staff }: SessionOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/session',
    config: OWN,
    schema: {
      tags: ['people'],
      summary: 'Who is signed in, and what they may do',
      security: [{ session: [] }],
      response: { 200: sessionView, ...failures },
    },
    handler: async ({ staff: { id, pseudonym, roles, csrf, expiresAt } }) => ({
      ...{ id, pseudonym, csrf, roles: [...roles] },
      actions: actionNames.filter((action) => mayDo(roles, action)),
      expiresAt: new Date(expiresAt).toISOString(),
    }),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/session',
    config: OWN,
    schema: {
      tags: ['people'],
      summary: 'Sign out',
      security: [{ session: [] }],
      response: { 204: z.undefined().describe('Signed out'), ...failures },
    },
    handler: async (request, reply) => {
      await endSession(db, request.staff.session);
      return reply.header('set-cookie', staff.clearCookie()).code(204).send();
    },
  });
}
