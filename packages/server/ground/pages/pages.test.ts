import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { openSqliteRecords, type SqliteRecords } from '../database/index.ts';
import { createHttp, type HttpApp, ProblemError } from '../http/index.ts';
import { KeyRing } from '../keys/index.ts';
import { createLog } from '../log/index.ts';
import { StaffDoor } from '../staff/index.ts';
import { createTelemetry } from '../telemetry/index.ts';
import { FIELDS_MAX, parseForm } from './form.ts';
import { askedAgain, type FormFields, inLanguage, pageAssetRoutes, pagesIn, publicPages } from './index.ts';

const everyone = { access: { to: 'everyone' } } as const;
const HOSTILE = `<script>alert(1)</script>"'&\u202e\u200b{{ 7777 * 7777 }}`;

describe('public pages', () => {
  let folder: string;
  let records: SqliteRecords;
  let app: HttpApp;
  const logged: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-pages-'));
    await writeFile(
      join(folder, 'said.njk'),
      '{% extends "kith/layout.njk" %}{% block content %}<h1>{{ title }}</h1><p>{{ said }}</p>{% endblock %}',
    );
    records = await openSqliteRecords(join(folder, 'kith.db'));
    const log = createLog({ level: 'trace', destination: { write: (line) => void logged.push(line) } });
    const keys = new KeyRing(records.kysely);
    const staff = new StaffDoor({ db: records.kysely, publicUrl: null, clock: Date.now });
    app = createHttp({ log, keys, staff, telemetry: createTelemetry({ clock: Date.now }) });
    const draw = pagesIn(folder);
    pageAssetRoutes(app);
    await app.register(
      publicPages({ service: 'Safety', exit: '/away' }, (scope) => {
        scope.get('/page', { config: everyone }, async (request, reply) => {
          const page = {
            title: HOSTILE,
            service: HOSTILE,
            self: '/page?a=1',
            exit: '/away',
            back: '/before',
            said: HOSTILE,
          };
          return reply.type('text/html; charset=utf-8').send(draw('said.njk', page, request.language));
        });
        scope.post('/form', { config: everyone }, async (request) => {
          const fields = request.body as FormFields; // as the form parser gives it
          return { fields };
        });
        scope.get('/fails', { config: everyone }, async () => {
          throw new Error('MARKED failure');
        });
        scope.get('/busy', { config: everyone }, async () => {
          throw new ProblemError('busy', 'later');
        });
        const limited = { ...everyone, rateLimit: { max: 2, timeWindow: 60_000 } };
        scope.get('/limited', { config: limited }, async () => 'fine');
      }),
    );
    await app.ready();
  });
  after(async () => {
    await app.close();
    await records.close();
    await rm(folder, { recursive: true });
  });

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

  it('show what somebody wrote as text, wherever it stands', async () => {
    const { body, headers } = await get('/page');
    assert.match(String(headers['content-type']), /^text\/html/);
    assert.ok(!body.includes('<script>alert'));
    assert.ok(body.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
    assert.ok(!body.includes('60481729'), 'a template was run that somebody wrote');
  });

  it('load nothing from elsewhere, run nothing inline, and stand in no frame', async () => {
    const { body, headers } = await get('/page');
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'"]) {
      assert.ok(policy.includes(part), part);
    }
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cache-control'], 'no-store');
    assert.doesNotMatch(body, /(src|href)="(https?:)?\/\/|<script(?! type="module" src="\/)|\sstyle=|\son\w+=/);
  });

  it('are in the language that the address or the browser asks for, and link to themselves in the other', async () => {
    assert.match((await get('/page')).body, /<html lang="en"/);
    assert.match((await get('/page', { 'accept-language': 'cy, en;q=0.5' })).body, /<html lang="cy"/);
    const welsh = (await get('/page?lang=cy')).body;
    assert.match(welsh, /<html lang="cy"/);
    assert.ok(welsh.includes('href="/page?a=1&amp;lang=en"'));
    assert.equal(inLanguage('/page?a=1&lang=en', 'cy'), '/page?a=1&lang=cy');
  });

  it('say what went wrong with the way out and in the other language, but lead nowhere else', async () => {
    for (const url of ['/page/nowhere?a=1', '/fails?a=1']) {
      const { body } = await get(url);
      assert.ok(body.includes(`href="${url}&amp;lang=cy"`), url);
      assert.match(body, /class="govuk-exit-this-page[^>]*>[\s\S]*href="\/away"/, url);
    }
    for (const url of ['//evil.example/page', '/\\\\evil.example'])
      assert.equal(askedAgain({ method: 'GET', url }), null, url);
    assert.equal(askedAgain({ method: 'POST', url: '/form' }), null);
  });

  it('keep their assets for good under an address of their own, unbranded', async () => {
    const { body } = await get('/page');
    const paths = [...body.matchAll(/(?:src|href)="(\/pages\/[^"]+)"/g)].map(([, path]) => path ?? '');
    assert.equal(paths.length, 3);
    const folderOf = paths[0]?.replace(/[^/]+$/, '');
    for (const path of [...paths, `${folderOf}govuk-frontend.min.js`]) {
      const asset = await get(path);
      assert.equal(asset.statusCode, 200, path);
      assert.match(String(asset.headers['cache-control']), /immutable/);
      if (path.endsWith('/pages.js')) assert.match(asset.body, /from '\.\/govuk-frontend\.min\.js'/);
      assert.doesNotMatch(asset.body, /GDS Transport|@font-face|sourceMappingURL/);
    }
  });

  it('take forms in UTF-8, and say in a page what they can not take', async () => {
    const post = (payload: string, type = 'application/x-www-form-urlencoded') =>
      app.inject({ method: 'POST', url: '/form?lang=cy', payload, headers: { 'content-type': type } });
    const form = new URLSearchParams({ a: HOSTILE, b: '' }).toString();
    assert.deepEqual((await post(`${form}&a=second`)).json(), { fields: { a: HOSTILE, b: '' } });
    for (const [refused, status] of [
      [await post('a=%ff'), 400],
      [await post('a=b&'.repeat(FIELDS_MAX + 1)), 400],
      [await post(`a=${'x'.repeat(1024 * 1024)}`), 413],
      [await post('{}', 'application/json'), 415],
    ] as const) {
      assert.equal(refused.statusCode, status);
      assert.match(refused.body, /<html lang="cy"/);
      assert.match(String(refused.headers['content-security-policy']), /frame-ancestors 'none'/);
    }
  });

  it('say kindly that Kith failed, and the log says why', async () => {
    const { statusCode, body } = await get('/fails');
    assert.equal(statusCode, 500);
    assert.match(body, /It is not your fault/);
    assert.ok(!body.includes('MARKED'));
    assert.ok(logged.join('').includes('MARKED failure'));
    assert.equal((await get('/busy')).statusCode, 503);
  });

  it('count what comes from an address, and an IPv6 network as one', async () => {
    const from = (remoteAddress: string) => app.inject({ method: 'GET', url: '/limited', remoteAddress });
    assert.equal((await from('203.0.113.5')).statusCode, 200);
    assert.equal((await from('203.0.113.5')).statusCode, 200);
    const third = await from('203.0.113.5');
    assert.equal(third.statusCode, 429);
    assert.match(third.body, /Please wait a while/);
    assert.ok(Number(third.headers['retry-after']) > 0);
    assert.equal((await from('203.0.113.6')).statusCode, 200);
    assert.equal((await from('2001:db8::1')).statusCode, 200);
    assert.equal((await from('2001:db8::2')).statusCode, 200);
    assert.equal((await from('2001:db8::3')).statusCode, 429);
    assert.equal((await from('2001:db8:0:1::3')).statusCode, 200);
  });
});

describe('a form', () => {
  it('is read as browsers write it, whatever is written', () => {
    const words = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), {
      maxKeys: FIELDS_MAX - 1,
    });
    fc.assert(
      fc.property(words, (fields) => {
        const { __proto__: _, ...plain } = fields;
        const read = parseForm(Buffer.from(new URLSearchParams(plain).toString()));
        assert.deepEqual({ ...read }, { ...plain });
      }),
    );
  });

  it('never throws but a problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          parseForm(bytes);
        } catch (error) {
          assert.ok(error instanceof ProblemError);
        }
      }),
    );
  });
});
