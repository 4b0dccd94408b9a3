/**
 * Who may call what: every route is tried as everybody, and what came out is compared with the committed matrix
 * (conformance/access-matrix.json, docs/ACCESS.md). `UPDATE_ACCESS=1 node --test packages/server/access.test.ts` writes
 * both: look at the difference before you commit it.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { staffRole } from '@kith/contract';
import { actionNames, mayDo } from './ground/staff/index.ts';
import { openapiPath } from './openapi.ts';
import { accessTable, type Matrix } from './testing/access-table.ts';
import { bearer, type Called, type Caller, type Callers, call, callersOf, ELSEWHERE } from './testing/callers.ts';
import { type Running, runKith } from './testing/kith.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const MATRIX = file('conformance/access-matrix.json');
const TABLE = file('docs/ACCESS.md');
/** Each action of the console with the action of the server's table that it needs. */
const CONSOLE_ACTIONS = file('packages/console/actions.json');
/** Assets of a library or of a build: their names change with their contents, and they say nothing about anybody. */
const ASSETS = /^\w+ \/(docs\/static|docs\/\*|pages|(first-page|people)\/[0-9a-f]{12}|console\/)/;

let kith: Running;
let callers: Callers;
const tried = new Map<string, Map<string, Called>>();

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-access-'));
  const signIn = join(folder, 'sign-in.yaml');
  await writeFile(join(folder, 'secret'), 'secret');
  // a provider that nobody reaches: its routes are there all the same
  const secret = { file: join(folder, 'secret') };
  await writeFile(signIn, JSON.stringify({ issuer: 'http://localhost:1', client: 'kith', secret, roles: {} }));
  kith = await runKith({ signIn });
  callers = await callersOf(kith);
  for (const route of routes()) {
    const answers = new Map<string, Called>();
    for (const caller of callers.all) answers.set(caller.name, await call(kith, route, await caller.headers()));
    tried.set(route, answers);
  }
});
after(async () => {
  await callers.close();
  await kith.end();
  await rm(folder, { recursive: true });
});

const routes = () =>
  [...kith.accesses.keys()].filter((route) => !route.startsWith('HEAD ') && !ASSETS.test(route)).sort();

const REFUSALS = ['key_missing', 'key_refused', 'scope_missing', 'sign_in', 'not_own', 'loopback_only', 'not_found'];
const let_in = ({ code }: Called): boolean => !REFUSALS.includes(code);

/** Those who were let in; only `everyone` where that is so. */
function whoMay(route: string): string {
  const answers = [...(tried.get(route) ?? [])].filter(([, answer]) => let_in(answer)).map(([name]) => name);
  return answers.includes('everyone') ? 'everyone' : answers.join(', ');
}

