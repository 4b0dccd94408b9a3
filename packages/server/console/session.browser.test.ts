/** A session that ends while somebody is in the middle of something at the console, in Chromium, on a whole Kith. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { caseView } from '@kith/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { type Staff, signIn, signInAgain } from '../testing/sign-in.ts';
import { type Sitting, sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';
import { consoleSays } from './testing/words.ts';
import { queueOf, worldOf } from './testing/world.ts';

const NOTE = 'kim says that it began in the autumn';
/** Since a sign-in that is too old for a key, and not for a session, milliseconds. */
const STALE_MS = 20 * 60_000;
/** of whoever sat there, and nobody else's to read */
const SECRET = 'for my own eyes until it is sent';
const verifies = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
const device = {
  protocol: 'ctap2',
  transport: 'internal',
  automaticPresenceSimulation: true,
  ...verifies,
} as const;

describe('a session that ends at the console', () => {
  let kith: Running;
  let browser: Browser;
  /** of the one case */
  let path: string;
  before(async () => {
    [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
    const { child, adult, tell } = worldOf(kith);
    await child('kim');
    await adult('max');
    await tell('report.filed', { actor: 'kim', other: 'max', category: 'unkind' });
    const [one] = await queueOf(await signIn(kith, ['moderator']), 1);
    path = `/case/${encodeURIComponent(one?.id ?? assert.fail())}`;
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  const end = (staff: Staff) => staff.send('/v1/session', undefined, 'DELETE');
  /** what a browser has after somebody has signed in in another tab of it */
  async function becomes(context: BrowserContext, url: string, { cookie }: Staff): Promise<void> {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
  }
  /** writes a note on the case, which nobody holds, and doesn't send it */
  async function write({ page, open }: Sitting, note: string): Promise<void> {
    await open(path);
    await page.locator('.case-head').waitFor();
    await page.keyboard.press('a');
    await page.locator('[role=dialog] textarea').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type(note);
    assert.equal(await page.locator('textarea').inputValue(), note);
  }
  const send = async (page: Page) => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  };
  /** refused without a session, as it should be; anything else is a complaint */
  const others = ({ complaints }: Sitting) => complaints.filter((line) => !/status of 401/.test(line));

  it('loses nothing that was typed: by keyboard, with a passkey in another tab, and on with the same page', async () => {
    const say = consoleSays('en');
    const sitting = await sitDown(browser, kith, ['moderator']);
    const { page, url, open, staff, close } = sitting;
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: device });
    await open('/settings');
    await page.getByRole('button', { name: say('own.add') }).click();
    await page.getByText(say('own.added')).waitFor();
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });

    await write(sitting, NOTE);
    await end(staff);
    await send(page);
    const covered = page.getByRole('alertdialog', { name: say('session.ended') });
    await covered.waitFor();
    await standsUp(page, 'a session has ended');
    await focusIsSeen(page, 3);
    // no key of the console does anything behind it, and none puts it away
    for (const key of ['Escape', 't', 'Control+k']) await page.keyboard.press(key);
    assert.equal(await page.getByRole('option').count(), 0);
    await covered.waitFor();

    await covered.getByRole('link').focus();
    const [tab] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
    const there = await page.context().newCDPSession(tab);
    await there.send('WebAuthn.enable');
    const { authenticatorId: its } = await there.send('WebAuthn.addVirtualAuthenticator', { options: device });
    for (const credential of credentials) {
      await there.send('WebAuthn.addCredential', { authenticatorId: its, credential });
    }
    await tab.locator('[data-start]').focus();
    await tab.keyboard.press('Enter');
    await tab.getByRole('heading', { level: 1, name: say('session.in') }).waitFor();
    assert.equal(tab.url(), `${url}/console/signed-in`);
    await standsUp(tab, 'signed in for a page that waits');
    await tab.close();

    await covered.waitFor({ state: 'detached' });
    await page.getByRole('status').getByText(say('session.again')).waitFor();
    assert.equal(await page.locator('textarea').inputValue(), NOTE);
    await page.waitForFunction(() => document.activeElement?.matches('[role=dialog] textarea'));
    await send(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const me = await signIn(kith, ['moderator']);
    const view = caseView.parse(await (await me.get(`/v1${path.replace('/case', '/cases')}`)).json());
    assert.equal(view.history.filter((line) => JSON.stringify(line).includes(NOTE)).length, 1, 'sent once');
    assert.deepEqual(others(sitting), []);
    await close();
  });

  it('covers the page in Welsh, and never goes on as somebody else', async () => {
    const say = consoleSays('cy');
    const sitting = await sitDown(browser, kith, ['moderator'], { locale: 'cy-GB' });
    const { page, url, staff, close } = sitting;
    const context = page.context();
    await write(sitting, SECRET);
    await end(staff);
    await send(page);
    await page.getByRole('alertdialog', { name: say('session.ended') }).waitFor();
    await standsUp(page, 'a session has ended, in Welsh');
    await focusIsSeen(page, 3);

    const other = await signIn(kith, ['moderator', 'auditor']);
    await becomes(context, url, other);
    const taken = page.getByRole('alertdialog', { name: say('session.other') });
    await taken.getByText(other.pseudonym).waitFor();
    await standsUp(page, 'somebody else has signed in, in Welsh');
    // nothing of what was written can be seen, and nothing was sent
    assert.equal(await page.evaluate(() => document.elementFromPoint(5, 5)?.closest('.overlay--shut') !== null), true);
    // whoever it was of comes back: it goes on, with what they wrote
    await becomes(context, url, await signInAgain(kith, staff));
    await taken.waitFor({ state: 'detached' });
    assert.equal(await page.locator('textarea').inputValue(), SECRET);
    await becomes(context, url, other);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await taken.getByText(other.pseudonym).waitFor();
    await taken.getByRole('button', { name: say('session.loadAnew') }).focus();
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await page.locator('.menu__who').getByText(other.pseudonym).waitFor();
    await page.locator('.case-head').waitFor();
    assert.equal(await page.locator('textarea').count(), 0);
    assert.doesNotMatch(await page.locator('body').innerText(), new RegExp(SECRET));
    assert.deepEqual(others(sitting), []);
    await close();
  });

  it('is noticed where somebody else signs in while it goes on: the page asks nothing more in their name', async () => {
    const say = consoleSays('en');
    const sitting = await sitDown(browser, kith, ['moderator']);
    const { page, url, close } = sitting;
    await write(sitting, SECRET);
    const other = await signIn(kith, ['moderator']);
    await becomes(page.context(), url, other);
    // as their sign-in ends: on a page of the console in the same browser
    const tab = await page.context().newPage();
    await tab.goto(`${url}/console/signed-in`);
    await page.getByRole('alertdialog', { name: say('session.other') }).waitFor();
    await tab.close();
    await close();
  });

  it('that somebody has begun anew in another tab is taken at once, where something is sent', async () => {
    const sitting = await sitDown(browser, kith, ['auditor']);
    const { page, url, open, staff, close } = sitting;
    await open('/settings');
    await becomes(page.context(), url, await signInAgain(kith, staff));
    await page.getByLabel(consoleSays('en')('own.pseudonym')).fill('Bittern');
    await page.keyboard.press('Enter');
    await page.locator('.menu__who').getByText('Bittern').waitFor();
    await close();
  });

  it('that is too old for making a key is begun anew in another tab, and what was typed is there', async () => {
    const say = consoleSays('en');
    const administrator = await signIn(kith, ['administrator'], 'Old desk', Date.now() - STALE_MS);
    const { page, url, open, complaints, close } = await sitDown(browser, kith, administrator);
    await open('/keys');
    await page.locator('summary', { hasText: say('keysOf.make') }).click();
    await page.getByLabel(say('keysOf.name')).fill('the chat');
    await page.getByLabel(say('scope.events:write')).check();
    const again = page.getByRole('link', { name: say('session.signIn') });
    const [tab] = await Promise.all([page.context().waitForEvent('page'), again.click()]);
    await becomes(page.context(), url, await signInAgain(kith, administrator));
    // where signing in ends: it tells the page that waits
    await tab.goto(`${url}/console/signed-in`);
    await tab.getByRole('heading', { level: 1, name: say('session.in') }).waitFor();
    await tab.close();
    await again.waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel(say('keysOf.name')).inputValue(), 'the chat');
    await page.getByRole('button', { name: say('keysOf.make') }).click();
    await page.locator('[role=status] code').waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('leads to signing in where there is nothing to lose', async () => {
    const { page, open, staff, close } = await sitDown(browser, kith, ['moderator']);
    await open('/queue');
    await page.locator('.case-row').first().waitFor();
    await end(staff);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForURL(/\/signin/);
    assert.equal(new URL(page.url()).searchParams.get('to'), '/console/queue');
    await close();
  });
});
