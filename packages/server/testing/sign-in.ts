/** Somebody who is signed in, for a test: a person and a session in the database, and requests as their browser sends them. */
import { randomBytes } from 'node:crypto';
import type { StaffRole } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { addPerson, beginSession, CSRF_HEADER, StaffDoor } from '../ground/staff/index.ts';
import { openRecords } from '../stores.ts';
import type { Running } from './kith.ts';

export interface Staff {
  id: string;
  pseudonym: string;
  /** the session's public id */
  session: string;
  csrf: string;
  /** the Cookie header */
  cookie: string;
  /** as Kith's own page sends it: the cookie, and the session's token */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  get(path: string): Promise<Response>;
  /** POSTs JSON, unless told otherwise */
  send(path: string, body?: unknown, method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'): Promise<Response>;
}

type At = Pick<Running, 'url' | 'config'>;

/**
 * @param pseudonym one that nobody has, unless told
 * @param now_ms where Kith's clock is not the machine's
 */
export const signIn = (
  kith: At,
  roles: readonly StaffRole[],
  pseudonym = `${roles[0] ?? 'nobody'} ${randomBytes(6).toString('hex')}`,
  now_ms = Date.now(),
): Promise<Staff> =>
  begun(kith, now_ms, async (db) => ({ id: (await addPerson(db, { pseudonym, roles }, now_ms)).id, pseudonym }));

/** Somebody who is there already begins another session. */
export const signInAgain = (kith: At, { id, pseudonym }: Pick<Staff, 'id' | 'pseudonym'>): Promise<Staff> =>
  begun(kith, Date.now(), async () => ({ id, pseudonym }));

async function begun(
  kith: At,
  now_ms: number,
  who: (db: Kysely<Records>) => Promise<Pick<Staff, 'id' | 'pseudonym'>>,
): Promise<Staff> {
  const { records, close } = await openRecords(kith.config);
  try {
    const person = await who(records);
    const { id: session, secret, csrf } = await beginSession(records, person.id, now_ms);
    const { publicUrl } = kith.config.listen;
    const cookie = `${new StaffDoor({ db: records, publicUrl, clock: Date.now }).cookieName}=${secret}`;
    const send = (path: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('cookie', cookie);
      headers.set(CSRF_HEADER, csrf);
      return fetch(kith.url + path, { redirect: 'manual', ...init, headers });
    };
    return {
      ...{ ...person, session, csrf, cookie, fetch: send },
      get: (path) => send(path),
      send: (path, body, method = 'POST') =>
        send(path, {
          method,
          ...(body !== undefined && {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
        }),
    };
  } finally {
    await close();
  }
}
