/** What somebody changes about themselves: /v1/session/passkeys and /v1/session/pseudonym */
import { anotherPasskey, ownPasskeys, pseudonymView } from '@kith/contract';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import {
  addAnotherPasskey,
  anotherPasskeyOptions,
  isFromProvider,
  PSEUDONYM_LENGTH_MAX,
  passkeysOf,
  removePasskey,
  rename,
  type StaffDoor,
} from '../ground/staff/index.ts';
import { freshUntil, refuseStale } from './fresh.ts';
import { made } from './passkey-input.ts';
import type { PeopleOptions } from './people.ts';
import { asProblems } from './problems.ts';

const OWN = { access: { to: 'staff', action: 'session.own' } } as const;
const described = { tags: ['people'], security: [{ session: [] }] };
const FRESH = 'Needs a fresh sign-in (`freshUntil` of the session): else 403 `not_fresh`.';
/** Ids of credentials, characters: what authenticators make is far shorter (WebAuthn: 1,023 bytes at most). */
const CREDENTIAL_ID_LENGTH_MAX = 1_400;
const iso = (at_ms: number): string => new Date(at_ms).toISOString();

export function ownRoutes(app: HttpApp, { db, staff, clock }: PeopleOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/session/passkeys',
    config: OWN,
    schema: { ...described, summary: 'My passkeys', response: { 200: ownPasskeys, ...failures } },
    handler: async ({ staff: me }) => ({
      passkeys: (await passkeysOf(db, me.id)).map(({ id, addedAt, usedAt }) => ({
        ...{ id, addedAt: iso(addedAt), usedAt: usedAt === null ? null : iso(usedAt) },
      })),
      fromProvider: await isFromProvider(db, me.id),
      freshUntil: iso(freshUntil(me)),
    }),
  });

  app.route({
    method: 'POST',
    url: '/v1/session/passkeys/options',
    config: OWN,
    schema: {
      ...described,
      summary: 'What the browser needs to make another passkey',
      description: `For \`PublicKeyCredential.parseCreationOptionsFromJSON\`. ${FRESH}`,
      response: { 200: anotherPasskey, ...failures },
    },
    handler: async ({ staff: me, headers }) => {
      const now_ms = clock();
      refuseStale(me, now_ms);
      const options = await asProblems(anotherPasskeyOptions(db, me, originOf(staff, headers), now_ms));
      return { options: { ...options } };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/session/passkeys',
    config: OWN,
    schema: {
      ...described,
      summary: 'Add another passkey',
      description: `The credential that the browser made of those options, as \`toJSON()\` gives it. ${FRESH}`,
      body: z.strictObject({ passkey: made }),
      response: { 204: z.undefined().describe('Added'), ...failures },
    },
    handler: async ({ staff: me, headers, body }, reply) => {
      const now_ms = clock();
      refuseStale(me, now_ms);
      await asProblems(addAnotherPasskey(db, me, body.passkey, originOf(staff, headers), now_ms));
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/session/passkeys/:id',
    config: OWN,
    schema: {
      ...described,
      summary: 'Remove one of my passkeys; I am signed out everywhere else',
      description: `The last one stays. ${FRESH}`,
      params: z.strictObject({ id: z.string().max(CREDENTIAL_ID_LENGTH_MAX) }),
      response: { 204: z.undefined().describe('Removed'), ...failures },
    },
    handler: async ({ staff: me, params }, reply) => {
      const now_ms = clock();
      refuseStale(me, now_ms);
      await asProblems(removePasskey(db, me, params.id, now_ms));
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/session/pseudonym',
    config: OWN,
    schema: {
      ...described,
      summary: 'Take another pseudonym',
      description: `Others see it from now on, also beside what I did before. ${FRESH}`,
      // four times: what is typed may be shorter once it is composed
      body: z.strictObject({ pseudonym: z.string().max(PSEUDONYM_LENGTH_MAX * 4) }),
      response: { 200: pseudonymView, ...failures },
    },
    handler: async ({ staff: me, body }) => {
      const now_ms = clock();
      refuseStale(me, now_ms);
      return { pseudonym: await asProblems(rename(db, me, body.pseudonym, now_ms)) };
    },
  });
}

function originOf(staff: StaffDoor, headers: Parameters<StaffDoor['originOf']>[0]): string {
  const origin = staff.originOf(headers);
  if (origin !== null) return origin;
  throw new ProblemError('not_possible', 'people sign in at http://localhost, or where KITH_PUBLIC_URL says');
}
