/** /v1/session: who am I, in which language, and signing out */
import { sessionView } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp } from '../ground/http/index.ts';
import { LANGUAGES } from '../ground/pages/index.ts';
import { actionNames, endSession, endSessionsOf, mayDo, type SignedIn, type StaffDoor } from '../ground/staff/index.ts';
import { freshUntil } from './fresh.ts';

export interface SessionOptions {
  db: Kysely<Records>;
  staff: StaffDoor;
  /** milliseconds since 1970 */
  clock: () => number;
}

const OWN = { access: { to: 'staff', action: 'session.own' } } as const;
const described = { tags: ['people'], security: [{ session: [] }] };

export function sessionRoutes(app: HttpApp, { db, staff, clock }: SessionOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/session',
    config: OWN,
    schema: {
      ...described,
      summary: 'Who is signed in, and what they may do',
      response: { 200: sessionView, ...failures },
    },
    handler: async ({ staff: { id, pseudonym, roles, csrf, signedInAt, expiresAt, language } }) => ({
      ...{ id, pseudonym, csrf, language, roles: [...roles] },
      actions: actionNames.filter((action) => mayDo(roles, action)),
      expiresAt: new Date(expiresAt).toISOString(),
      freshUntil: new Date(freshUntil({ signedInAt })).toISOString(),
    }),
  });

  app.route({
    method: 'PUT',
    url: '/v1/session/language',
    config: OWN,
    schema: {
      ...described,
      summary: 'In which language their pages are',
      body: z.strictObject({ language: z.enum(LANGUAGES).nullable() }),
      response: { 204: z.undefined().describe('Kept'), ...failures },
    },
    handler: async (request, reply) => {
      const { language } = request.body;
      await db.updateTable('staff').set({ language }).where('id', '=', request.staff.id).execute();
      return reply.code(204).send();
    },
  });

  /** Signs out, and says so in the audit log. */
  const end = ({ id, session }: SignedIn, everywhere: boolean) =>
    db.transaction().execute(async (trx) => {
      if (everywhere) await endSessionsOf(trx, id);
      else await endSession(trx, session);
      const entry = {
        at_ms: clock(),
        by: `staff:${id}`,
        action: 'session.ended',
        subject: `session:${session}`,
      } as const;
      await appendAudit(trx, { ...entry, detail: { everywhere } });
    });

  const endings = [
    { url: '/v1/session', summary: 'Sign out', everywhere: false },
    { url: '/v1/session/everywhere', summary: 'Sign out on every device', everywhere: true },
  ];
  for (const { url, summary, everywhere } of endings) {
    app.route({
      method: 'DELETE',
      url,
      config: OWN,
      schema: { ...described, summary, response: { 204: z.undefined().describe('Signed out'), ...failures } },
      handler: async (request, reply) => {
        await end(request.staff, everywhere);
        return reply.header('set-cookie', staff.clearCookie()).code(204).send();
      },
    });
  }
}
