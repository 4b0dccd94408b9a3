/** Known material in a case, in Chromium: what matched, never a picture of it, and judging it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { casePage } from '@kith/contract';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { signIn } from '../testing/sign-in.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';

const known = createHash('md5').update('known').digest('hex');
const PDQ = '0f'.repeat(32);
/** four bits away */
const NEAR = `${PDQ.slice(0, -1)}0`;
/** How often the list may be asked for until it was read: half a minute's worth. */
const TRIES_MAX = 300;

describe('known material in the console', () => {
  let folder: string;
  let kith: Running;
  let browser: Browser;
  const cases = new Map<string, string>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-material-'));
    const path = join(folder, 'hashes');
    await writeFile(path, `md5,${known},id-1,A\npdq,${PDQ},id-3,A\n`);
    const file = join(folder, 'lists.yaml');
    await writeFile(file, `- { name: hashes, verified: true, from: { kind: file, path: ${path} } }\n`);
    [kith, browser] = await Promise.all([runKith({ lists: file }), launchBrowser()]);
    let ids = 0;
    const tell = async (type: string, data: object): Promise<string> => {
      const response = await kith.post('/v1/events', { id: `e${++ids}`, type, data });
      return JSON.parse(await response.text()).decision.outcome;
    };
    const upload = (actor: string, media: string, hashes: object) => tell('media.uploaded', { actor, media, hashes });
    const age = { band: 'adult', method: 'verified', confidence: 1 };
    for (const actor of ['max', 'eve']) await tell('account.created', { actor, age });
    for (let n = 0; (await upload('max', 'pic', { md5: known })) === 'allow'; n++) {
      assert.ok(n < TRIES_MAX, 'the list was never read');
      await sleep(100);
    }
    assert.equal(await upload('eve', 'like', { pdq: NEAR, sha1: 'a'.repeat(40) }), 'hold');
    const staff = await signIn(kith, ['moderator']);
    const page = casePage.parse(await (await staff.get('/v1/cases?queue=known-material')).json());
    for (const { account, id } of page.cases) cases.set(account, id);
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('is said in the queue and in the case: which list, how, when, and no picture', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['moderator']);
    await open('/queue');
    const row = page.locator('.case-row', { hasText: 'max' });
    await row
      .getByText(/known material/i)
      .first()
      .waitFor();
    await open(`/case/${cases.get('max')}`);
    await page.getByRole('heading', { name: 'Known material: 1 match' }).waitFor();
    const item = page.locator('.link-item', { hasText: 'pic' });
    assert.match(await item.innerText(), /exactly, on a verified list[\s\S]*hashes[\s\S]*exactly the same · verified/);
    assert.equal(await page.locator('main img, main video, main picture').count(), 0);
    await standsUp(page, 'known material');
    await page.locator('.link-item button').first().focus();
    await focusIsSeen(page, 3);
    await open(`/case/${cases.get('eve')}`);
    await page.getByText('looks alike: 4 of 256 bits differ').waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is judged wrong with a reason that its source is told, and right again', async () => {
    const { page, open, staff, complaints, close } = await sitDown(browser, kith, ['moderator']);
    await open(`/case/${cases.get('max')}`);
    await page.getByRole('button', { name: 'This entry is wrong' }).press('Enter');
    const sheet = page.getByRole('dialog', { name: 'This entry is wrong' });
    await sheet.getByText('its source is told that it is wrong').waitFor();
    await sheet.getByLabel('What is wrong').selectOption('common_content');
    await standsUp(page, 'saying that an entry is wrong');
    await sheet.getByRole('textbox').fill('The logo of the school.');
    await sheet.getByRole('button', { name: 'This entry is wrong' }).press('Enter');
    await page.getByText('Said: the entry is wrong. It matches no more.').waitFor();
    await sheet.waitFor({ state: 'detached' });
    const item = page.locator('.link-item', { hasText: 'pic' });
    await item.getByText('counts as nothing now').waitFor();
    assert.match(await item.innerText(), /found wrong here[\s\S]*many have it[\s\S]*The logo of the school\./);
    assert.ok((await item.innerText()).includes(staff.pseudonym));
    await page.getByRole('button', { name: 'This entry is right after all' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'This entry is right after all' }).press('Enter');
    await page.getByText('Said: the entry is right. It matches again.').waitFor();
    await item.getByText('counts as nothing now').waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is a medium that only looks like it, until that is taken back', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator'], { locale: 'cy-GB' });
    await open(`/case/${cases.get('eve')}`);
    await page.getByRole('heading', { name: 'Deunydd hysbys: 1 cyfatebiaeth' }).waitFor();
    await standsUp(page, 'known material in Welsh');
    await page.getByRole('button', { name: 'Edrych yn debyg yn unig y mae' }).press('Enter');
    await page.getByRole('dialog').getByRole('textbox').fill('Traeth.');
    await page.getByRole('dialog').getByRole('button', { name: 'Edrych yn debyg' }).press('Enter');
    await page.getByText('nid yw’n cyfrif nawr').waitFor();
    await page.getByRole('button', { name: 'Tynnu’n ôl yr hyn a ddywedwyd amdano' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Tynnu’n ôl' }).press('Enter');
    await page.getByText('nid yw’n cyfrif nawr').waitFor({ state: 'detached' });
    await close();
  });

  it('is there to read, and no more, for whoever does not judge', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['auditor']);
    await open(`/case/${cases.get('max')}`);
    await page.getByRole('heading', { name: 'Known material: 1 match' }).waitFor();
    assert.equal(await page.locator('.link-item button').count(), 0);
    await close();
  });
});
