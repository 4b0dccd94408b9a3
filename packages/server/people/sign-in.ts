/** What the pages for signing in and joining ask for by script. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { type HttpApp, limitAddresses, ProblemError } from '../ground/http/index.ts';
import { languageOf } from '../ground/pages/index.ts';
import {
  type Begun,
  endSession,
  Passkeys,
  PSEUDONYM_LENGTH_MAX,
  SlowDown,
  type StaffDoor,
} from '../ground/staff/index.ts';
import { made, signedBy } from './passkey-input.ts';
import { asProblems } from './problems.ts';

export interface SignInOptions {
  db: Kysely<Records>;
  staff: StaffDoor;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** An office of people behind one address signs in at the start of a shift, each in two requests. */
const REQUESTS_A_MINUTE = 300;
const limited = { access: { to: 'everyone' }, rateLimit: { max: REQUESTS_A_MINUTE, timeWindow: 60_000 } } as const;

const link = { invitation: z.string().max(64) };
const pseudonym = z
  .string()
  .max(PSEUDONYM_LENGTH_MAX * 4)
  .nullable();

export function signInRoutes({ db, staff, clock }: SignInOptions) {
  const passkeys = new Passkeys({ db, clock });
  const slowDown = new SlowDown();

  /** The origin of Kith's own page that asks; a page elsewhere gets nothing. */
  function originOf({ headers }: FastifyRequest): string {
    const origin = staff.originOf(headers);
    if (origin === null) {
      throw new ProblemError('not_possible', 'people sign in at http://localhost, or where KITH_PUBLIC_URL says');
    }
    if (!staff.isFromHere(headers)) throw new ProblemError('not_own', "this must be sent by Kith's own page");
    return origin;
  }

  /** Waits where many attempts from there have failed, and counts one that does. */
  async function slowed<T>({ ip }: FastifyRequest, attempt: () => Promise<T>): Promise<T> {
    await sleep(slowDown.wait_ms(ip));
    return asProblems(attempt()).catch((error: unknown) => {
      const fault =
        error instanceof ProblemError && ['passkey_refused', 'invitation_void'].includes(error.problem.code);
      if (fault) slowDown.failed(ip);
      throw error;
    });
  }

  /** The new session's cookie takes the place of the one that the browser may have had. */
  async function begun(request: FastifyRequest, reply: FastifyReply, { secret, csrf }: Begun) {
    const before = await staff.whoIs(request);
    if (before !== null) await endSession(db, before.session);
    return reply.header('set-cookie', staff.setCookie(secret)).send({ csrf });
  }

  return async (scope: HttpApp): Promise<void> => {
    await limitAddresses(scope);
    const route = { method: 'POST', config: limited } as const;

    scope.route({
      ...route,
      url: '/v1/sign-in/options',
      schema: { hide: true },
      handler: async (request) => passkeys.signInOptions(originOf(request)),
    });
    scope.route({
      ...route,
      url: '/v1/sign-in',
      schema: { hide: true, body: z.strictObject({ passkey: signedBy }) },
      handler: async (request, reply) => {
        const origin = originOf(request);
        return begun(request, reply, await slowed(request, () => passkeys.signIn(request.body.passkey, origin)));
      },
    });
    scope.route({
      ...route,
      url: '/v1/join/invitation',
      schema: { hide: true, body: z.strictObject(link) },
      handler: async (request) => {
        originOf(request);
        const { roles, person } = await slowed(request, () => passkeys.invitation(request.body.invitation));
        return { roles, isNew: person === null };
      },
    });
    scope.route({
      ...route,
      url: '/v1/join/options',
      schema: { hide: true, body: z.strictObject({ ...link, pseudonym }) },
      handler: async (request) => {
        const origin = originOf(request);
        const { invitation: secret, pseudonym: wanted } = request.body;
        return slowed(request, () => passkeys.joinOptions({ secret, pseudonym: wanted, language: null }, origin));
      },
    });
    scope.route({
      ...route,
      url: '/v1/join',
      schema: { hide: true, body: z.strictObject({ ...link, pseudonym, language: z.string().max(8), passkey: made }) },
      handler: async (request, reply) => {
        const origin = originOf(request);
        const { invitation: secret, pseudonym: wanted, passkey } = request.body;
        const joining = { secret, pseudonym: wanted, language: languageOf(request.body.language, undefined) };
        return begun(request, reply, await slowed(request, () => passkeys.join(joining, passkey, origin)));
      },
    });
  };
}
