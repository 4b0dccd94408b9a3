/** Who may call a route. Every route says so; one that doesn't is refused when the server is made. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Holder, KeyRing, Scope } from '../keys/index.ts';
import { type Action, CSRF_HEADER, mayDo, type SignedIn, type StaffDoor } from '../staff/index.ts';
import type { HttpApp } from './app.ts';
import { ProblemError } from './problems.ts';

export type Access =
  /** nothing about anybody is to be seen there */
  | { to: 'everyone' }
  /** people on this machine, until they can sign in */
  | { to: 'loopback' }
  /** a platform's service with a key of this scope; `orLoopback`: or anybody on this machine */
  | { to: 'key'; scope: Scope; orLoopback?: true }
  /** people who are signed in, and whose roles may take this action: for others it isn't there */
  | { to: 'staff'; action: Action };

/** The documentation's address. What is below it comes from a library, which doesn't know our way to say who may call. */
export const DOCS = '/docs';

/** What a route says; undefined where it says nothing. */
export const accessOf = ({ url, config }: { url: string; config?: { access?: Access } }): Access | undefined =>
  config?.access ?? (url === DOCS || url.startsWith(`${DOCS}/`) ? { to: 'everyone' } : undefined);

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** who asks; to be read on routes for staff alone, and throws elsewhere */
    readonly staff: SignedIn;
    /** null until the guard of a route for staff has let somebody in */
    signedIn: SignedIn | null;
    /** the public part of the key that a route for keys was called with; null elsewhere */
    keyId: string | null;
  }
}

/** Gives requests the places where the guard says who asks. */
export function decorateWithStaff(app: Pick<HttpApp, 'decorateRequest'>): void {
  app.decorateRequest('signedIn', null);
  app.decorateRequest('keyId', null);
  app.decorateRequest('staff', {
    getter(this: FastifyRequest) {
      if (this.signedIn === null) throw new Error('asked who is signed in on a route that is not for staff');
      return this.signedIn;
    },
  });
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
/** A name that resolves to this machine, and that no web page elsewhere can be served under. */
const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;
/** What proxies add: the one who asks is somebody else than the one who is connected. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether somebody on this machine asks, for this machine: the connection is from loopback, no proxy says that it
 * speaks for others, and the Host is a local one, so that a web page whose name was pointed here (DNS rebinding) can't.
 */
export function isLoopback(request: Pick<FastifyRequest, 'headers' | 'socket'>): boolean {
  return (
    LOOPBACK.test(request.socket.remoteAddress ?? '') &&
    LOCAL_HOST.test(request.headers.host ?? '') &&
    PROXY_HEADERS.every((name) => request.headers[name] === undefined)
  );
}

const BEARER = /^Bearer +([^ ]+) *$/i;

const missing = () =>
  new ProblemError('key_missing', 'send a key: `Authorization: Bearer kith_...` (make one with `kith keys create`)');
const refused = () =>
  new ProblemError('key_refused', 'this key is not known or was revoked: see `kith keys list`, or make a new one');

const notSignedIn = () => new ProblemError('sign_in', 'sign in first: /signin');
/** The same words for an address where nothing is and for one that isn't there for this person. */
export const nothingHere = () => new ProblemError('not_found', 'there is nothing at this address: see /docs');
const notOwn = () =>
  new ProblemError('not_own', `this must be sent by Kith's own page, with the session's token in ${CSRF_HEADER}`);

/** A route's check, run before anything of the body is read. Fails with a ProblemError. */
export function guard(access: Access, { keys, staff }: { keys: KeyRing; staff: StaffDoor }) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    switch (access.to) {
      case 'everyone':
        return;
      case 'loopback':
        if (!isLoopback(request)) {
          throw new ProblemError('loopback_only', 'this page is for people on the machine that Kith runs on');
        }
        return;
      case 'key': {
        if (access.orLoopback && request.headers.authorization === undefined && isLoopback(request)) return;
        const sent = BEARER.exec(request.headers.authorization ?? '')?.[1];
        if (sent === undefined) {
          reply.header('www-authenticate', 'Bearer');
          throw missing();
        }
        const holder = keys.holderNow(sent) ?? (await readHolder(keys, sent));
        if (holder === null) {
          reply.header('www-authenticate', 'Bearer error="invalid_token"');
          throw refused();
        }
        if (!holder.scopes.has(access.scope)) {
          const message = `this key may not do that: it lacks the scope ${access.scope} (\`kith keys create --scope ${access.scope}\`)`;
          throw new ProblemError('scope_missing', message);
        }
        request.keyId = holder.id;
        return;
      }
      case 'staff': {
        const person = await whoIs(staff, request);
        if (person === null) throw notSignedIn();
        if (!mayDo(person.roles, access.action)) throw nothingHere();
        if (!staff.isOwn(request, person)) throw notOwn();
        request.signedIn = person;
        return;
      }
      default:
        access satisfies never;
    }
  };
}

async function readHolder(keys: KeyRing, sent: string): Promise<Holder | null> {
  try {
    return await keys.holder(sent);
  } catch (cause) {
    throw Object.assign(new ProblemError('unavailable', 'keys can not be looked up now'), { cause });
  }
}

async function whoIs(staff: StaffDoor, request: FastifyRequest): Promise<SignedIn | null> {
  try {
    return await staff.whoIs(request);
  } catch (cause) {
    throw Object.assign(new ProblemError('unavailable', 'sessions can not be looked up now'), { cause });
  }
}
