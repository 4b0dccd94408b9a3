/** Referring a case in Chromium: drafted, completed, approved by a second person, filed by hand, received; and what goes wrong. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EVIDENCE_SHOWN_MAX, type ReferralView } from '@kith/contract';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Office, office } from '../referrals/testing/office.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';

/** What the draft can't know, by where it lies. */
const SAID = {
  'reporter.firstName': 'Ann',
  'reporter.lastName': 'Example',
  'reporter.email': 'safety@example.com',
  provider: 'Example Ltd',
  platform: 'Example',
  summary: 'What was seen, in one sentence.',
};

describe('referring a case at the console', () => {
  let at: Office;
  let browser: Browser;
  before(async () => {
    [at, browser] = await Promise.all([office('SQLite'), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await at?.[Symbol.asyncDispose]();
  });

  const field = (page: Page, path: string) => page.locator(`[id="field-${path}"]`);
  const main = (page: Page) => page.locator('main').focus();
  /** A key of the console's own, from where nobody writes. */
  async function press(page: Page, key: string): Promise<void> {
    await main(page);
    await page.keyboard.press(key);
  }
  const SHUT = 'What it says is shut.';
  async function openIt(page: Page, shut = SHUT): Promise<void> {
    await page.getByText(shut).waitFor();
    await press(page, 'o');
    await page.locator('.referral-form, .reading').first().waitFor();
  }
  async function complete(page: Page): Promise<void> {
    for (const [path, text] of Object.entries(SAID)) {
      await field(page, path).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    }
    await field(page, 'declared').getByLabel('yes').focus();
    await page.keyboard.press('Space');
  }

  it('goes from the case to a draft, which says what is missing and what is known, and is completed by keyboard', async () => {
    const about = await at.caseOf('max');
    await at.detailsOf(about, 'max', { screenName: 'maxx', emails: [{ address: 'max@example.com' }] });
    await at.put(about, { kind: 'conversation', bytes: Buffer.from('{}\n'), about: 'conv-1' });
    const ann = await sitDown(browser, at.kith, ['moderator']);
    const { page } = ann;
    await ann.open(`/case/${about}`);
    await page.getByRole('heading', { name: 'Evidence and referrals' }).waitFor();
    await press(page, 'f');
    const dialog = page.getByRole('dialog', { name: 'Refer to an authority' });
    await dialog.getByRole('radio').first().waitFor();
    await standsUp(page, 'to whom a case is referred');
    await dialog.getByRole('button', { name: 'Draft it' }).press('Enter');
    await page.waitForURL(/\/referral\//);
    await page.getByText(SHUT).waitFor();
    await standsUp(page, 'a draft, shut');
    assert.equal(await page.getByText('max@example.com').count(), 0);
    await openIt(page);
    await page.getByText(/things? keeps? it from being checked/).waitFor();
    await standsUp(page, 'a draft');
    await focusIsSeen(page, 30);
    // from what is wrong to where it is
    await press(page, 'n');
    await page.waitForFunction(() => document.activeElement?.id.startsWith('field-'));
    await press(page, 'c');
    await page.getByText('It is not complete.').waitFor();

    await complete(page);
    await page.getByText('What you changed is not saved yet.').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Saved.', { exact: true }).waitFor();
    await page.locator('.problems', { hasText: 'keeps it from being checked' }).waitFor({ state: 'detached' });
    await press(page, 'c');
    await page.getByText('Checked. A second person has to approve it.').waitFor();
    // who checked it does not approve it
    assert.equal(await page.getByRole('button', { name: /^Approve/ }).count(), 0);
    assert.ok(
      ann.complaints.every((one) => /status of 409/.test(one)),
      ann.complaints.join('\n'),
    );
    await ann.close();
  });

  /** One that a person has completed and checked. */
  async function checked(account: string, by = at.person('moderator')): Promise<ReferralView> {
    const person = await by;
    const about = await at.caseOf(account);
    await at.detailsOf(about, account, {
      screenName: `${account}_\u202e1`,
      emails: [{ address: `${account}@example.com` }],
    });
    await at.put(about, { kind: 'conversation', bytes: Buffer.from('{}\n'), about: 'conv-1' });
    const { id, version } = await at.complete(person, await at.draft(person, about));
    return at.ask(person, 'POST', `/v1/referrals/${id}/check`, { version });
  }

  it('is given back with the reason, or approved, by a second person who has read what will leave', async () => {
    const { id } = await checked('lou');
    const ben = await sitDown(browser, at.kith, ['senior']);
    const { page } = ben;
    await ben.open('/referrals');
    await page.getByRole('row', { name: /lou/ }).getByRole('link').waitFor();
    await standsUp(page, 'referrals');
    await page.getByLabel('Show').selectOption('checked');
    await page.waitForURL(/state=checked/);
    await page.getByRole('row', { name: /lou/ }).getByRole('link').waitFor();
    await main(page);
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.matches('[data-row]'));
    await ben.open(`/referral/${id}`);
    // nobody approves what they have not read
    assert.equal(await page.getByRole('button', { name: /^Approve/ }).count(), 0);
    await openIt(page);
    await page.getByRole('heading', { name: 'What will leave' }).waitFor();
    await page.locator('.foreign__mark', { hasText: 'U+202E' }).first().waitFor();
    await page.getByText('1 file goes with it').waitFor();
    await standsUp(page, 'what will leave');
    await press(page, 'Shift+Y');
    await page.getByRole('dialog').getByRole('textbox').fill('say when it was');
    await standsUp(page, 'giving back');
    await page.getByRole('dialog').getByRole('button', { name: 'Give it back' }).press('Enter');
    await page.getByText('Given back.', { exact: true }).waitFor();
    // at the top, and in its history
    await page.getByText('say when it was').first().waitFor();
    const { version } = await at.ask(ben.staff, 'GET', `/v1/referrals/${id}`);
    await at.ask(await at.person('moderator'), 'POST', `/v1/referrals/${id}/check`, { version });
    await page.getByText('It waits for a second person').waitFor();
    // what was read before is not what is to be approved now
    await press(page, 'o');
    await page.getByRole('button', { name: /^Approve/ }).waitFor();
    await press(page, 'y');
    await page.getByText('Approved.', { exact: true }).waitFor();
    await page.getByRole('link', { name: /File it by hand/ }).waitFor();
    assert.deepEqual(ben.complaints, []);
    await ben.close();
  });

  it('is checked with nothing of what was said only by whoever says that they know', async () => {
    const ann = await sitDown(browser, at.kith, ['moderator']);
    const { id } = await at.complete(ann.staff, await at.draft(ann.staff, await at.caseOf('nothing')));
    const { page } = ann;
    await ann.open(`/referral/${id}`);
    await openIt(page);
    await press(page, 'c');
    const dialog = page.getByRole('dialog', { name: 'Check it without content' });
    await dialog.waitFor();
    await standsUp(page, 'checking without content');
    assert.equal(await dialog.getByRole('button', { name: 'Check it without content' }).isDisabled(), true);
    await dialog.getByRole('checkbox').press('Space');
    await dialog.getByRole('button', { name: 'Check it without content' }).press('Enter');
    await page.getByText('Checked. A second person has to approve it.').waitFor();
    await ann.close();
  });

  it('says to whoever checked it that somebody else approves it', async () => {
    const { id } = await checked('own', at.person('senior'));
    const checker = await at.ask<ReferralView>(await at.person('lead'), 'GET', `/v1/referrals/${id}`);
    assert.equal(checker.barred, null);
    const senior = await at.person('senior');
    const { id: other } = await checked('own2', Promise.resolve(senior));
    const sitting = await sitDown(browser, at.kith, senior);
    await sitting.open(`/referral/${other}`);
    await sitting.page.getByText('You checked it, so somebody else approves it.').waitFor();
    await openIt(sitting.page);
    assert.equal(await sitting.page.getByRole('button', { name: /^Approve/ }).count(), 0);
    await sitting.close();
  });

  it('is filed by hand: values are copied one by one, and the reference number, time and receipt are noted', async () => {
    const { id, version } = await checked('eve');
    const ben = await sitDown(browser, at.kith, ['senior']);
    const { page } = ben;
    await at.ask(await at.person('lead'), 'POST', `/v1/referrals/${id}/approve`, { version });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ben.open(`/referral/${id}`);
    await page.getByRole('link', { name: /File it by hand/ }).press('Enter');
    await page
      .getByText(/To be checked against the official text/)
      .first()
      .waitFor();
    await standsUp(page, 'filing by hand, shut');
    await press(page, 'o');
    await page
      .getByRole('button', { name: /^Copy: / })
      .first()
      .waitFor();
    await standsUp(page, 'filing by hand');
    await focusIsSeen(page, 24);
    await page.locator('.copy-list [data-row="0"]').focus();
    const said: string[] = [];
    const rows = await page.locator('.copy-list [data-row]').count();
    for (let i = 0; i < rows; i++) {
      await page.keyboard.press('Enter');
      await page.locator(`tr[data-copied] [data-row="${i}"]`).waitFor();
      const clipboard = await page.evaluate(() => navigator.clipboard.readText());
      // what misleads is copied as it is: the authority gets what the platform had
      said.push(clipboard);
      await page.keyboard.press('j');
    }
    assert.ok(said.includes('eve_\u202e1'), said.join('|'));
    assert.ok(said.includes('eve@example.com'));
    await page
      .getByRole('status')
      .getByText(/^Copied: /)
      .first()
      .waitFor();

    for (const [name, ending] of [
      ['To be read (HTML)', 'html'],
      ['As data (JSON)', 'json'],
    ] as const) {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name }).press('Enter');
      assert.equal((await saved).suggestedFilename(), `nca-${id}.${ending}`);
    }
    await page.getByRole('textbox', { name: 'Reference number' }).fill('NCA-2026-0001');
    await page.getByRole('textbox', { name: /^Receipt/ }).fill('Thank you. We have it.');
    await page.getByRole('textbox', { name: /^Receipt/ }).press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Noted. The reference number is kept.').waitFor();
    await page.getByText('NCA-2026-0001').first().waitFor();
    const { state, reference, receivedAt } = await at.ask<ReferralView & { receivedAt?: string }>(
      ben.staff,
      'GET',
      `/v1/referrals/${id}`,
    );
    assert.deepEqual([state, reference, receivedAt], ['received', 'NCA-2026-0001', undefined]);
    await page.getByRole('button', { name: 'What came back' }).press('Enter');
    await page.getByRole('dialog').getByLabel(/^Why/).fill('to see that it is there');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Thank you. We have it.').waitFor();
    await page.keyboard.press('Escape');
    await standsUp(page, 'a referral that was received');

    // the authority asks, and is answered
    await press(page, 'r');
    await page.getByRole('dialog').getByLabel('What is asked').fill('Which device was it?');
    await page.getByRole('dialog').getByRole('button', { name: 'Note a request' }).press('Enter');
    await page.getByText(/answer to the authority due in (6|7) days/).waitFor();
    await page.getByRole('button', { name: 'It is answered' }).press('Enter');
    await page.getByRole('dialog').getByLabel('What was answered').fill('A telephone.');
    await page.getByRole('dialog').getByRole('button', { name: 'It is answered' }).press('Enter');
    await page
      .getByText(/^.*answered \d+ \w+ \d+/)
      .first()
      .waitFor();
    await page.getByText('A telephone.').waitFor();
    assert.deepEqual(ben.complaints, []);
    await ben.close();
  });

  it('keeps what was changed and not saved, and puts together what two people changed', async () => {
    const about = await at.caseOf('two');
    await at.detailsOf(about, 'two', { screenName: 'two', emails: [{ address: 'two@example.com' }] });
    const first = await sitDown(browser, at.kith, ['moderator']);
    const drafted = await at.draft(first.staff, about);
    const { page } = first;
    await first.open(`/referral/${drafted.id}`);
    await openIt(page);
    await field(page, 'summary').fill('what the first one saw');
    await field(page, 'reporter.firstName').fill('Ann');
    // to another screen and back: it is still there
    await press(page, 'g');
    await page.getByRole('option', { name: 'Referrals' }).click();
    await page.getByText('What you changed is not saved.').waitFor();
    await page.getByRole('row', { name: /two/ }).getByRole('link').click();
    await field(page, 'summary').waitFor();
    assert.equal(await field(page, 'summary').inputValue(), 'what the first one saw');

    const second = await sitDown(browser, at.kith, ['moderator']);
    await second.open(`/referral/${drafted.id}`);
    await openIt(second.page);
    await field(second.page, 'summary').fill('what the second one saw');
    await field(second.page, 'platform').fill('Example');
    await second.page.keyboard.press('Control+s');
    await second.page.getByText('Saved.', { exact: true }).waitFor();

    await page.getByText('Somebody else has saved it meanwhile.').waitFor();
    await page.getByRole('button', { name: /^Save/ }).first().click();
    const conflict = page.getByRole('alert', { name: 'Somebody else has changed the same' });
    await conflict.getByText('what the first one saw').waitFor();
    await conflict.getByText('what the second one saw').waitFor();
    await standsUp(page, 'what two people changed');
    assert.equal(await field(page, 'platform').inputValue(), 'Example');
    assert.equal(await field(page, 'reporter.firstName').inputValue(), 'Ann');
    await conflict.getByRole('button', { name: 'Take yours' }).press('Enter');
    assert.equal(await field(page, 'summary').inputValue(), 'what the first one saw');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved.', { exact: true }).waitFor();
    await second.page.getByText('Somebody has changed it since you opened it.').waitFor();
    await press(second.page, 'o');
    await second.page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('[id="field-summary"]')?.value === 'what the first one saw',
    );
    await first.close();
    await second.close();
  });

  it('asks for a page of the evidence once where it can’t be had, until it looks again', async () => {
    const about = await at.caseOf('many');
    const first = await at.put(about, { kind: 'conversation', bytes: Buffer.from('{}\n'), about: 'conv-1' });
    const row = await at.db.selectFrom('evidence_item').selectAll().where('id', '=', first).executeTakeFirstOrThrow();
    // rows of one piece: each put in by itself takes long
    const pieces = Array.from({ length: EVIDENCE_SHOWN_MAX }, (_, i) => ({
      ...{ ...row, id: `evi_more_${i}`, mark: `more ${i}`, taken_at: row.taken_at + i },
    }));
    for (let from = 0; from < pieces.length; from += 200) {
      await at.db
        .insertInto('evidence_item')
        .values(pieces.slice(from, from + 200))
        .execute();
    }
    const { page, open, staff, close } = await sitDown(browser, at.kith, ['moderator']);
    const { id } = await at.draft(staff, about);
    const asked: ('first' | 'next')[] = [];
    const isFirst = (url: URL) => url.pathname.endsWith('/evidence') && !url.searchParams.has('after');
    page.on('request', (request) => {
      if (isFirst(new URL(request.url()))) asked.push('first');
    });
    // as where the piece that the page begins after is there no more
    await page.route('**/evidence?after=*', async (route) => {
      asked.push('next');
      const url = new URL(route.request().url());
      url.searchParams.set('after', 'nothing');
      await route.continue({ url: url.href });
    });
    const refused = page.waitForResponse((answer) => new URL(answer.url()).searchParams.has('after'));
    await open(`/referral/${id}`);
    await openIt(page);
    assert.equal((await refused).status(), 400);
    await page.waitForRequest((request) => isFirst(new URL(request.url())));
    assert.deepEqual(asked.slice(0, 3), ['first', 'next', 'first']);
    assert.doesNotMatch(asked.join(' '), /next next/);
    await close();
  });

  it('asks why where another authority has the case already, and ends what is not reported with the reason', async () => {
    const lead = await sitDown(browser, at.kith, ['lead']);
    const about = await at.caseOf('left');
    const { id } = await at.draft(lead.staff, about);
    await lead.open(`/referral/${id}`);
    await lead.page.getByRole('button', { name: /Don.t report it/ }).press('Enter');
    await lead.page.getByRole('dialog').getByRole('textbox').fill('it was a joke between friends');
    await lead.page
      .getByRole('dialog')
      .getByRole('button', { name: /Don.t report it/ })
      .press('Enter');
    await lead.page.getByText('It is not reported. Nothing is to be done.').waitFor();
    await lead.page.getByText('it was a joke between friends').waitFor();
    await standsUp(lead.page, 'one that is not reported');
    await lead.close();
  });

  it('is in Welsh; those who only check how referrals stand never see what one says', async () => {
    const { id } = await checked('gwen');
    const welsh = await sitDown(browser, at.kith, ['senior'], { locale: 'cy-GB' });
    await welsh.open('/referrals');
    await welsh.page.getByRole('heading', { level: 1, name: 'Atgyfeiriadau' }).waitFor();
    await standsUp(welsh.page, 'referrals in Welsh');
    await welsh.open(`/referral/${id}`);
    await openIt(welsh.page, 'Mae’r hyn y mae’n ei ddweud ynghau.');
    await welsh.page.getByRole('heading', { name: 'Yr hyn a fydd yn gadael' }).waitFor();
    await standsUp(welsh.page, 'what will leave, in Welsh');
    await welsh.close();
    const auditor = await sitDown(browser, at.kith, ['auditor']);
    await auditor.open(`/referral/${id}`);
    await auditor.page.getByRole('heading', { name: 'History' }).waitFor();
    assert.equal(await auditor.page.getByText('What it says is shut.').count(), 0);
    await auditor.page.keyboard.press('o');
    assert.equal(await auditor.page.getByText('@example.com').count(), 0);
    await standsUp(auditor.page, 'a referral for an auditor');
    await auditor.close();
  });
});
