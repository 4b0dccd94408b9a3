/** What somebody changes about themselves, keys of the API, and putting two cases together, in Chromium. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';
import { caseOf, queueOf, worldOf } from './testing/world.ts';

describe('at the console', () => {
  let kith: Running;
  let browser: Browser;
  before(async () => {
    [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  it('somebody adds passkeys, removes one, and takes another pseudonym', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['moderator']);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const verifies = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
    const device = { protocol: 'ctap2', automaticPresenceSimulation: true, ...verifies } as const;
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...device, transport: 'internal' } });
    await open('/settings');
    const keys = page.getByText(/^Passkey added/);
    await page.getByRole('button', { name: 'Add another passkey' }).click();
    await page.getByText('Added. It signs you in as well as the first.').waitFor();
    await page.getByText('With one passkey alone').waitFor();
    // another device: the first one has one already
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...device, transport: 'usb' } });
    await page.getByRole('button', { name: 'Add another passkey' }).click();
    await page.waitForFunction(() => document.querySelectorAll('main .link').length === 2);
    await standsUp(page, 'how one signs in');
    await page.getByRole('button', { name: 'Remove' }).first().click();
    await page.getByText('Removed. You are signed out everywhere else.').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('main .link').length === 0);
    assert.equal(await keys.count(), 1);
    await page.getByLabel('Pseudonym').fill('Kestrel');
    await page.getByLabel('Pseudonym').press('Enter');
    await page.getByText('You are Kestrel from now on.').waitFor();
    assert.equal(await page.locator('.menu__who').innerText(), 'Kestrel');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('the administrator makes a key, which is shown once, and revokes it; the auditor only sees it', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['administrator']);
    await open('/keys');
    await page.locator('summary', { hasText: 'Make a key' }).click();
    await page.getByLabel('Which service has it').fill('the chat');
    await page.getByLabel('tell events').check();
    await focusIsSeen(page, 8);
    await page.getByRole('button', { name: 'Make a key' }).click();
    const key = await page.locator('[role=status] code').innerText();
    const told = (event: object) =>
      kith.post('/v1/events', { id: 'by-key', ...event }, { authorization: `Bearer ${key}` });
    assert.equal((await told({ type: 'account.created', data: { actor: 'new' } })).status, 200);
    await standsUp(page, 'keys');
    const row = page.getByRole('row', { name: /the chat/ });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await row.getByRole('button', { name: /Revoke it for good/ }).click();
    await row.getByText(/^revoked/).waitFor();
    assert.deepEqual(complaints, []);
    await close();
    const auditor = await sitDown(browser, kith, ['auditor'], { locale: 'cy-GB' });
    await auditor.open('/keys');
    await auditor.page.getByRole('row', { name: /the chat.*dweud digwyddiadau/ }).waitFor();
    assert.equal(await auditor.page.getByText('Gwneud allwedd').count(), 0);
    await standsUp(auditor.page, 'keys in Welsh');
    await auditor.close();
  });

  it('a case goes into another that is found by whom it is about', async () => {
    const { child, adult, tell } = worldOf(kith);
    await child('kim');
    await adult('max', 'max-again');
    for (const other of ['max', 'max-again']) {
      await tell('report.filed', { actor: 'kim', other, category: 'unkind' });
    }
    const { page, open, staff, complaints, close } = await sitDown(browser, kith, ['moderator']);
    const cases = await queueOf(staff, 2);
    const again = cases.find(({ account }) => account === 'max-again') ?? assert.fail();
    await open(`/case/${encodeURIComponent(again.id)}`);
    await page.locator('.case-head').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('merge');
    await page.getByRole('option', { name: 'Merge into another case' }).waitFor();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('searchbox').fill('ma');
    await sheet.getByRole('radio', { name: 'max', exact: true }).check();
    assert.equal(await sheet.getByRole('radio').count(), 1);
    await standsUp(page, 'which case it goes into');
    await sheet.getByLabel('For whoever looks next').fill('the same person');
    await sheet.getByRole('button', { name: 'Merge' }).click();
    await page.getByText('Merged into another case').first().waitFor();
    const into = cases.find(({ account }) => account === 'max') ?? assert.fail();
    const view = await caseOf(staff, into.id);
    assert.deepEqual(view.accounts.toSorted(), ['max', 'max-again']);
    assert.deepEqual(complaints, []);
    await close();
  });
});
