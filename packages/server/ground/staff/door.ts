/** The door for people: whose cookie it is, what they may, and whether a writing request is their own. */
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { sameHash } from '../keys/index.ts';
import { findSession, type SignedIn, seeSession } from './sessions.ts';

/** Writing requests send the session's token in it: a page elsewhere can neither read nor add it. */
export const CSRF_HEADER = 'x-kith-csrf';
/** Sent with requests that nobody asked for (a list that looks for news): they don't keep a session alive. */
export const BACKGROUND_HEADER = 'x-kith-background';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What of a request says who sent it. */
export interface Visit {
  method: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface StaffDoorOptions {
  db: Kysely<Records>;
  /** where people reach Kith, without a path; null: on this machine, as http://localhost */
  publicUrl: string | null;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Browsers keep passkeys and cookies to a name, and take http for secure where it is this one. */
const LOCALHOST = /^localhost(:\d{1,5})?$/;
/** Other names of this machine, with their port. */
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|\[::1\])(:\d{1,5})?$/;

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? undefined : header);

export class StaffDoor {
  readonly #db: Kysely<Records>;
  readonly #clock: () => number;
  readonly #origin: string | null;
  readonly cookieName: string;

  constructor({ db, publicUrl, clock }: StaffDoorOptions) {
    this.#db = db;
    this.#clock = clock;
    this.#origin = publicUrl === null ? null : new URL(publicUrl).origin;
    // browsers take a cookie of such a name only over https, from this very host, for all of it (RFC 6265bis, 4.1.3.2)
    this.cookieName = this.#origin?.startsWith('https:') ? '__Host-kith-session' : 'kith-session';
  }

  /** Who asks; null where nobody is signed in. Keeps the session alive. */
  async whoIs({ headers }: Visit): Promise<SignedIn | null> {
    const secret = parseCookie(one(headers.cookie) ?? '')[this.cookieName];
    if (secret === undefined) return null;
    const now_ms = this.#clock();
    const person = await findSession(this.#db, secret, now_ms);
    if (person !== null && headers[BACKGROUND_HEADER] === undefined) {
      await seeSession(this.#db, person.session, now_ms);
    }
    return person;
  }

  /** Whether a request only reads, or was sent by Kith's own page in this session. */
  isOwn({ method, headers }: Visit, { csrf }: Pick<SignedIn, 'csrf'>): boolean {
    if (READING.has(method)) return true;
    return this.isFromHere(headers) && sameHash(one(headers[CSRF_HEADER]) ?? '', csrf);
  }

  /** Where a browser is that asks: the origin that passkeys and cookies are for. null: it can't sign in where it is */
  originOf(headers: Visit['headers']): string | null {
    if (this.#origin !== null) return this.#origin;
    const host = one(headers.host) ?? '';
    return LOCALHOST.test(host) ? `http://${host}` : null;
  }

  /** Where a browser can sign in that has come to this machine by its number; null where it is right, or nobody knows. */
  betterOrigin(headers: Visit['headers']): string | null {
    const port = LOOPBACK.exec(one(headers.host) ?? '');
    return this.#origin !== null || port === null ? null : `http://localhost${port[1] ?? ''}`;
  }

  /** Whether the page that sent a request is Kith's own; also where no page did, which no browser would hide. */
  isFromHere(headers: Visit['headers']): boolean {
    const origin = one(headers.origin);
    return origin === undefined || origin === this.originOf(headers);
  }

  /** The value of Set-Cookie for a new session. Its end is the database's to know; browsers forget it when they close. */
  setCookie(secret: string): string {
    return this.#cookie(secret);
  }

  /** The value of Set-Cookie that takes the session from the browser. */
  clearCookie(): string {
    return this.#cookie('', 0);
  }

  #cookie(value: string, maxAge?: number): string {
    const secure = this.cookieName.startsWith('__Host-');
    return stringifySetCookie({
      ...{ name: this.cookieName, value, path: '/', httpOnly: true, sameSite: 'strict', secure },
      ...(maxAge !== undefined && { maxAge }),
    });
  }
}
