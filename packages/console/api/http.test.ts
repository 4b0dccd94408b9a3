import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiProblem, address, apiOf, withQuery } from './http.ts';

function answering(status: number, body: string, idle = false) {
  const asked: { path: string; init: RequestInit }[] = [];
  const session = { csrf: 'token', asked: 0 };
  const api = apiOf({
    fetch: async (path, init = {}) => {
      asked.push({ path: String(path), init });
      return new Response(status === 204 ? null : body, { status });
    },
    csrf: () => session.csrf,
    idle: () => idle,
    language: () => 'cy',
    renewed: async () => {
      session.asked++;
      return true;
    },
  });
  return { api, asked, session };
}

describe('requests to Kith', () => {
  it('carry the token where they change something, and only there', async () => {
    const { api, asked } = answering(200, '{"a":1}');
    assert.deepEqual(await api.post('/v1/x', { b: 2 }), { a: 1 });
    await api.get('/v1/x', { after: null, limit: 3 });
    assert.equal(new Headers(asked[0]?.init.headers).get('x-kith-csrf'), 'token');
    assert.equal(asked[0]?.init.body, '{"b":2}');
    assert.equal(new Headers(asked[1]?.init.headers).get('x-kith-csrf'), null);
    assert.equal(asked[1]?.path, '/v1/x?limit=3');
    assert.equal(new Headers(asked[1]?.init.headers).get('accept-language'), 'cy');
  });

  it('say so where nobody sits here, so that looking for news keeps no session alive', async () => {
    for (const idle of [true, false]) {
      const { api, asked } = answering(200, '{}', idle);
      await api.get('/v1/x');
      assert.equal(new Headers(asked[0]?.init.headers).get('x-kith-background'), idle ? '1' : null);
    }
  });

  it('name accounts and cases as one part of the address, whatever is in the name', () => {
    assert.equal(address('cases', 'a/../b?c#d', 'lease'), '/v1/cases/a%2F..%2Fb%3Fc%23d/lease');
    assert.equal(withQuery('/x', { with: 'a&b=c' }), '/x?with=a%26b%3Dc');
  });

  it('fail with the code that Kith gave', async () => {
    const changed = answering(409, '{"error":{"code":"case_changed","message":"it has changed"}}');
    await assert.rejects(changed.api.post('/v1/x'), { code: 'case_changed', status: 409 });
    assert.equal(changed.session.asked, 0);
    const out = answering(401, '{"error":{"code":"sign_in","message":"sign in"}}');
    await assert.rejects(out.api.get('/v1/x'), { code: 'sign_in' });
    assert.deepEqual([out.session.asked, out.asked.length], [1, 2], 'asked again once, and no more');
  });

  for (const [refused, code] of [
    [401, 'sign_in'],
    [403, 'not_own'],
  ] as const) {
    it(`wait for the next session where Kith answers ${code}; what changes something is not sent again hours later`, async () => {
      const sent: { method?: string; token: string | null }[] = [];
      const session = { csrf: 'old', atOnce: false };
      const api = apiOf({
        fetch: async (_, { method, headers } = {}) => {
          const token = new Headers(headers).get('x-kith-csrf');
          sent.push({ method, token });
          const isOld = session.csrf === 'old' || token === 'old';
          return isOld
            ? Response.json({ error: { code, message: code } }, { status: refused })
            : Response.json({ a: 1 });
        },
        csrf: () => session.csrf,
        idle: () => false,
        language: () => 'en',
        renewed: async () => {
          session.csrf = 'new';
          return session.atOnce;
        },
      });
      assert.deepEqual(await api.get('/v1/x'), { a: 1 });
      session.csrf = 'old';
      await assert.rejects(api.post('/v1/x'), { code: 'sign_in', status: 401 });
      assert.deepEqual(sent.splice(0), [
        { method: 'GET', token: null },
        { method: 'GET', token: null },
        { method: 'POST', token: 'old' },
      ]);
      // signed in elsewhere in this browser already: nobody has waited, and nothing is in the way
      session.csrf = 'old';
      session.atOnce = true;
      assert.deepEqual(await api.post('/v1/x'), { a: 1 });
      assert.deepEqual(sent, [
        { method: 'POST', token: 'old' },
        { method: 'POST', token: 'new' },
      ]);
    });
  }

  it('tell line by line what comes so, also where a line is cut in two, and carry the token', async () => {
    const bytes = new TextEncoder().encode('{"a":1}\n{"b":"\u00e9"}\n');
    const asked: RequestInit[] = [];
    const api = apiOf({
      async fetch(_, init = {}) {
        asked.push(init);
        const cuts = new ReadableStream<Uint8Array>({
          start(to) {
            for (const byte of bytes) to.enqueue(Uint8Array.of(byte));
            to.close();
          },
        });
        return new Response(cuts);
      },
      csrf: () => 'token',
      idle: () => false,
      language: () => 'en',
      renewed: async () => true,
    });
    const lines: unknown[] = [];
    await api.stream('/v1/x', { y: 1 }, (line) => lines.push(line), new AbortController().signal);
    assert.deepEqual(lines, [{ a: 1 }, { b: '\u00e9' }]);
    assert.equal(new Headers(asked[0]?.headers).get('x-kith-csrf'), 'token');
  });

  it('send a file as it is, and ask for bytes so that no browser keeps them', async () => {
    const { api, asked } = answering(200, '{"id":"1"}');
    const file = new Blob(['a letter'], { type: 'text/plain' });
    assert.deepEqual(await api.upload('/v1/x', { name: 'a b', from: null }, file), { id: '1' });
    assert.equal(asked[0]?.path, '/v1/x?name=a+b');
    assert.equal(asked[0]?.init.body, file);
    const sent = new Headers(asked[0]?.init.headers);
    assert.deepEqual([sent.get('content-type'), sent.get('x-kith-csrf')], ['text/plain', 'token']);
    assert.equal(await (await api.bytes('/v1/y', { reason: 'to see' })).text(), '{"id":"1"}');
    assert.equal(await (await api.file('/v1/z', { format: 'json' })).text(), '{"id":"1"}');
    assert.deepEqual(
      asked.slice(1).map(({ path, init }) => [path, init.method, init.cache]),
      [
        ['/v1/y', 'POST', 'no-store'],
        ['/v1/z?format=json', 'GET', 'no-store'],
      ],
    );
  });

  it('hear news as they come, and keep no session alive by listening', async () => {
    const asked: { path: string; init: RequestInit }[] = [];
    const api = apiOf({
      async fetch(path, init = {}) {
        asked.push({ path: String(path), init });
        return new Response('retry: 2000\n\nevent: update\ndata: a\n\n: still here\n\nevent: update\ndata: b\n\n');
      },
      csrf: () => 'token',
      idle: () => false,
      language: () => 'en',
      renewed: async () => true,
    });
    const news: string[] = [];
    await api.follow({ watch: 'queue', queue: null }, (one) => news.push(one), new AbortController().signal);
    assert.deepEqual(news, ['a', 'b']);
    assert.equal(asked[0]?.path, '/v1/live?watch=queue');
    assert.equal(new Headers(asked[0]?.init.headers).get('x-kith-background'), '1');
  });

  it('fail with words of their own where what answers is not Kith, or nothing does', async () => {
    await assert.rejects(answering(502, '<html>').api.get('/v1/x'), { code: 'unreadable', status: 502 });
    const api = apiOf({
      fetch: () => Promise.reject(new TypeError('x')),
      csrf: () => null,
      idle: () => false,
      language: () => 'en',
      renewed: async () => true,
    });
    await assert.rejects(api.get('/v1/x'), (error) => error instanceof ApiProblem && error.code === 'unreachable');
    assert.equal(await answering(204, '').api.post('/v1/x'), null);
  });
});
