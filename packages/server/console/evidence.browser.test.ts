/** Evidence of a case in Chromium: what a platform gave is opened with a reason, and material is as easy to bear as it can be. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { caseEvidence, EVIDENCE_SHOWN_MAX } from '@kith/contract';
import type { Browser, Page } from 'playwright-core';
import { type World, world } from '../enforcement/testing/world.ts';
import { launchBrowser } from '../ground/testing/browser.ts';
import type { Staff } from '../testing/sign-in.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';
import { film, movingPicture } from './testing/material.ts';
import { worldOf } from './testing/world.ts';

/** A name that turns the line around. */
const TURNED = 'eve\u202exe.jpg';

describe('evidence at the console', () => {
  let w: World;
  let browser: Browser;
  let about: string;
  before(async () => {
    [w, browser] = await Promise.all([world('SQLite'), launchBrowser()]);
    const { child, adult, tell, pursue } = worldOf(w.kith);
    await child('kim');
    await adult('max');
    await pursue('max', 'kim');
    await tell('message.sent', {
      actor: 'max',
      other: 'kim',
      message: 'm-1',
      text: 'look',
      media: ['pic-1', 'film-1'],
    });
    about = await w.reported('max');
  });
  after(async () => {
    await browser?.close();
    await w?.[Symbol.asyncDispose]();
  });

  const evidenceOf = async (staff: Staff) =>
    caseEvidence.parse(await (await staff.get(`/v1/cases/${encodeURIComponent(about)}/evidence`)).json());
  const give = async (path: string, body: BodyInit, type: string, method = 'PUT') => {
    const headers = { authorization: `Bearer ${w.kith.key}`, 'content-type': type };
    const answer = await fetch(`${w.kith.url}/v1/preservations/${path}`, { method, headers, body });
    const said = await answer.text();
    assert.ok(answer.ok && !said.includes('rejected'), `${path}: ${answer.status} ${said}`);
  };
  const giveJson = (path: string, value: unknown, method = 'PUT') =>
    give(path, JSON.stringify(value), 'application/json', method);
  /** What lies in the database of it, by one bit. */
  async function alterOneByte(item: string): Promise<void> {
    const { blob } = await w.db
      .selectFrom('evidence_item')
      .select('blob')
      .where('id', '=', item)
      .executeTakeFirstOrThrow();
    const chunks = w.db
      .selectFrom('evidence_chunk')
      .select(['place', 'sealed'])
      .where('address', '=', blob ?? '');
    const { place, sealed } = await chunks.executeTakeFirstOrThrow();
    const altered = Buffer.from(sealed);
    altered.writeUInt8(altered.readUInt8(altered.length - 1) ^ 1, altered.length - 1);
    await w.db
      .updateTable('evidence_chunk')
      .set({ sealed: altered })
      .where('address', '=', blob ?? '')
      .where('place', '=', place)
      .execute();
  }
  const row = (page: Page, name: string) => page.locator('.rows > tbody > tr', { hasText: name });
  /** Opens a piece by keyboard alone. */
  async function open(page: Page, name: string): Promise<void> {
    await row(page, name).getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
    await page.keyboard.type('to judge the case');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').locator('form').waitFor({ state: 'detached' });
  }
  async function close(page: Page): Promise<void> {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  it('is asked of the platform, and appears as it is given', async () => {
    const { page, open: show, staff, complaints, close: leave } = await sitDown(browser, w.kith, ['senior']);
    await show(`/case/${encodeURIComponent(about)}`);
    await page.locator('main').focus();
    await page.keyboard.press('v');
    await page.getByRole('heading', { level: 1, name: 'Evidence' }).waitFor();
    await standsUp(page, 'evidence before there is any');
    await page.locator('main').focus();
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('the messages are needed');
    await standsUp(page, 'asking the platform');
    await dialog.getByRole('button', { name: 'Ask the platform again' }).click();
    await page.getByText('The platform is asked.').waitFor();
    const asked = await w.until('a request to preserve', async () =>
      (await evidenceOf(staff)).preservations.find(({ askedAt }) => askedAt !== null),
    );
    await page.getByText('a person asked').waitFor();

    await giveJson(`${asked.id}/accounts/max`, {
      ...{ screenName: TURNED, emails: [{ address: 'max@example.com', verifiedAt: '2026-01-02T03:04:05Z' }] },
      ipEvents: [{ ip: '192.0.2.7', event: 'login', at: '2026-01-02T03:04:05Z', possibleProxy: true }],
    });
    const message = { message: 'm-1', conversation: 'c-1', from: 'max', to: ['kim'], sentAt: asked.from };
    await giveJson(
      `${asked.id}/messages`,
      [{ ...message, text: '<b>look</b> \u202eat this', media: ['pic-1', 'film-1'] }],
      'POST',
    );
    await give(`${asked.id}/media/pic-1`, new Uint8Array(movingPicture()), 'image/gif');
    await give(`${asked.id}/media/film-1`, new Uint8Array(await film(page)), 'video/webm');
    await giveJson(`${asked.id}/done`, {}, 'POST');
    await page.getByText('The platform says that this is all').waitFor();
    await row(page, 'pic-1').waitFor();
    await standsUp(page, 'evidence');
    await focusIsSeen(page, 30);
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('opens only with a reason, as tables that show what was made to mislead, and writes down who looked', async () => {
    const { page, open: show, staff, complaints, close: leave } = await sitDown(browser, w.kith, ['moderator']);
    await show(`/case/${encodeURIComponent(about)}/evidence`);
    await row(page, 'Details of an account').waitFor();
    assert.equal(await page.getByText('max@example.com').count(), 0);
    await open(page, 'Details of an account');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('max@example.com').waitFor();
    await dialog.locator('.foreign__mark', { hasText: 'U+202E' }).waitFor();
    await standsUp(page, 'details of an account');
    await close(page);
    assert.equal(await page.getByText('max@example.com').count(), 0);
    await open(page, 'Conversation');
    await dialog.getByText('<b>look</b>').waitFor();
    assert.equal(await dialog.locator('b').count(), 0);
    await standsUp(page, 'a conversation');
    await close(page);
    const { items } = await evidenceOf(staff);
    const details = items.find(({ kind }) => kind === 'account_details');
    assert.equal(details?.seen, true);
    const last = details?.custody.at(-1);
    assert.deepEqual([last?.what, last?.by, last?.reason], ['opened', staff.pseudonym, 'to judge the case']);
    await row(page, 'Details of an account').locator('summary').click();
    await row(page, 'Details of an account').getByText('to judge the case').waitFor();
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('shows material only while it is held open, small, grey, out of focus and still until somebody asks otherwise, and closes at once', async () => {
    const { page, open: show, complaints, close: leave } = await sitDown(browser, w.kith, ['moderator']);
    await show(`/case/${encodeURIComponent(about)}/evidence`);
    await row(page, 'pic-1').waitFor();
    const answered = page.waitForResponse(/\/v1\/evidence\/.+\/open$/);
    await open(page, 'pic-1');
    assert.match((await answered).headers()['cache-control'] ?? '', /no-store/);
    const material = page.locator('.material');
    const look = () =>
      material.evaluate((element) => ({ filter: getComputedStyle(element).filter, width: element.clientWidth }));
    const dialog = page.getByRole('dialog');
    const picture = page.locator('canvas');
    const hold = dialog.getByRole('button', { name: 'Hold to look' });
    await hold.waitFor();
    assert.equal(await picture.isVisible(), false);
    // a pointer that passes over it shows nothing, nor does one over the button
    const { x, y, width } = (await material.boundingBox()) ?? assert.fail();
    await page.mouse.move(x + width / 2, y + 5);
    await hold.hover();
    assert.equal(await picture.isVisible(), false);
    await page.mouse.down();
    await picture.waitFor({ state: 'visible' });
    await page.mouse.up();
    await picture.waitFor({ state: 'hidden' });
    // nor is it shown to whoever comes to a desk that somebody has left while holding it
    await hold.focus();
    await page.keyboard.down('Space');
    await picture.waitFor({ state: 'visible' });
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await picture.waitFor({ state: 'hidden' });
    await page.keyboard.up('Space');
    await page.keyboard.down('Space');
    await picture.waitFor({ state: 'visible' });
    const shut = await look();
    assert.match(shut.filter, /grayscale\(1\) blur\(\d/);
    assert.ok(shut.width <= 200, `${shut.width}`);
    const colour = () =>
      page
        .locator('canvas')
        .evaluate((canvas: HTMLCanvasElement) => [...(canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? [])]);
    await page.waitForFunction(() => {
      const canvas = document.querySelector('canvas');
      return canvas?.getContext('2d')?.getImageData(0, 0, 1, 1).data[3] === 255;
    });
    assert.deepEqual(await colour(), [255, 0, 0, 255]);
    await standsUp(page, 'material that is held open');
    await page.keyboard.up('Space');
    await picture.waitFor({ state: 'hidden' });
    await standsUp(page, 'material');
    // a moment later the file itself would be blue
    await page.waitForTimeout(300);
    assert.deepEqual(await colour(), [255, 0, 0, 255]);
    await dialog.getByRole('button', { name: 'In focus' }).focus();
    await page.keyboard.press('Space');
    assert.equal((await look()).filter, 'grayscale(1)');
    await dialog.getByRole('button', { name: 'In colour' }).press('Space');
    await dialog.getByRole('button', { name: 'Large' }).press('Space');
    const open_ = await look();
    assert.equal(open_.filter, 'none');
    assert.ok(open_.width > 200);
    assert.equal(await picture.isVisible(), false);
    await close(page);
    assert.equal(await page.locator('canvas, video, img').count(), 0);

    await open(page, 'film-1');
    const video = page.locator('video');
    await video.waitFor({ state: 'attached' });
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
    const state = await video.evaluate((film: HTMLVideoElement) => [
      film.paused,
      film.muted,
      film.autoplay,
      film.currentTime,
    ]);
    assert.deepEqual(state, [true, true, false, 0]);
    assert.equal(await video.isVisible(), false);
    await hold.focus();
    await page.keyboard.down('Space');
    await video.waitFor({ state: 'visible' });
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
    await page.keyboard.up('Space');
    await video.waitFor({ state: 'hidden' });
    assert.equal(await video.evaluate((film: HTMLVideoElement) => film.paused), true);
    const place = dialog.getByRole('slider', { name: 'Where in the film' });
    await place.press('Home');
    await page.waitForFunction(() => document.querySelector('video')?.currentTime === 0);
    assert.equal(await dialog.getByRole('button', { name: /Save/ }).count(), 0);
    await standsUp(page, 'a film');
    await close(page);
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('shows to nobody again what somebody has confirmed to be known material, and lets it be handed on unseen', async () => {
    const { page, open: show, staff, complaints, close: leave } = await sitDown(browser, w.kith, ['moderator']);
    const { items } = await evidenceOf(staff);
    const item = items.find(({ about: name }) => name === 'pic-1') ?? assert.fail();
    await w.db
      .insertInto('known_judgement')
      .values({
        ...{ list: 'own', algorithm: 'sha256', hash: item.sha256 ?? assert.fail(), verdict: 'confirmed' },
        ...{ reason: null, case_id: about, by: `staff:${staff.id}`, at: Date.now(), note: null },
      })
      .execute();
    await show(`/case/${encodeURIComponent(about)}/evidence`);
    await row(page, 'pic-1').getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
    await page.keyboard.type('to look again');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('it is not shown to anybody again').waitFor();
    assert.equal(await page.locator('canvas').count(), 0);
    await standsUp(page, 'what is not shown again');
    await close(page);
    const ask = (body: object) => staff.send(`/v1/evidence/${item.id}/open`, body);
    const refused = await ask({ reason: 'to look again' });
    assert.deepEqual([refused.status, (await refused.json()).error.code], [409, 'known_material']);
    assert.equal((await ask({ reason: 'for the portal', unseen: true })).status, 200);
    const [line] = (await evidenceOf(staff)).items.find(({ id }) => id === item.id)?.custody.slice(-1) ?? [];
    assert.equal(line?.what, 'saved');
    await w.db.deleteFrom('known_judgement').execute();
    assert.deepEqual(
      complaints.filter((one) => !one.includes('status of 409')),
      [],
    );
    await leave();
  });

  it('takes a file from a person, holds evidence and lets it go, by keyboard', async () => {
    const { page, open: show, staff, complaints, close: leave } = await sitDown(browser, w.kith, ['lead']);
    await show(`/case/${encodeURIComponent(about)}/evidence`);
    await row(page, 'pic-1').waitFor();
    await page.locator('main').focus();
    await page.keyboard.press('a');
    const letter = { name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Keep all of it, please.') };
    await page.getByLabel('File', { exact: true }).setInputFiles(letter);
    await standsUp(page, 'adding a file');
    await page.getByRole('dialog').getByRole('button', { name: 'Add a file' }).press('Enter');
    await page.getByText('Added, and sealed.').waitFor();
    await open(page, 'letter.txt');
    await page.getByRole('dialog').getByText('Keep all of it, please.').waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Save it to this machine' }).press('Enter');
    assert.equal((await saved).suggestedFilename(), 'letter.txt');
    await close(page);

    await page.locator('main').focus();
    await page.keyboard.press('l');
    await page.waitForFunction(() => document.querySelector('[role=dialog]') !== null);
    await page.getByRole('dialog').getByLabel(/^Why/).fill('asked by the police');
    await page.getByRole('dialog').getByRole('button', { name: 'Hold it' }).press('Enter');
    // not in the sheet, where it was typed
    await page.locator('main').getByText('asked by the police').waitFor();
    assert.equal((await evidenceOf(staff)).hold?.by, staff.pseudonym);
    await standsUp(page, 'evidence that is held');
    await page.locator('main').focus();
    await page.keyboard.press('Shift+L');
    await page.getByRole('dialog').getByLabel(/^Why/).fill('no longer needed');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop holding it' }).press('Enter');
    await page.getByText('It is no longer held.').waitFor();
    assert.equal((await evidenceOf(staff)).hold, null);
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('says that a piece is damaged, and shows nothing of it', async () => {
    const { page, open: show, staff, complaints, close: leave } = await sitDown(browser, w.kith, ['moderator']);
    const { items } = await evidenceOf(staff);
    const picture = items.find(({ kind, about: medium }) => kind === 'media' && medium === 'pic-1');
    await alterOneByte(picture?.id ?? '');
    await show(`/case/${encodeURIComponent(about)}/evidence`);
    await row(page, 'pic-1').first().getByRole('button').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('to judge the case');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('This piece of evidence is damaged').waitFor();
    assert.equal(await page.locator('canvas, video, img').count(), 0);
    await standsUp(page, 'a damaged piece');
    await close(page);
    await row(page, 'damaged: it is not as it was taken').waitFor();
    // what the browser says of the answer, and nothing else
    assert.ok(
      complaints.every((one) => /status of 4\d\d/.test(one)),
      complaints.join('\n'),
    );
    await leave();
  });

  it('is in Welsh; those who may not open it see that it is there, and no more', async () => {
    const welsh = await sitDown(browser, w.kith, ['moderator'], { locale: 'cy-GB' });
    await welsh.open(`/case/${encodeURIComponent(about)}/evidence`);
    await welsh.page.getByRole('heading', { level: 1, name: 'Tystiolaeth' }).waitFor();
    await row(welsh.page, 'Manylion cyfrif').waitFor();
    await standsUp(welsh.page, 'evidence in Welsh');
    await welsh.close();
    const auditor = await sitDown(browser, w.kith, ['auditor']);
    await auditor.open(`/case/${encodeURIComponent(about)}/evidence`);
    await row(auditor.page, 'Details of an account').waitFor();
    assert.equal(await auditor.page.locator('.rows > tbody').getByRole('button').count(), 0);
    assert.equal(await auditor.page.getByRole('button', { name: 'Ask the platform again' }).count(), 0);
    await auditor.close();
  });

  it('lists more than a page of it: how much there is, and the next page when it is asked for', async () => {
    const { page, open, staff, complaints, close } = await sitDown(browser, w.kith, ['lead']);
    const many = await w.reported('many');
    const row = await w.db.selectFrom('evidence_item').selectAll().limit(1).executeTakeFirstOrThrow();
    // rows of one piece: each put in by itself takes long
    const pieces = Array.from({ length: EVIDENCE_SHOWN_MAX + 3 }, (_, i) => ({
      ...{ ...row, id: `evi_many_${i}`, mark: `many ${i}`, case_id: many, taken_at: row.taken_at + i },
    }));
    for (let from = 0; from < pieces.length; from += 200) {
      await w.db
        .insertInto('evidence_item')
        .values(pieces.slice(from, from + 200))
        .execute();
    }
    const refused = await staff.get(`/v1/cases/${encodeURIComponent(many)}/evidence?after=nothing`);
    assert.deepEqual([refused.status, (await refused.json()).error.field], [400, 'after']);
    await open(`/case/${encodeURIComponent(many)}/evidence`);
    await page.getByRole('heading', { name: '1,003 pieces of evidence' }).waitFor();
    const rows = page.locator('tr[data-kind]');
    await page.waitForFunction(
      (most) => document.querySelectorAll('tr[data-kind]').length === most,
      EVIDENCE_SHOWN_MAX,
    );
    const more = page.getByRole('button', { name: 'Show more' });
    await more.focus();
    await page.keyboard.press('Enter');
    await more.waitFor({ state: 'detached' });
    assert.equal(await rows.count(), EVIDENCE_SHOWN_MAX + 3);
    assert.deepEqual(complaints, []);
    await close();
  });
});
