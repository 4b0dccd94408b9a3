/** Ruling at the console by keyboard alone, in Chromium, with a platform that listens. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { sitDown } from './console/testing/desk.ts';
import { focused } from './console/testing/focus.ts';
import { standsUp } from './console/testing/looks.ts';
import { caseOf, queueOf, worldOf } from './console/testing/world.ts';
import { type World, world } from './enforcement/testing/world.ts';
import { launchBrowser } from './ground/testing/browser.ts';
import type { Staff } from './testing/sign-in.ts';

describe('ruling at the console', () => {
  let w: World;
  let browser: Browser;
  before(async () => {
    [w, browser] = await Promise.all([world('SQLite'), launchBrowser()]);
    const { child, adult } = worldOf(w.kith, 'people');
    await child('kim');
    await adult('ann', 'bob', 'cat', 'dan', 'eli');
  });
  after(async () => {
    await browser?.close();
    await w?.[Symbol.asyncDispose]();
  });

  const idOf = (page: Page) => decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '');

  /** Everybody else's case is out of the way: one waits, and it is this one. */
  async function onlyCase(account: string, staff: Staff): Promise<void> {
    await w.reported(account);
    await queueOf(staff, 1);
  }

  it('clears a plain case with four keys', async () => {
    const { page, open, staff, complaints, close } = await sitDown(browser, w.kith, ['moderator']);
    await onlyCase('ann', staff);
    await open('/queue');
    await page.locator('.case-row').first().waitFor();
    let keys = 0;
    const press = async (key: string) => {
      keys++;
      await page.keyboard.press(key);
    };
    await press('t');
    await page.locator('.kinds').waitFor();
    await press('1');
    await focused(page, 'Continue');
    await press('Enter');
    await focused(page, 'Confirm');
    await press('Enter');
    await page.getByRole('status').getByText(/Ruled/).waitFor();
    assert.equal(keys, 4);
    await standsUp(page, 'what can be undone');
    const view = await caseOf(staff, idOf(page));
    assert.equal(view.account, 'ann');
    assert.deepEqual(view.rulings[0]?.measures, ['no_violation']);
    assert.equal(view.rulings[0]?.by, staff.pseudonym);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('takes a ruling back with one key while it has not left', async () => {
    const { page, open, staff, complaints, close } = await sitDown(browser, w.kith, ['moderator']);
    await onlyCase('bob', staff);
    await open('/queue');
    await page.locator('.case-row').first().waitFor();
    await page.keyboard.press('t');
    await page.locator('.kinds').waitFor();
    await page.keyboard.press('2');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    const policy = page.locator('.policy-text');
    const said = async () => policy.locator('blockquote').innerText();
    const first = await said();
    assert.match(first, /^What the person reads: \u201c.+\u201d$/);
    assert.match(await policy.locator('figcaption').innerText(), /Warn[\s\S]*Disable the account \(second person\)/);
    await page.getByLabel('Under which policy').selectOption('bullying');
    await page.waitForFunction((was) => document.querySelector('.policy-text blockquote')?.textContent !== was, first);
    await page.locator('.judging textarea').focus();
    await page.keyboard.type('unkind again and again');
    await page.keyboard.press('Tab');
    await standsUp(page, 'a ruling that is being made');
    await page.locator('.judging form .button--main').focus();
    await page.keyboard.press('Enter');
    await focused(page, 'Confirm');
    await standsUp(page, 'the last look');
    await focused(page, 'Confirm');
    await page.keyboard.press('Enter');
    await page.getByText('It leaves in a moment.').waitFor();
    await page.locator('main').focus();
    await page.keyboard.press('u');
    await page.getByText('Undone. Nothing was sent').waitFor();
    const view = await caseOf(staff, idOf(page));
    assert.deepEqual([view.mine, view.rulings[0]?.state], [true, 'withdrawn']);
    assert.deepEqual(w.got('enforcement.requested'), []);
    assert.deepEqual(complaints, []);
    // it is theirs again on the screen, too
    await page.locator('.kinds').waitFor();
    await page.keyboard.press('Shift+L');
    await page.getByText('Given back.').waitFor();
    await close();
  });

  it('says what changed where a case changes under somebody who rules, and sends nothing', async () => {
    const { page, open, staff, close } = await sitDown(browser, w.kith, ['moderator']);
    const id = await w.reported('cat');
    await open(`/case/${encodeURIComponent(id)}`);
    await page.keyboard.press('l');
    await page.locator('.kinds').waitFor();
    await page.keyboard.press('1');
    await focused(page, 'Continue');
    await page.keyboard.press('Enter');
    await focused(page, 'Confirm');
    // what comes from the platform is said as soon as it is there
    const data = { actor: 'kim', other: 'cat', category: 'threat' };
    await w.kith.post('/v1/events', { id: 'another-report', type: 'report.filed', data });
    await page.locator('.changed', { hasText: 'A report joined' }).waitFor();
    // what a person did meanwhile has to be seen before anything is sent
    const other = await w.person('senior');
    const { version } = await caseOf(staff, id);
    await w.post(other, `/v1/cases/${encodeURIComponent(id)}/note`, {
      version,
      text: 'look at the other account, too',
    });
    await focused(page, 'Confirm');
    await page.keyboard.press('Enter');
    await page.getByText('The case has changed since you looked at it.').waitFor();
    await page.locator('.changed', { hasText: 'Note' }).waitFor();
    assert.deepEqual((await caseOf(staff, id)).rulings, []);
    await page.keyboard.press('Escape');
    await page.locator('main').focus();
    await page.keyboard.press('Shift+L');
    await page.getByText('Given back.').waitFor();
    await close();
  });

  it('needs a second person to disable, who is not the first, and who may see it otherwise', async () => {
    const first = await sitDown(browser, w.kith, ['senior']);
    const id = await w.reported('dan');
    await first.open(`/case/${encodeURIComponent(id)}`);
    await first.page.keyboard.press('l');
    await first.page.locator('.kinds').waitFor();
    await first.page.keyboard.press('6');
    await first.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await first.page.keyboard.type('what was seen');
    const more = first.page.getByRole('group', { name: 'What is to be done' });
    await more.getByLabel('Warn').check();
    await first.page.getByRole('heading', { name: 'Disable the account + Warn' }).waitFor();
    assert.equal(await more.getByLabel('Remove content').isDisabled(), true, 'nothing is marked');
    await more.getByLabel('Warn').uncheck();
    await first.page.getByRole('heading', { name: 'Disable the account', exact: true }).waitFor();
    await first.page.locator('.judging form .button--main').focus();
    await first.page.keyboard.press('Enter');
    await focused(first.page, 'Propose it to a second person');
    await first.page.keyboard.press('Enter');
    await first.page.getByText('Proposed. Nothing happens until a second person agrees.').waitFor();
    await first.page.getByText('You took the first look').waitFor();
    await first.close();

    const second = await sitDown(browser, w.kith, ['senior']);
    await second.open(`/case/${encodeURIComponent(id)}`);
    await second.page.keyboard.press('l');
    await second.page.getByRole('heading', { name: 'Second look' }).waitFor();
    await standsUp(second.page, 'the second look');
    await second.page.locator('main').focus();
    await second.page.keyboard.press('Shift+Y');
    await second.page.getByRole('dialog').getByRole('textbox').fill('not what I see');
    await second.page.keyboard.press('Tab');
    await second.page.keyboard.press('Enter');
    await second.page.getByText('Disagreed. The case is open again').waitFor();
    const view = await caseOf(second.staff, id);
    assert.deepEqual([view.state, view.rulings[0]?.state], ['open', 'disagreed']);
    assert.deepEqual(second.complaints, []);
    await second.close();
  });
});
