/** /v1/people: who works with Kith, with which roles; letting people in, and keeping them out */
import { invitationAsked, invitationMade, peopleView, staffRole } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import {
  changeRoles,
  disablePerson,
  enablePerson,
  type Invitation,
  invite,
  listInvitations,
  listPeople,
  type Person,
  type StaffDoor,
  withdrawInvitation,
} from '../ground/staff/index.ts';
import { invitationLink } from './link.ts';
import { asProblems } from './problems.ts';

export interface PeopleOptions {
  db: Kysely<Records>;
  staff: StaffDoor;
  /** milliseconds since 1970 */
  clock: () => number;
}

const READ = { access: { to: 'staff', action: 'people.read' } } as const;
const MANAGE = { access: { to: 'staff', action: 'people.manage' } } as const;
const described = { tags: ['people'], security: [{ session: [] }] };
const params = z.strictObject({ id: z.string().max(64) });
const done = (what: string) => ({ 204: z.undefined().describe(what), ...failures });

const shown = ({ id, pseudonym, roles, createdAt, disabledAt }: Person) => ({
  ...{ id, pseudonym, roles: [...roles] },
  since: new Date(createdAt).toISOString(),
  disabledAt: disabledAt === null ? null : new Date(disabledAt).toISOString(),
});

const waiting = ({ id, roles, person, expiresAt }: Invitation) => ({
  ...{ id, roles: [...roles], person },
  expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
});

export function peopleRoutes(app: HttpApp, { db, staff, clock }: PeopleOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/people',
    config: READ,
    schema: { ...described, summary: 'Who works with Kith', response: { 200: peopleView, ...failures } },
    handler: async () => ({
      people: (await listPeople(db)).map(shown),
      invitations: (await listInvitations(db, clock())).map(waiting),
    }),
  });

  app.route({
    method: 'POST',
    url: '/v1/people/invitations',
    config: MANAGE,
    schema: {
      ...described,
      summary: 'Make a link by which somebody joins, or enrols another passkey',
      body: invitationAsked,
      response: { 201: invitationMade, ...failures },
    },
    handler: async (request, reply) => {
      const origin = staff.originOf(request.headers);
      if (origin === null) throw new ProblemError('not_possible', 'set KITH_PUBLIC_URL: links need to lead somewhere');
      const made = await asProblems(invite(db, request.body, `staff:${request.staff.id}`, clock()));
      return reply.code(201).send({ ...waiting(made), link: invitationLink(origin, made.secret) });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/people/invitations/:id',
    config: MANAGE,
    schema: { ...described, summary: 'Withdraw an invitation', params, response: done('Withdrawn') },
    handler: async (request, reply) => {
      await asProblems(withdrawInvitation(db, request.params.id, `staff:${request.staff.id}`, clock()));
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/people/:id/roles',
    config: MANAGE,
    schema: {
      ...described,
      summary: "Change somebody's roles; they are signed out everywhere",
      params,
      body: z.strictObject({ roles: z.array(staffRole) }),
      response: done('Changed'),
    },
    handler: async (request, reply) => {
      const change = { person: request.params.id, by: `staff:${request.staff.id}`, now_ms: clock() } as const;
      await asProblems(changeRoles(db, change, request.body.roles));
      return reply.code(204).send();
    },
  });

  const switches = [
    { what: 'disable', summary: 'Keep somebody out; they are signed out everywhere', write: disablePerson },
    { what: 'enable', summary: 'Let somebody in again who was kept out', write: enablePerson },
  ];
  for (const { what, summary, write } of switches) {
    app.route({
      method: 'POST',
      url: `/v1/people/:id/${what}`,
      config: MANAGE,
      schema: { ...described, summary, params, response: done('Done') },
      handler: async (request, reply) => {
        const by = `staff:${request.staff.id}` as const;
        await asProblems(write(db, { person: request.params.id, by, now_ms: clock() }));
        return reply.code(204).send();
      },
    });
  }
}
