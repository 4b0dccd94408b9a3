/** Somebody in the Family Centre as a browser is: with the cookie that a link gave them, and the token of its forms. */
import assert from 'node:assert/strict';
import { familyLink } from '@kith/contract';
import { hashSecret } from '../../ground/keys/index.ts';
import type { FamiliesKith } from './families.ts';

export interface Visitor {
  get(path: string): Promise<{ status: number; text: string }>;
  /** sends a form with the session's token */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Whoever comes without a session, or with a cookie of something else. */
export function visitorWith(kith: Pick<FamiliesKith, 'url'>, cookie: string, token = ''): Visitor {
  const read = async (response: Response) => ({ status: response.status, text: await response.text() });
  const headers = { cookie };
  return {
    get: async (path) => read(await fetch(kith.url + path, { headers, redirect: 'manual' })),
    post: async (path, fields) => {
      const body = new URLSearchParams({ ...fields, own: token }).toString();
      const how = { method: 'POST', headers: { ...headers, ...form }, body, redirect: 'manual' } as const;
      return read(await fetch(kith.url + path, how));
    },
  };
}

export async function visitorAs(kith: FamiliesKith, account: string): Promise<Visitor> {
  const { json } = await kith.call('POST', '/v1/family-links', { account });
  const { pathname } = new URL(familyLink.parse(json).url);
  const entered = await fetch(kith.url + pathname, { method: 'POST', headers: form, redirect: 'manual' });
  const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
  assert.match(cookie, /^kith_family=/, `${entered.status}`);
  return visitorWith(kith, cookie, hashSecret(`family form ${cookie.slice('kith_family='.length)}`));
}
