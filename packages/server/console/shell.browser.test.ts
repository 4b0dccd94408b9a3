/** The console around its screens, in Chromium, on a whole Kith. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { staffRole } from '@kith/contract';
import type { Browser } from 'playwright-core';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { signIn } from '../testing/sign-in.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';
import { consoleSays } from './testing/words.ts';

describe('the console', () => {
  let kith: Running;
  let browser: Browser;
  before(async () => {
    [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  it('sends whoever is not signed in to sign in, and back to where they wanted to go', async () => {
    const page = await browser.newPage();
    await page.goto(`${kith.url}/console/audit?subject=case:1`);
    await page.waitForURL(/\/signin/);
    assert.equal(new URL(page.url()).searchParams.get('to'), '/console/audit?subject=case:1');
    await page.close();
  });

  it('shows nobody what is not theirs: not in the menu, not in the palette, not at its address', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['administrator']);
    await open('/settings');
    const menu = await page.getByRole('navigation', { name: 'Menu' }).getByRole('link').allInnerTexts();
    assert.ok(menu.includes('People') && !menu.includes('Queue') && !menu.includes('Audit'), menu.join(' '));
    assert.equal(await page.getByRole('button', { name: 'Take next' }).count(), 0);
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'People' }).waitFor();
    assert.equal(await page.getByRole('option', { name: 'Audit' }).count(), 0);
    await page.keyboard.press('Escape');
    await open('/audit');
    await page.getByRole('heading', { name: 'Not found' }).waitFor();
    await close();
  });

  for (const [language, locale] of [
    ['en', 'en-GB'],
    ['cy', 'cy-GB'],
  ] as const) {
    it(`has its whole menu in one line for whoever has every role, by keyboard, in ${language}`, async () => {
      const say = consoleSays(language);
      const { page, open, complaints, close } = await sitDown(browser, kith, staffRole.options, { locale });
      await open('/settings');
      const menu = page.getByRole('navigation', { name: say('shell.menu') });
      const tops = await menu
        .locator('.menu__list > li')
        .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
      assert.deepEqual([new Set(tops).size, tops.length], [1, 7]);
      const bar = await page.locator('.bar').evaluate((one) => one.getBoundingClientRect().height);
      assert.ok(bar < 50, `the bar takes ${bar} px`);

      const duties = menu.getByRole('button', { name: say('menu.duties') });
      const measures = menu.getByRole('link', { name: say('screen.measures') });
      await duties.focus();
      assert.equal(await measures.count(), 0);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.ok(await measures.evaluate((one) => one === document.activeElement));
      assert.deepEqual(await axeProblems(page), []);
      await page.keyboard.press('Escape');
      assert.ok(await duties.evaluate((one) => one === document.activeElement));
      assert.equal(await measures.count(), 0);
      // one that the focus has left is shut again
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Tab');
      await measures.waitFor({ state: 'detached' });
      await duties.focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: say('screen.measures') }).waitFor();
      assert.equal(await duties.getAttribute('aria-current'), 'true');

      // on a narrow screen they open in place, one below the other
      await page.setViewportSize({ width: 320, height: 640 });
      await menu.getByRole('button', { name: say('shell.menu') }).click();
      await duties.click();
      await measures.waitFor();
      await standsUp(page, `the menu on a narrow screen, in ${language}`);
      await page.setViewportSize({ width: 320, height: 640 });
      await measures.click();
      await page.getByRole('heading', { level: 1, name: say('screen.measures') }).waitFor();
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  it('begins where somebody works: a compliance officer at the measures, not at a queue that is others’', async () => {
    for (const [role, heading] of [
      ['moderator', 'screen.queue'],
      ['compliance', 'screen.measures'],
      ['administrator', 'screen.people'],
      ['auditor', 'screen.audit'],
    ] as const) {
      const { page, open, close } = await sitDown(browser, kith, [role]);
      await open('/');
      await page.getByRole('heading', { level: 1, name: consoleSays('en')(heading), exact: true }).waitFor();
      await close();
    }
  });

  it('goes anywhere by keyboard: the palette finds by a part of a name, and the sheet says every key', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['auditor']);
    await open('/settings');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Find an action').waitFor();
    await standsUp(page, 'the sheet of keys');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('audi');
    await page.getByRole('option', { name: 'Audit' }).waitFor();
    await standsUp(page, 'the palette');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('lets somebody change a key, and refuses one that another action has in the same place', async () => {
    const staff = await signIn(kith, ['auditor']);
    const { page, open, close } = await sitDown(browser, kith, staff);
    await open('/settings');
    const row = page.locator('.key-settings__row', { hasText: 'Show the keys' });
    await row.getByRole('button').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('g');
    await row.getByRole('alert').getByText('That key is for: Go to a screen').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('h');
    await row.locator('kbd', { hasText: 'H' }).waitFor();
    await page.reload();
    await page.locator('main h1').waitFor();
    await page.locator('main').focus();
    await page.keyboard.press('h');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await close();
  });

  it('is in Welsh where somebody chooses it, or their browser does', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['auditor'], { locale: 'cy-GB' });
    await open('/settings');
    await page.getByRole('heading', { level: 1, name: 'Gosodiadau' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
    await page.getByLabel('English').check();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.getByLabel('Cymraeg').check();
    await page.getByRole('heading', { level: 1, name: 'Gosodiadau' }).waitFor();
    await standsUp(page, 'settings in Welsh');
    await close();
  });

  it('never hides the focus, and looks as somebody chose', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['auditor']);
    await open('/settings');
    await focusIsSeen(page, 30);
    await page.getByLabel('Dark').check();
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await paper();
    await page.getByLabel('Light').check();
    assert.notEqual(await paper(), dark);
    // nothing moves for whoever asked their system for that
    const moving = () =>
      page
        .locator('.button')
        .first()
        .evaluate((one) => getComputedStyle(one).transitionDuration);
    assert.notEqual(await moving(), '0s');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await moving(), '0s');
    await close();
  });

  it('shows the audit log, filters it by what a line is about, and verifies it', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['auditor']);
    await open('/audit');
    await page.getByRole('button', { name: 'Verify the whole log' }).click();
    await page.getByText('The log is sound').waitFor();
    await standsUp(page, 'audit');
    await page.getByLabel('To what').fill('case:nothing');
    await page.keyboard.press('Enter');
    await page.getByText('No line is like that.').waitFor();
    assert.match(page.url(), /subject=case%3Anothing/);
    // who and what are chosen from what there is, and no line says a code
    await page.getByLabel('To what').fill('');
    await page.locator('select[name=action]').selectOption('made a key');
    await page.locator('select[name=by]').selectOption('Kith itself');
    await page.getByRole('button', { name: 'Show these' }).click();
    await page.waitForURL(/action=key.created/);
    await page.getByRole('cell', { name: 'made a key' }).first().waitFor();
    assert.doesNotMatch(await page.locator('.rows tbody').innerText(), /key\.created|system|staff:/);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('says what was done in Welsh, too', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['auditor'], { locale: 'cy-GB' });
    await open('/audit');
    await page.getByRole('cell', { name: 'gwneud allwedd' }).first().waitFor();
    assert.doesNotMatch(await page.locator('.rows tbody').innerText(), /[a-z]+\.[a-z]+_?[a-z]*\s/);
    await standsUp(page, 'audit in Welsh');
    await close();
  });

  it('stands up on the screens of those who look after rules and deliveries', async () => {
    const { page, staff, open, complaints, close } = await sitDown(browser, kith, ['lead', 'administrator']);
    await open('/policy');
    await page.getByText('In force: kith-1').waitFor();
    await standsUp(page, 'policy');
    await open('/outbox');
    await page.getByText('Nothing was given up').waitFor();
    await standsUp(page, 'outbox');
    await open('/numbers');
    await page.getByText('Decided in time').first().waitFor();
    await standsUp(page, 'numbers');
    await open('/people');
    await page.getByText(staff.pseudonym).nth(1).waitFor();
    await standsUp(page, 'people');
    await open('/appeals');
    await page.getByText('No appeal waits.').waitFor();
    await standsUp(page, 'appeals');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('asks for nothing from anywhere else', async () => {
    const { page, url, open, close } = await sitDown(browser, kith, ['auditor']);
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await open('/settings');
    assert.deepEqual([...asked], [url]);
    await close();
  });
});
