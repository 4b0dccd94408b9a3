/** Signing in through an OpenID Connect provider: a real one, in this process, with its own pages, in Chromium. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Provider as OpenIdProvider } from 'oidc-provider';
import type { Browser, Page } from 'playwright-core';
import { readConfig } from '../ground/config/index.ts';
import { disablePerson, listPeople } from '../ground/staff/index.ts';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKith } from '../testing/kith.ts';

const SECRET = 'MARKED-client-secret-of-a-test';

describe("signing in through the organisation's provider", () => {
  let browser: Browser;
  let kith: Running;
  let origin: string;
  let folder: string;
  let server: Server;
  /** the groups of whoever signs in there, by account */
  const groups = new Map([
    ['mod', ['safety', 'staff']],
    ['chief', ['safety', 'safety-leads']],
    ['stranger', ['staff']],
  ]);

  before(async () => {
    let provider: OpenIdProvider | undefined;
    server = createServer((request, response) => void provider?.callback()(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // an HTTP server that listens has an address of this shape
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'kith-provider-'));
    await writeFile(join(folder, 'secret'), `${SECRET}\n`);
    const settings = {
      ...{ issuer, client: 'kith', secret: { file: join(folder, 'secret') }, scopes: ['groups'] },
      roles: { safety: ['moderator'], 'safety-leads': ['lead'] },
    };
    await writeFile(join(folder, 'sign-in.yaml'), JSON.stringify(settings));
    [kith, browser] = await Promise.all([runKith({ signIn: join(folder, 'sign-in.yaml') }), launchBrowser()]);
    origin = `http://localhost:${new URL(kith.url).port}`;
    provider = new OpenIdProvider(issuer, {
      clients: [
        {
          ...{ client_id: 'kith', client_secret: SECRET, grant_types: ['authorization_code'] },
          redirect_uris: [`${origin}/sign-in/provider/callback`],
        },
      ],
      scopes: ['openid', 'groups'],
      claims: { openid: ['sub'], groups: ['groups'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      findAccount: (_, accountId) => ({
        accountId,
        claims: async () => ({ sub: accountId, groups: groups.get(accountId) ?? [], name: 'MARKED Name' }),
      }),
    });
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  const sessionOf = (page: Page) => page.request.get(`${origin}/v1/session`).then((response) => response.json());

  /** From the sign-in page through the provider's own pages, as somebody there. */
  async function signInAs(account: string, look: (page: Page) => Promise<void>, locale = 'en'): Promise<void> {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    try {
      await page.goto(`${origin}/signin?to=/console/audit`);
      await page.locator('a[href^="/sign-in/provider"]').click();
      await page.locator('input[name=login]').fill(account);
      await page.locator('input[name=password]').fill('anything');
      await page.locator('button[type=submit]').click();
      // the provider asks whether Kith may know
      await page.locator('button[type=submit]').click();
      await look(page);
    } finally {
      await context.close();
    }
  }

  const withRecords = async <T>(work: (db: Awaited<ReturnType<typeof openRecords>>['records']) => Promise<T>) => {
    const { records, close } = await openRecords(readConfig({ flags: { folder: kith.folder } }).config);
    try {
      return await work(records);
    } finally {
      await close();
    }
  };

  it('lets in who has a group that is mapped, under a pseudonym, and nothing else of theirs is kept', async () => {
    await signInAs('mod', async (page) => {
      await page.waitForURL(({ pathname }) => pathname === '/console/audit');
      const { pseudonym, roles } = await sessionOf(page);
      assert.deepEqual(roles, ['moderator']);
      assert.match(pseudonym, /^[A-Z][a-z]+ \d+$/);
    });
    const rows = await withRecords((db) => db.selectFrom('staff').selectAll().execute());
    assert.ok(!JSON.stringify(rows).includes('MARKED'));
  });

  it('the same person is the same person again, with the roles that they have there by now', async () => {
    const before = await withRecords(listPeople);
    groups.set('mod', ['safety-leads']);
    await signInAs('mod', async (page) => {
      await page.waitForURL(({ pathname }) => pathname === '/console/audit');
      const { id, roles } = await sessionOf(page);
      assert.deepEqual(roles, ['lead']);
      assert.equal(id, before[0]?.id);
    });
    assert.equal((await withRecords(listPeople)).length, before.length);
  });

  it('refuses who has no such group, and says so in their language', async () => {
    await signInAs(
      'stranger',
      async (page) => {
        await page.getByRole('alert').filter({ hasText: "nid yw'n rhoi rôl i chi yma" }).waitFor();
        assert.deepEqual(await axeProblems(page), []);
        assert.equal((await sessionOf(page)).error.code, 'sign_in');
      },
      'cy',
    );
    assert.equal((await withRecords(listPeople)).length, 1);
  });

  it('refuses who was disabled here, whatever their organisation says', async () => {
    const [person = assert.fail()] = await withRecords(listPeople);
    await signInAs('chief', async (page) => {
      await page.waitForURL(({ pathname }) => pathname === '/console/audit');
    });
    await withRecords((db) => disablePerson(db, { person: person.id, by: 'operator', now_ms: Date.now() }));
    await signInAs('mod', async (page) => {
      await page.waitForURL(({ searchParams }) => searchParams.get('problem') === 'provider_refused');
      assert.equal((await sessionOf(page)).error.code, 'sign_in');
    });
  });

  it('takes no answer that was not asked for in this browser, nor one to another question', async () => {
    const callback = `${origin}/sign-in/provider/callback?code=x&state=y`;
    const without = await fetch(callback, { redirect: 'manual' });
    assert.equal(without.headers.get('location'), '/signin?problem=provider_failed');
    const left = await fetch(`${origin}/sign-in/provider?to=//evil.example`, { redirect: 'manual' });
    const asked = new URL(left.headers.get('location') ?? '');
    assert.equal(asked.searchParams.get('code_challenge_method'), 'S256');
    assert.ok((asked.searchParams.get('nonce') ?? '').length >= 43);
    assert.match(
      left.headers.get('set-cookie') ?? '',
      /^kith-provider=\S+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const cookie = (left.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    assert.equal(JSON.parse(Buffer.from(cookie.split('=')[1] ?? '', 'base64url').toString()).to, '/console/');
    for (const state of ['y', asked.searchParams.get('state') ?? '']) {
      const address = `${origin}/sign-in/provider/callback?${new URLSearchParams({ code: 'made-up', state })}`;
      const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
      assert.equal(response.headers.get('location'), '/signin?problem=provider_failed');
      assert.ok(!(response.headers.get('set-cookie') ?? '').includes('kith-session'));
    }
  });

  it('logs neither the secret nor what the provider says of people', () => {
    assert.ok(!kith.logged().includes('MARKED'));
    assert.ok(kith.logged().includes('a sign-in through the provider failed'));
  });
});
