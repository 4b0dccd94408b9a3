import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { staffRole } from '@kith/contract';
import { readConfig } from './ground/config/index.ts';
import { createKey, type Scope, scopes } from './ground/keys/index.ts';
import { type Action, actionNames, CSRF_HEADER, mayDo } from './ground/staff/index.ts';
import { openapiPath } from './openapi.ts';
import { openRecords } from './stores.ts';
import { type Running, runKith } from './testing/kith.ts';
import { signIn } from './testing/sign-in.ts';

type Who = 'everyone' | Scope | `${Scope} or loopback` | Action;

/** Who may call what. A route that is missing here fails the first test. */
const matrix: Record<string, Who> = {
  'POST /v1/events': 'events:write',
  'POST /v1/decisions': 'decisions:ask',
  'GET /v1/accounts/{id}': 'knowledge:read',
  'GET /v1/accounts/{id}/risk': 'knowledge:read',
  'GET /v1/contacts/{actor}/{other}': 'knowledge:read',
  'GET /v1/session': 'session.own',
  'DELETE /v1/session': 'session.own',
  'GET /healthz': 'everyone',
  'GET /readyz': 'everyone',
  'GET /metrics': 'metrics:read or loopback',
};

/** Not in the document, and to be watched all the same. */
const undocumented: Record<string, 'everyone' | 'loopback'> = {
  'GET /openapi.json': 'everyone',
  'GET /docs/': 'everyone',
  'GET /docs/json': 'everyone',
  'GET /': 'loopback',
  'GET /first-page/events': 'loopback',
};

let kith: Running;
const keys = new Map<Scope, string>();

before(async () => {
  kith = await runKith();
  const { records, close } = await openRecords(readConfig({ flags: { folder: kith.folder } }).config);
  for (const scope of scopes)
    keys.set(scope, (await createKey(records, { name: scope, scopes: [scope] }, Date.now())).key);
  await close();
});
after(() => kith.end());

/** The status and the problem's code; the body is not waited for, as one of them never ends. */
function call(route: string, headers: Record<string, string>): Promise<{ status: number; code: string }> {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replaceAll(/\{\w+\}/g, 'x');
  return new Promise((resolve, reject) => {
    const json = method === 'POST' ? { 'content-type': 'application/json' } : {};
    const request = http.request(kith.url + path, { method, headers: { ...json, ...headers } }, (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) {
        response.destroy();
        resolve({ status, code: '' });
        return;
      }
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status, code: JSON.parse(text).error.code }));
    });
    request.on('error', reject);
    request.end(method === 'POST' ? '{}' : undefined);
  });
}

const bearer = (key: string | undefined): Record<string, string> => ({ authorization: `Bearer ${key}` });
/** What makes it come from elsewhere, as far as Kith can tell. */
const elsewhere = { 'x-forwarded-for': '203.0.113.9' };

describe('who may call what', () => {
  it('is said here for every route of openapi.json', () => {
    const document: { paths: Record<string, Record<string, unknown>> } = JSON.parse(readFileSync(openapiPath, 'utf8'));
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    assert.deepEqual(routes.sort(), Object.keys(matrix).sort());
  });

  for (const [route, who] of Object.entries(matrix)) {
    if (who === 'everyone') {
      it(`${route}: everyone`, async () => {
        assert.equal((await call(route, elsewhere)).status, 200);
      });
      continue;
    }
    const action = actionNames.find((name) => name === who);
    if (action !== undefined) {
      it(`${route}: people who may ${action}, and for others nothing is there`, async () => {
        assert.deepEqual(await call(route, {}), { status: 401, code: 'sign_in' });
        for (const key of keys.values()) {
          assert.deepEqual(await call(route, bearer(key)), { status: 401, code: 'sign_in' });
        }
        for (const role of staffRole.options) {
          const { cookie, csrf } = await signIn(kith, [role]);
          const { code } = await call(route, { cookie, [CSRF_HEADER]: csrf });
          assert.equal(code === 'not_found', !mayDo([role], action), `${role}: ${code}`);
          assert.ok(!['sign_in', 'not_own'].includes(code), `${role}: ${code}`);
          if (route.startsWith('GET ')) continue;
          const forged = await call(route, { cookie: (await signIn(kith, [role])).cookie });
          assert.equal(forged.code, mayDo([role], action) ? 'not_own' : 'not_found', role);
        }
      });
      continue;
    }
    const scope = scopes.find((s) => who.startsWith(s));
    it(`${route}: with ${scope} only`, async () => {
      for (const key of keys.keys()) {
        const { status, code } = await call(route, { ...elsewhere, ...bearer(keys.get(key)) });
        if (key === scope) assert.ok(![401, 403].includes(status), `${key}: ${code}`);
        else assert.deepEqual({ status, code }, { status: 403, code: 'scope_missing' }, key);
      }
    });

    it(`${route}: not without a key, nor with one that is not good`, async () => {
      assert.deepEqual(await call(route, elsewhere), { status: 401, code: 'key_missing' });
      const good = keys.get(scope ?? 'events:write') ?? '';
      const other = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A');
      const unknown = `kith_${'0'.repeat(12)}_${'A'.repeat(43)}`;
      for (const bad of [other, unknown, 'kith_x_y', 'x', good.slice(0, -1), `${good}A`, good.toUpperCase()]) {
        assert.deepEqual(
          await call(route, { ...elsewhere, ...bearer(bad) }),
          { status: 401, code: 'key_refused' },
          bad,
        );
      }
      const basic = `Basic ${Buffer.from(`x:${good}`).toString('base64')}`;
      assert.deepEqual(await call(route, { ...elsewhere, authorization: basic }), { status: 401, code: 'key_missing' });
    });

    if (who.endsWith('or loopback')) {
      it(`${route}: also without a key from this machine`, async () => {
        assert.equal((await call(route, {})).status, 200);
        assert.equal((await call(route, { host: 'kith.example.com' })).status, 401);
      });
    }
  }

  for (const [route, who] of Object.entries(undocumented)) {
    it(`${route}: ${who}`, async () => {
      assert.equal((await call(route, {})).status, 200);
      const { status, code } = await call(route, elsewhere);
      if (who === 'everyone') assert.equal(status, 200);
      else assert.deepEqual({ status, code }, { status: 403, code: 'loopback_only' });
      if (who === 'everyone') return;
      // a web page whose name was pointed at this machine (DNS rebinding), and proxies that name others
      const others: Record<string, string>[] = [
        { host: 'evil.example' },
        { host: '127.0.0.1.evil.example' },
        { host: 'localhost:80@evil' },
        { forwarded: 'for=203.0.113.9' },
        { 'x-real-ip': '203.0.113.9' },
      ];
      for (const headers of others) {
        assert.equal((await call(route, headers)).code, 'loopback_only', JSON.stringify(headers));
      }
    });
  }

  it('says what an address takes where the method is wrong, and that nothing is there where nothing is', async () => {
    const wrong = await fetch(`${kith.url}/v1/events`, { method: 'DELETE' });
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.get('allow'), 'POST');
    assert.equal((await fetch(`${kith.url}/v1/nothing`)).status, 404);
  });

  it('tells nobody by a header what they may not know, and keeps browsers from guessing', async () => {
    const { headers } = await fetch(`${kith.url}/healthz`);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(headers.get('access-control-allow-origin'), null);
    assert.equal(headers.get('server'), null);
    assert.equal(headers.get('x-powered-by'), null);
  });
});
