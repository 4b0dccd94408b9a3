/** Linked accounts in a case, in Chromium: why they are taken for one person's, and what people say of it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { casePage, type LinkEdge, linksView } from '@kith/contract';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';
import { worldOf } from './testing/world.ts';

describe('linked accounts in the console', () => {
  let kith: Running;
  let browser: Browser;
  let caseId: string;

  before(async () => {
    [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
    const { tell, child } = worldOf(kith);
    const age = { band: 'adult', method: 'declared', confidence: 0.9 };
    const signUp = (actor: string, identifiers: object) =>
      tell('account.created', { actor, age, country: 'GB', identifiers });
    const phone = { deviceIds: ['phone-1'], telephone: '+447400123456', verified: ['telephone'] };
    await child('kim');
    await signUp('max', { ...phone, email: 'max@example.org' });
    await kith.tellOwn({
      ...{ id: 'barred', type: 'enforcement.requested', at: Date.now(), data: { actor: 'max', kind: 'disable' } },
    });
    await signUp('max2', phone);
    await signUp('max3', { ...phone, email: 'third@example.org' });
    await tell('report.filed', { actor: 'kim', other: 'max', category: 'unkind' });
    const staff = await signIn(kith, ['moderator']);
    const { cases } = casePage.parse(await (await staff.get('/v1/cases?queue=returning')).json());
    caseId = cases.find(({ account }) => account === 'max2')?.id ?? assert.fail('no case of who came back');
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  async function edgeOf(staff: Staff): Promise<LinkEdge> {
    const view = linksView.parse(await (await staff.get(`/v1/cases/${caseId}/links`)).json());
    return view.edges.find(({ actor, other }) => actor === 'max2' && other === 'max') ?? assert.fail('no such link');
  }
  const heads = (page: Page) => page.locator('.link-item__head');
  const toMax = (page: Page) => heads(page).filter({ hasText: /max2.*max(?!\d)/ });
  async function openLink(page: Page): Promise<void> {
    await toMax(page).click();
    await page.getByText('What speaks for it and against it').waitFor();
  }

  it('are drawn and listed with the reasons of each link, and gone through by keyboard', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['moderator']);
    await open(`/case/${caseId}`);
    await page.getByRole('heading', { name: 'Linked accounts: 2 others' }).waitFor();
    await page.getByRole('img', { name: /A drawing of 3 accounts and \d links/ }).waitFor();
    assert.equal(await page.locator('.link-node').count(), 3);
    await page.locator('main').focus();
    await page.keyboard.press('e');
    const open1 = page.locator('.link-item__head[aria-expanded=true]');
    await open1.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-expanded')), 'true');
    assert.equal(await page.locator('.link-line[data-chosen]').count(), 1);
    const first = await open1.innerText();
    await page.keyboard.press('e');
    await page.waitForFunction((was) => document.activeElement?.textContent !== was, first);
    assert.equal(await open1.count(), 1);
    const all = await heads(page).count();
    assert.equal(await page.locator('.link-line').count(), all);
    await page.keyboard.press('Shift+E');
    if ((await toMax(page).getAttribute('aria-expanded')) !== 'true') await openLink(page);
    const inside = await page.locator('.link-item__inside').innerText();
    assert.match(inside, /They share a device/);
    assert.match(inside, /has the same telephone number[\s\S]*\+\d/);
    assert.match(inside, /is on the same device/);
    await standsUp(page, 'linked accounts');
    await page.locator('.links').locator('button').first().focus();
    await focusIsSeen(page, 8);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('lead to the case of each, and say who was disabled for children’s safety', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator']);
    await open(`/case/${caseId}`);
    const row = page.locator('.links__accounts tr', { hasText: 'disabled' });
    assert.match(await row.innerText(), /max[\s\S]*for children’s safety/);
    await row.getByRole('link', { name: 'Open case' }).click();
    await page.locator('.case-head__who', { hasText: /^max$/ }).waitFor();
    await close();
  });

  it('are cut with a reason that is asked for, after what it changes was said; and that is taken back with one key', async () => {
    const { page, open, staff, complaints, close } = await sitDown(browser, kith, ['moderator']);
    await open(`/case/${caseId}`);
    await openLink(page);
    await page.locator('main').focus();
    await page.keyboard.press('-');
    const sheet = page.getByRole('dialog', { name: 'Cut: two people’s accounts' });
    await sheet.getByText('A restriction that Kith asked for because of it stays').waitFor();
    assert.equal(await sheet.getByRole('button', { name: 'Cut' }).isDisabled(), true);
    await standsUp(page, 'cutting a link');
    await page.keyboard.type('His brother: they called.');
    await sheet.getByRole('button', { name: 'Cut' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Cut: two people’s accounts.').waitFor();
    await page.locator('.link-item[data-state=cut]').getByText('His brother: they called.').waitFor();
    assert.deepEqual([(await edgeOf(staff)).state, (await edgeOf(staff)).judged?.by], ['cut', staff.pseudonym]);
    await page.locator('main').focus();
    await page.keyboard.press('u');
    await page.getByText('Taken back. The link stands as it did before.').waitFor();
    await page.locator('.link-item[data-state=cut]').waitFor({ state: 'detached' });
    const edge = await edgeOf(staff);
    assert.deepEqual([edge.state, edge.judged], ['seen', null]);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('are confirmed; what somebody else has said since is not taken back, and the console says what to do', async () => {
    const { page, open, staff, close } = await sitDown(browser, kith, ['moderator']);
    // no news come: what somebody else says meanwhile is not seen before it is tried
    await page.route('**/v1/live*', (route) => route.abort());
    await open(`/case/${caseId}`);
    await openLink(page);
    await page.locator('main').focus();
    await page.keyboard.press('=');
    await page.getByRole('dialog').getByRole('textbox').fill('The same words, at the same hours.');
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await page.locator('.link-item[data-state=confirmed]').getByText(`Confirmed by ${staff.pseudonym}`).waitFor();
    const other = await signIn(kith, ['senior']);
    await other.send('/v1/links/judge', { actor: 'max2', other: 'max', state: 'cut', note: 'Two people.' });
    await page.getByRole('button', { name: 'Take back what I said' }).click();
    await page.getByText('Somebody else has judged this link since.').waitFor();
    await page.locator('.link-item[data-state=cut]').getByText(`Cut by ${other.pseudonym}`).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Take back what I said' }).count(), 0);
    await close();
  });

  it('are there to read, and no more, for whoever does not judge', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['auditor']);
    await open(`/case/${caseId}`);
    await openLink(page);
    assert.equal(await page.locator('.link-item__inside button').count(), 0);
    await close();
  });

  it('are in Welsh', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator'], { locale: 'cy-GB' });
    await open(`/case/${caseId}`);
    await page.getByRole('heading', { name: 'Cyfrifon cysylltiedig: 2 arall' }).waitFor();
    await toMax(page).click();
    await page.getByText('Yr hyn sydd o’i blaid ac yn ei erbyn').waitFor();
    assert.match(await page.locator('.link-item__inside').innerText(), /rhif ffôn/);
    await standsUp(page, 'linked accounts in Welsh');
    await close();
  });
});
