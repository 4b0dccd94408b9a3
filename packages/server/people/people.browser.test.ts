/** Joining and signing in with a passkey in Chromium, with its virtual authenticator, on a whole Kith. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { staffRole } from '@kith/contract';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';

/** The narrowest screen that pages must fit (WCAG 2.2, 1.4.10), CSS pixels. */
const NARROW = { width: 320, height: 640 };

interface Desk {
  page: Page;
  /** the virtual authenticator's protocol */
  cdp: CDPSession;
  authenticator: string;
}

/** What a page needs to be free of, whatever is shown. */
async function isSound(page: Page): Promise<void> {
  assert.deepEqual(await axeProblems(page), []);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
}

/** Moves the focus to an element as a keyboard does, and makes sure that it is seen. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    if (!(await page.locator(selector).evaluate((element) => element === document.activeElement))) continue;
    const box = await page.locator(selector).boundingBox();
    assert.ok(box !== null && box.height >= 24 && box.width >= 24, 'a target of less than 24 px');
    return;
  }
  assert.fail(`${selector} can not be reached by keyboard`);
}

const WORDS = {
  en: {
    join: 'Join Kith',
    role: 'Administrator',
    signIn: 'Sign in to Kith',
    taken: 'Somebody else has this pseudonym',
    void: 'This link was used, is too old, or is not whole',
    refused: "This passkey doesn't let you in here",
    invalid: 'Write a pseudonym of letters',
  },
  cy: {
    join: 'Ymuno â Kith',
    role: 'Gweinyddwr',
    signIn: 'Mewngofnodi i Kith',
    taken: "Mae'r ffugenw hwn gan rywun arall",
    void: "Mae'r ddolen hon wedi ei defnyddio",
    refused: "Nid yw'r cod-allwedd hwn yn eich gadael i mewn yma",
    invalid: 'Ysgrifennwch ffugenw o lythrennau',
  },
} as const;

describe('joining and signing in, in a browser', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  async function atDesk(locale: string, look: (desk: Desk) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ viewport: NARROW, locale });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // what a server refuses is told to the page's reader, and to the console by the browser itself
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        complaints.push(message.text());
      }
    });
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    try {
      await look({ page, cdp, authenticator: authenticatorId });
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  const sessionOf = (page: Page) =>
    page.request.get(new URL('/v1/session', page.url()).href).then((response) => response.json());

  for (const [language, words] of Object.entries(WORDS)) {
    describe(`in ${language}, by keyboard alone`, () => {
      let kith: Running;
      before(async () => {
        kith = await runKith();
      });
      after(() => kith.end());

      it('the first administrator joins by the link of the start, signs out, and signs in again by passkey', async () => {
        await atDesk(language, async ({ page, cdp, authenticator }) => {
          await page.goto(kith.firstAdministrator ?? assert.fail('no link'));
          await page.getByRole('heading', { level: 1, name: words.join }).waitFor();
          await page.getByRole('listitem').filter({ hasText: words.role }).waitFor();
          await isSound(page);

          // a pseudonym that can't be one
          await tabTo(page, '#pseudonym');
          await page.keyboard.type('<b>');
          await page.keyboard.press('Enter');
          await page.getByRole('alert').filter({ hasText: words.invalid }).waitFor();
          assert.equal(await page.evaluate(() => document.activeElement?.id), 'pseudonym');
          await isSound(page);

          await page.keyboard.press('Control+A');
          await page.keyboard.type('Heron');
          await tabTo(page, '[data-start]');
          await page.keyboard.press('Enter');
          await page.waitForURL(({ pathname }) => pathname === '/console/');
          const session = await sessionOf(page);
          assert.deepEqual([session.pseudonym, session.language], ['Heron', language]);
          // this Kith is a sandbox: elsewhere it would be the administrator's role alone
          assert.deepEqual(session.roles.toSorted(), staffRole.options.toSorted());
          const [cookie] = await page.context().cookies();
          assert.deepEqual([cookie?.name, cookie?.httpOnly, cookie?.sameSite], ['kith-session', true, 'Strict']);
          const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: authenticator });
          assert.deepEqual(
            credentials.map(({ isResidentCredential, rpId }) => [isResidentCredential, rpId]),
            [[true, 'localhost']],
          );

          const { origin } = new URL(page.url());
          await page.request.delete(`${origin}/v1/session`, { headers: { 'x-kith-csrf': session.csrf } });
          assert.equal((await sessionOf(page)).error.code, 'sign_in');

          // the console that is shown goes to sign in by itself, too: whichever is last
          await page.goto('about:blank');
          await page.goto(`${origin}/signin?to=/console/audit`);
          await page.getByRole('heading', { level: 1, name: words.signIn }).waitFor();
          await isSound(page);
          await tabTo(page, '[data-start]');
          await page.keyboard.press('Enter');
          await page.waitForURL(({ pathname }) => pathname === '/console/audit');
          const again = await sessionOf(page);
          assert.equal(again.pseudonym, 'Heron');
          assert.notEqual(again.csrf, session.csrf);
        });
      });

      it('the link works once', async () => {
        await atDesk(language, async ({ page }) => {
          await page.goto(kith.firstAdministrator ?? assert.fail('no link'));
          await page.getByRole('alert').filter({ hasText: words.void }).waitFor();
          assert.ok(await page.locator('[data-form]').isHidden());
          await isSound(page);
        });
      });

      it('a passkey that Kith does not know lets nobody in, and says so', async () => {
        await atDesk(language, async ({ page, cdp, authenticator }) => {
          const { host } = new URL(kith.url);
          await page.goto(`http://${host.replace('127.0.0.1', 'localhost')}/signin`);
          const { privateKey } = await page.evaluate(async () => {
            const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
            const bytes = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
            return { privateKey: btoa(String.fromCharCode(...bytes)) };
          });
          await cdp.send('WebAuthn.addCredential', {
            authenticatorId: authenticator,
            credential: {
              ...{ credentialId: Buffer.from('somebody else').toString('base64'), isResidentCredential: true },
              ...{ rpId: 'localhost', privateKey, userHandle: Buffer.from('u').toString('base64'), signCount: 1 },
            },
          });
          await tabTo(page, '[data-start]');
          await page.keyboard.press('Enter');
          await page.getByRole('alert').filter({ hasText: words.refused }).waitFor();
          await isSound(page);
          assert.equal((await sessionOf(page)).error.code, 'sign_in');
        });
      });
    });
  }

  it('a passkey without its finger or PIN lets nobody in', async () => {
    const kith = await runKith();
    try {
      await atDesk('en', async ({ page, cdp, authenticator }) => {
        await page.goto(kith.firstAdministrator ?? assert.fail('no link'));
        await page.locator('#pseudonym').fill('Heron');
        await page.locator('[data-start]').click();
        await page.waitForURL(({ pathname }) => pathname === '/console/');
        const { origin } = new URL(page.url());
        // the console is left first: without its session it would go to the sign-in by itself, at any moment
        await page.goto('about:blank');
        await page.context().clearCookies();
        await cdp.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: false });
        await page.goto(`${origin}/signin`);
        await page.locator('[data-start]').click();
        await page.getByRole('alert').filter({ hasText: 'Nothing was signed' }).waitFor();
        assert.equal((await sessionOf(page)).error.code, 'sign_in');
      });
    } finally {
      await kith.end();
    }
  });

  it('from another name of this machine the pages lead to localhost, where passkeys work', async () => {
    const kith = await runKith();
    try {
      const port = new URL(kith.url).port;
      const response = await fetch(`${kith.url}/signin?to=/console/`, { redirect: 'manual' });
      assert.equal(response.headers.get('location'), `http://localhost:${port}/signin?to=/console/`);
    } finally {
      await kith.end();
    }
  });
});
