/** Leaving for the organisation's provider, and coming back from it. */
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { type HttpApp, ProblemError } from '../ground/http/index.ts';
import { endSession, type StaffDoor, StaffError, signInByIdentity } from '../ground/staff/index.ts';
import { homeOf } from './home.ts';
import type { Provider } from './provider.ts';
import type { PageProblem } from './words.ts';

export interface ProviderRoutesOptions {
  db: Kysely<Records>;
  staff: StaffDoor;
  /** milliseconds since 1970 */
  clock: () => number;
  provider: Provider;
  /** shows the page that leads on, at an address of Kith's own */
  leadOn(request: FastifyRequest, reply: FastifyReply, to: string): FastifyReply;
}

export const LEAVE = '/sign-in/provider';
const COME_BACK = `${LEAVE}/callback`;
/** Somebody signs in at the provider, perhaps with a second device, within it, seconds. */
const AWAY_MAX_S = 10 * 60;
const REQUESTS_A_MINUTE = 120;
const limited = { access: { to: 'everyone' }, rateLimit: { max: REQUESTS_A_MINUTE, timeWindow: 60_000 } } as const;

const kept = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

/** Adds its routes to a scope of pages. */
export function providerRoutes(scope: HttpApp, options: ProviderRoutesOptions): void {
  const { db, staff, clock, provider, leadOn } = options;
  const secure = staff.cookieName.startsWith('__Host-');
  const name = secure ? '__Host-kith-provider' : 'kith-provider';
  // Lax: it is sent when the provider leads the browser back here, and with nothing else from elsewhere
  const cookie = (value: string, maxAge: number) =>
    stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, sameSite: 'lax', secure });

  const failed = (reply: FastifyReply, problem: PageProblem) =>
    reply.header('set-cookie', cookie('', 0)).redirect(`/signin?problem=${problem}`);

  function originOf({ headers }: FastifyRequest): string {
    const origin = staff.originOf(headers);
    if (origin !== null) return origin;
    throw new ProblemError('not_possible', 'people sign in at http://localhost, or where KITH_PUBLIC_URL says');
  }

  scope.get(LEAVE, { config: limited, schema: { hide: true } }, async (request, reply) => {
    const { to } = request.query as Record<string, unknown>; // untyped without a schema
    try {
      const { url, leaving } = await provider.leave(originOf(request) + COME_BACK, homeOf(to));
      const value = Buffer.from(JSON.stringify(leaving)).toString('base64url');
      return await reply.header('set-cookie', cookie(value, AWAY_MAX_S)).redirect(url.href);
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      request.log.error({ err: error }, "the sign-in's provider can not be asked");
      return failed(reply, 'provider_failed');
    }
  });

  scope.get(COME_BACK, { config: limited, schema: { hide: true } }, async (request, reply) => {
    const leaving = readLeaving(parseCookie(request.headers.cookie ?? '')[name] ?? '');
    if (leaving === null) return failed(reply, 'provider_failed');
    try {
      const identity = await provider.comeBack(new URL(request.url, originOf(request)), leaving);
      const { secret } = await signInByIdentity(db, identity, clock());
      const before = await staff.whoIs(request);
      if (before !== null) await endSession(db, before.session);
      reply.header('set-cookie', [cookie('', 0), staff.setCookie(secret)]);
      // the new cookie is sent only on ways that begin here, which a redirect from the provider does not
      return leadOn(request, reply, homeOf(leaving.to));
    } catch (error) {
      if (error instanceof StaffError) return failed(reply, 'provider_refused');
      if (error instanceof ProblemError) throw error;
      request.log.warn({ reason: reasonOf(error) }, 'a sign-in through the provider failed');
      return failed(reply, 'provider_failed');
    }
  });
}

function readLeaving(cookie: string): z.infer<typeof kept> | null {
  try {
    const read = kept.safeParse(JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** The library's own code: its messages may quote what the provider sent. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : 'unknown';