/** What the console's actions need, and who has that; none before there is a console. */
function consoleActions(): Record<string, string> {
  if (!existsSync(CONSOLE_ACTIONS)) return {};
  const all: { id: string; needs: string | null }[] = JSON.parse(readFileSync(CONSOLE_ACTIONS, 'utf8'));
  const rows = all.map(({ id, needs }): [string, string] => {
    const action = actionNames.find((name) => name === (needs ?? 'session.own'));
    assert.ok(
      action !== undefined,
      `the console's action ${id} needs ${needs}, which is not in ground/staff/actions.ts`,
    );
    return [id, staffRole.options.filter((role) => mayDo([role], action)).join(', ')];
  });
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const matrixNow = (): Matrix => ({
  routes: Object.fromEntries(routes().map((route) => [route, whoMay(route)])),
  console: consoleActions(),
});

describe('who may call what', () => {
  it('is what the committed matrix says (else look why, then UPDATE_ACCESS=1 node --test packages/server/access.test.ts)', () => {
    const matrix = matrixNow();
    const text = `${JSON.stringify(matrix, null, 2)}\n`;
    const table = accessTable(
      matrix,
      callers.all.map(({ name }) => name),
    );
    if (process.env.UPDATE_ACCESS === '1') {
      writeFileSync(MATRIX, text);
      writeFileSync(TABLE, table);
    }
    assert.deepEqual(matrix, JSON.parse(readFileSync(MATRIX, 'utf8')));
    assert.equal(readFileSync(TABLE, 'utf8'), table);
  });

  it('is said for every route of openapi.json', () => {
    const document: { paths: Record<string, Record<string, unknown>> } = JSON.parse(readFileSync(openapiPath, 'utf8'));
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    assert.ok(described.length > 5);
    for (const route of described) assert.ok(tried.has(route), route);
  });

  it('is what the route declares: who it names is let in, and nobody else', () => {
    for (const [route, answers] of tried) {
      const access = kith.accesses.get(route) ?? assert.fail(route);
      for (const [name, answer] of answers) {
        const said = `${route} as ${name}: ${answer.status} ${answer.code}`;
        switch (access.to) {
          case 'everyone':
            assert.ok(let_in(answer), said);
            break;
          case 'loopback':
            if (name === 'this machine') assert.ok(let_in(answer), said);
            else assert.deepEqual([answer.status, answer.code], [403, 'loopback_only'], said);
            break;
          case 'key': {
            const may = name === `key ${access.scope}` || (name === 'this machine' && access.orLoopback === true);
            if (may) assert.ok(let_in(answer), said);
            else if (name.startsWith('key '))
              assert.deepEqual([answer.status, answer.code], [403, 'scope_missing'], said);
            else assert.deepEqual([answer.status, answer.code], [401, 'key_missing'], said);
            break;
          }
          case 'staff': {
            const role = staffRole.options.find((r) => r === name);
            if (role === undefined) assert.deepEqual([answer.status, answer.code], [401, 'sign_in'], said);
            else if (mayDo([role], access.action)) assert.ok(let_in(answer), `${said} (missing things are not_known)`);
            else assert.deepEqual([answer.status, answer.code], [404, 'not_found'], said);
            break;
          }
          default:
            access satisfies never;
        }
      }
    }
  });

  it('is asked for every action of the table, by a route: a role has no right that is for nothing', () => {
    const asked = new Set(
      [...kith.accesses.values()].flatMap((access) => (access.to === 'staff' ? access.action : [])),
    );
    assert.deepEqual([...asked].sort(), [...actionNames].sort());
  });

  it('hides from people what they may not see as if nothing were there', async () => {
    const nothing = await call(kith, 'GET /v1/nothing', ELSEWHERE);
    assert.equal(nothing.status, 404);
    for (const [route, answers] of tried) {
      if (kith.accesses.get(route)?.to !== 'staff') continue;
      const hidden = [...answers.values()].filter(({ code }) => code === 'not_found');
      for (const { text } of hidden) assert.equal(text, nothing.text, route);
    }
  });

  it('writes for people only with the token of their session', async () => {
    for (const [route, access] of kith.accesses) {
      if (access.to !== 'staff' || /^(GET|HEAD) /.test(route)) continue;
      for (const caller of callers.all.filter(isPerson)) {
        const { cookie = '' } = await caller.headers();
        const { code } = await call(kith, route, { ...ELSEWHERE, cookie });
        const role = staffRole.options.find((r) => r === caller.name) ?? assert.fail();
        assert.equal(code, mayDo([role], access.action) ? 'not_own' : 'not_found', `${route} as ${role}`);
      }
    }
  });

  it('is nobody with a key that is not good', async () => {
    const good = callers.keys.get('events:write') ?? assert.fail();
    const other = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A');
    const unknown = `kith_${'0'.repeat(12)}_${'A'.repeat(43)}`;
    const routes = [...kith.accesses].filter(([route, { to }]) => to === 'key' && !route.startsWith('HEAD '));
    assert.ok(routes.length > 10);
    const bad = [other, unknown, 'kith_x_y', 'x', good.slice(0, -1), `${good}A`, good.toUpperCase()];
    const basic = `Basic ${Buffer.from(`x:${good}`).toString('base64')}`;
    // at once: a key that is not known is looked for once more before it is refused, which takes a moment
    await Promise.all(
      routes.flatMap(([route]) => [
        ...bad.map(async (key) => {
          const { status, code } = await call(kith, route, bearer(key));
          assert.deepEqual([status, code], [401, 'key_refused'], `${route} with ${key}`);
        }),
        call(kith, route, { ...ELSEWHERE, authorization: basic }).then(({ code }) =>
          assert.equal(code, 'key_missing', route),
        ),
      ]),
    );
  });

  it('is nobody on this machine for a page whose name was pointed at it, nor through a proxy', async () => {
    const others: Record<string, string>[] = [
      { host: 'kith.example.com' },
      { host: 'evil.example' },
      { host: '127.0.0.1.evil.example' },
      { host: 'localhost:80@evil' },
      { forwarded: 'for=203.0.113.9' },
      { 'x-real-ip': '203.0.113.9' },
    ];
    let seen = 0;
    for (const [route, access] of kith.accesses) {
      if (route.startsWith('HEAD ') || ASSETS.test(route)) continue;
      if (access.to !== 'loopback' && !(access.to === 'key' && access.orLoopback)) continue;
      for (const headers of others) {
        const { code } = await call(kith, route, headers);
        assert.equal(
          code,
          access.to === 'loopback' ? 'loopback_only' : 'key_missing',
          `${route} ${JSON.stringify(headers)}`,
        );
      }
      seen++;
    }
    assert.ok(seen >= 3);
  });

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

const isPerson = ({ name }: Caller): boolean => staffRole.options.some((role) => role === name);
