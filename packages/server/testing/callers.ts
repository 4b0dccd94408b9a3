/** Everybody who may call Kith, each in their own way: nobody, somebody on this machine, keys of one scope, people of one role. */
import http from 'node:http';
import { staffRole } from '@kith/contract';
import { createKey, type Scope, scopes } from '../ground/keys/index.ts';
import { addPerson, beginSession, CSRF_HEADER, StaffDoor } from '../ground/staff/index.ts';
import { openRecords } from '../stores.ts';
import type { Running } from './kith.ts';

export interface Caller {
  name: string;
  /** made anew for each call: a call may end a session */
  headers(): Promise<Record<string, string>>;
}

/** What makes a call come from elsewhere, as far as Kith can tell. */
export const ELSEWHERE = { 'x-forwarded-for': '203.0.113.9' };
export const NOBODY: Caller = { name: 'everyone', headers: async () => ELSEWHERE };
export const THIS_MACHINE: Caller = { name: 'this machine', headers: async () => ({}) };

export const bearer = (key: string): Record<string, string> => ({ ...ELSEWHERE, authorization: `Bearer ${key}` });

export interface Callers {
  /** in the order of a matrix's columns */
  all: readonly Caller[];
  keys: ReadonlyMap<Scope, string>;
  close(): Promise<void>;
}

export async function callersOf(kith: Running): Promise<Callers> {
  const { records, close } = await openRecords(kith.config);
  const keys = new Map<Scope, string>();
  for (const scope of scopes) {
    keys.set(scope, (await createKey(records, { name: scope, scopes: [scope] }, Date.now())).key);
  }
  const { publicUrl } = kith.config.listen;
  const { cookieName } = new StaffDoor({ db: records, publicUrl, clock: Date.now });
  const people: Caller[] = [];
  for (const role of staffRole.options) {
    const { id } = await addPerson(records, { pseudonym: `The ${role}`, roles: [role] }, Date.now());
    const headers = async () => {
      const { secret, csrf } = await beginSession(records, id, Date.now());
      return { ...ELSEWHERE, cookie: `${cookieName}=${secret}`, [CSRF_HEADER]: csrf };
    };
    people.push({ name: role, headers });
  }
  const services = [...keys].map(
    ([scope, key]): Caller => ({ name: `key ${scope}`, headers: async () => bearer(key) }),
  );
  return { all: [NOBODY, THIS_MACHINE, ...services, ...people], keys, close };
}

export interface Called {
  status: number;
  /** of the problem; empty where it is none in JSON */
  code: string;
  /** of what was refused */
  text: string;
}

/** Calls `METHOD /address/:with/{parts}`. The body of what succeeds is not waited for, as one of them never ends. */
export function call(kith: Pick<Running, 'url'>, route: string, headers: Record<string, string>): Promise<Called> {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replaceAll(/\{\w+\}|:\w+|\*/g, 'x');
  // Node sends a DELETE's body without saying how long it is
  const writes = method !== 'GET' && method !== 'DELETE';
  return new Promise((resolve, reject) => {
    const json = writes ? { 'content-type': 'application/json' } : {};
    const request = http.request(kith.url + path, { method, headers: { ...json, ...headers } }, (response) => {
      const status = response.statusCode ?? 0;
      if (status < 400) {
        response.destroy();
        resolve({ status, code: '', text: '' });
        return;
      }
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status, code: codeOf(text), text }));
    });
    request.on('error', reject);
    request.end(writes ? '{}' : undefined);
  });
}

function codeOf(text: string): string {
  try {
    return String(JSON.parse(text).error.code);
  } catch {
    return '';
  }
}
