/** Trying a changed policy at the console, in Chromium, on a Kith whose log has something. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';
import { worldOf } from './testing/world.ts';

const RULE = {
  name: 'to-children',
  about: 'holds what adults write to children',
  on: ['message.sent'],
  mode: 'live',
  when: "account.ageBand == 'adult' && other.ageBand != 'adult'",
  // biome-ignore lint/suspicious/noThenProperty: a rule's own word
  then: { signal: { weight: 1, words: 'an adult writes to a child' }, outcome: 'hold', case: 'safety' },
  examples: [],
};

describe('trying a changed policy at the console', () => {
  let kith: Running;
  let browser: Browser;
  let folder: string;
  before(async () => {
    [kith, browser, folder] = await Promise.all([runKith(), launchBrowser(), mkdtemp(join(tmpdir(), 'kith-policy-'))]);
    const { child, adult, tellAll } = worldOf(kith);
    await child('kim');
    await adult('max', 'lou');
    await tellAll(
      Array.from({ length: 200 }, (_, i) => ({
        type: 'message.sent',
        data: { actor: 'max', other: i % 2 === 0 ? 'kim' : 'lou', message: `m${i}`, text: 'hello there' },
      })),
    );
    const changed = { ...loadShippedPolicy(), version: 'stricter', rules: [RULE] };
    await writeFile(join(folder, 'policy.json'), JSON.stringify(changed, null, 2));
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
    await rm(folder, { recursive: true });
  });

  it('says where a policy is wrong and leads to the line, then shows what would have been different', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['lead']);
    await open('/policy');
    await page.getByRole('link', { name: 'Try a changed policy on what happened' }).click();
    const text = page.getByRole('textbox', { name: 'The changed policy (YAML)' });
    await text.waitFor();
    await text.fill('version: x\nstrangers:\n  mutualConnections: many\n');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/nothing can be tried before/).waitFor();
    await standsUp(page, 'a policy with problems');
    await page.getByRole('button', { name: 'Line 3', exact: true }).click();
    const cursor = await text.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart));
    assert.match(cursor, /^mutualConnections: many/);

    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open a file' }).click();
    await (await chooser).setFiles(join(folder, 'policy.json'));
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('stricter'));
    await page.getByLabel('Alerts a day').fill('0.5');
    await focusIsSeen(page, 12);
    // from a field, by keyboard
    await page.getByLabel('Alerts a day').press('Enter');
    await page.getByRole('heading', { name: 'stricter, had it been in force instead of kith-1' }).waitFor();
    await page.getByText('More than people can bear').waitFor();
    await page.getByRole('row', { name: /^Held for a person 0 \d+ \+\d+/ }).waitFor();
    await page.getByRole('row', { name: /^to-children live/ }).waitFor();
    await page.getByRole('link', { name: 'max' }).waitFor();
    await standsUp(page, 'what would have been different');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is in Welsh, and not there for those who may not', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['senior'], { locale: 'cy-GB' });
    await open('/policy/try');
    await page.getByRole('button', { name: 'Rhoi cynnig arno' }).click();
    await page
      .getByText('Nid oes')
      .or(page.getByText('kith-1, pe bai wedi bod mewn grym yn lle kith-1'))
      .first()
      .waitFor();
    await standsUp(page, 'a policy that was tried, in Welsh');
    await close();
    const moderator = await sitDown(browser, kith, ['moderator']);
    await moderator.open('/policy/try');
    await moderator.page.getByRole('heading', { name: 'Not found' }).waitFor();
    await moderator.close();
  });

  it('says how to put a policy of before back in force', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['administrator']);
    await open('/policy');
    await page.getByText('In force: kith-1').waitFor();
    await page.locator('.policy .link').first().click();
    // the one in force needs no way back
    assert.equal(await page.getByText('whoever runs Kith types').count(), 0);
    await close();
  });
});
