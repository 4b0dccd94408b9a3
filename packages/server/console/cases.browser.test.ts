/** Queue and case in Chromium, on a whole Kith with cases that events brought. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { signIn } from '../testing/sign-in.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';
import { consoleSays } from './testing/words.ts';
import { queueOf, worldOf } from './testing/world.ts';

/** A name that turns the line around, and one that would be a tag. */
const TURNED = 'eve\u202exe.jpg';
const TAG = '<img src=x onerror="window.hit=1">';
const MESSAGES = 10_000;
/** The message with evidence in a shorter conversation. */
const MIDST = 300;
const DAY_MS = 86_400_000;

describe('cases in the console', () => {
  let kith: Running;
  let browser: Browser;

  before(async () => {
    [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
    const { child, adult, pursue, tell, tellAll } = worldOf(kith);
    await child('kim', 'lena', 'zoe');
    await adult('max', TURNED, TAG, 'lou');
    await pursue('max', 'kim', '<script>window.hit=1</script> \u202ehello');
    await pursue('max', 'zoe');
    await tell('message.sent', { actor: 'kim', other: 'max', message: 'answer', text: 'ok' });
    await tell('report.filed', { actor: 'kim', other: 'max', category: 'asks_to_meet', text: '<b>he asks</b>' });
    await tell('report.filed', { actor: 'lena', other: TURNED, category: 'unkind' });
    await tell('report.filed', { actor: 'lena', other: TAG, category: 'unkind' });
    // a long conversation
    const start = Date.now() - DAY_MS;
    const long = (n: number, extra = {}) => ({
      type: 'message.sent',
      data: {
        actor: n % 3 === 0 ? 'zoe' : 'lou',
        other: n % 3 === 0 ? 'lou' : 'zoe',
        message: `long-${n}`,
        text: `line ${n}`,
        ...extra,
      },
      at: new Date(start + n * 1000),
    });
    await tell('connection.requested', { actor: 'lou', other: 'zoe' }, new Date(start - 2000));
    await tellAll(Array.from({ length: MESSAGES }, (_, n) => long(n)));
    // and one with evidence in its midst, of which more was said before than one request brings
    const earlier = (n: number) => ({
      type: 'message.sent',
      data: {
        ...{ actor: 'lou', other: 'lena', message: `earlier-${n}`, text: `point ${n}` },
        ...(n === MIDST && { evidence: [{ code: 'SECRECY' }] }),
      },
      at: new Date(start + n * 1000),
    });
    await tellAll(Array.from({ length: MIDST * 2 }, (_, n) => earlier(n)));
    await tell('report.filed', { actor: 'zoe', other: 'lou', category: 'unkind' });
    const staff = await signIn(kith, ['moderator']);
    await queueOf(staff, 4);
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  const hit = (page: Page): Promise<unknown> => page.evaluate(() => Reflect.get(window, 'hit') ?? null);

  it('shows what waits, the most pressing first and why, and goes down and up by keyboard', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['moderator']);
    await open('/queue');
    await page.locator('.case-row').nth(3).waitFor();
    assert.match(await page.locator('.case-row').first().innerText(), /max[\s\S]*asked 1 child to meet/);
    await standsUp(page, 'queue');
    await focusIsSeen(page, 24);
    await open('/queue');
    await page.locator('.case-row').nth(3).waitFor();
    await page.locator('main').focus();
    const focused = () => page.evaluate(() => document.activeElement?.closest('li')?.dataset.index ?? null);
    for (const [key, index] of [
      ['j', '0'],
      ['j', '1'],
      ['j', '2'],
      ['k', '1'],
    ]) {
      await page.keyboard.press(key ?? '');
      await page.waitForFunction((at) => document.activeElement?.closest('li')?.dataset.index === at, index);
    }
    assert.equal(await focused(), '1');
    await page.keyboard.press(']');
    await page.getByRole('link', { name: 'Risk' }).and(page.locator('[aria-current]')).waitFor();
    await page.keyboard.press('[');
    await page.locator('.case-row').nth(3).waitFor();
    assert.equal(await hit(page), null);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('shows names that were made to mislead as they are', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator']);
    await open('/queue');
    const turned = page.locator('.case-row', { hasText: 'U+202E' });
    assert.equal(await turned.locator('bdi').first().innerText(), 'eveU+202Exe.jpg');
    await page.locator('.case-row', { hasText: '<img src=x' }).waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    await close();
  });

  it('keeps what was said shut until it is opened, and writes down who did', async () => {
    const sitting = await sitDown(browser, kith, ['moderator']);
    const { page, open, staff, complaints, close } = sitting;
    const auditor = await signIn(kith, ['auditor']);
    const looks = async () => {
      const { lines } = await (await auditor.get('/v1/audit?limit=500')).json();
      return lines.filter(
        ({ by, action }: { by: string; action: string }) => by === `staff:${staff.id}` && /conversation/.test(action),
      ).length;
    };
    await open('/queue');
    await page.locator('.case-row', { hasText: 'max' }).getByRole('link').click();
    await page.getByText('What was said is shut.').waitFor();
    await standsUp(page, 'a case, shut');
    assert.equal(await looks(), 0);
    assert.equal(await page.locator('.message').count(), 0);
    await page.locator('main').focus();
    await page.keyboard.press('o');
    await page.locator('.message').first().waitFor();
    assert.equal(await looks(), 1);
    await standsUp(page, 'a case, open');
    // from what the risk is made of to when, and in which messages; by keyboard
    const when = page.locator('.bar-row details.rests > summary:visible').first();
    await when.focus();
    await page.keyboard.press('Enter');
    const message = page.locator('.rests[open] button').first();
    await message.waitFor();
    await standsUp(page, 'a case, with the messages that its risk rests on');
    await message.focus();
    await page.keyboard.press('Enter');
    await page.locator('.message[data-front]').waitFor();
    await focusIsSeen(page, 20);
    assert.equal(await hit(page), null);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('goes from signal to signal and from contact to contact by keyboard, with ages in view', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator']);
    await open('/queue');
    await page.locator('.case-row', { hasText: 'max' }).getByRole('link').click();
    await page.locator('.pair').waitFor();
    await page.keyboard.press('o');
    await page.locator('.message[data-front]').waitFor();
    const other = async () => (await page.locator('#conversation-title').innerText()).split(' ').at(-1);
    const first = await other();
    const fronts = new Set<string>();
    for (let i = 0; i < 5; i++) {
      fronts.add(await page.locator('.message[data-front]').innerText());
      await page.keyboard.press('n');
      await page.locator('.message[data-front] .mark').first().waitFor();
    }
    assert.equal(fronts.size, 5);
    await page.waitForFunction(
      (name) => !document.querySelector('#conversation-title')?.textContent?.endsWith(name ?? ''),
      first,
    );
    assert.match(await page.locator('.pair').innerText(), /Adult[\s\S]*13 to 15/);
    await page.keyboard.press('Shift+N');
    await page.waitForFunction(
      (name) => document.querySelector('#conversation-title')?.textContent?.endsWith(name ?? ''),
      first,
    );
    await page.keyboard.press('c');
    await page.waitForFunction(
      (name) => !document.querySelector('#conversation-title')?.textContent?.endsWith(name ?? ''),
      first,
    );
    await close();
  });

  /** The message in front, and whether all of it can be seen. */
  const inFront = (page: Page) =>
    page.locator('.message[data-front]').evaluate((message) => {
      const [its, box] = [message.getBoundingClientRect(), message.closest('.timeline')?.getBoundingClientRect()];
      const seen = box !== undefined && its.top >= box.top - 1 && its.bottom <= box.bottom + 1;
      return { text: /(line|point) \d+/.exec(message.textContent)?.[0], seen };
    });

  it('keeps in view what is in front while older messages come above it', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator']);
    await open('/queue');
    await page.locator('.case-row', { hasText: 'lou' }).getByRole('link').click();
    await page.getByText('What was said is shut.').waitFor();
    await page.keyboard.press('o');
    await page.waitForFunction(() => (document.querySelector('.timeline')?.scrollTop ?? 0) > 1000);
    assert.deepEqual(await inFront(page), { text: `point ${MIDST}`, seen: true });
    await close();
  });

  it(`scrolls through ${MESSAGES} messages with a few in the page`, async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator']);
    await open('/queue');
    await page.locator('.case-row', { hasText: 'lou' }).getByRole('link').click();
    await page.getByText('What was said is shut.').waitFor();
    await page.keyboard.press('o');
    await page.getByText(`point ${MIDST}`).waitFor();
    await page.keyboard.press('c');
    await page.getByText(`line ${MESSAGES - 1}`).waitFor();
    assert.deepEqual(await inFront(page), { text: `line ${MESSAGES - 1}`, seen: true });
    const timeline = page.locator('.timeline');
    const shown = async () => page.locator('.timeline__row').count();
    /** the number of the first message that can be seen */
    const top = () =>
      timeline.evaluate((box) => {
        // rows stand at whole pixels, and are not all as high
        const edge = box.getBoundingClientRect().top + 1;
        const first = [...box.querySelectorAll('.message')].find((one) => one.getBoundingClientRect().bottom > edge);
        return Number(/line (\d+)/.exec(first?.textContent ?? '')?.[1]);
      });
    for (let pages = 0; pages < 3; pages++) {
      await timeline.evaluate((box) => box.scrollTo(0, 0));
      const before = MESSAGES - 200 * (pages + 1);
      // what was the first is no longer, and is where it was
      await page.waitForFunction(
        (last) => Number(/line (\d+)/.exec(document.querySelector('.message')?.textContent ?? '')?.[1] ?? 1e9) < last,
        before,
      );
      assert.equal(await top(), before);
      assert.ok((await shown()) < 80, `${await shown()} rows are in the page`);
    }
    await close();
  });

  it('finds accounts and cases, shows an account, and lists reports with nobody named who reported', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['moderator']);
    await open('/search?q=max');
    await page.locator('.rows a').first().waitFor();
    await standsUp(page, 'search');
    await page.keyboard.press('/');
    await open('/account/max');
    await page.getByText('Why the risk is what it is').waitFor();
    await page.getByText('Age: as the person says, 90 % sure').waitFor();
    await page.getByText('Status: active').waitFor();
    await standsUp(page, 'account');
    await open('/reports');
    await page.getByText('asks to meet').waitFor();
    assert.doesNotMatch(await page.locator('.rows').innerText(), /kim/);
    await standsUp(page, 'reports');
    await page.locator('main').focus();
    await page.locator('tr', { hasText: 'asks to meet' }).getByRole('button').click();
    await page.getByRole('dialog').getByText('<b>he asks</b>').waitFor();
    await standsUp(page, 'a report');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('asks to open the evidence first until that is done, and says under which policy in its words', async () => {
    const say = consoleSays('en');
    const { page, open, complaints, close } = await sitDown(browser, kith, ['moderator']);
    await open('/queue');
    await page.locator('.case-row', { hasText: 'max' }).getByRole('link').click();
    await page.getByText('What was said is shut.').waitFor();
    await page.locator('main').focus();
    await page.keyboard.press('l');
    await page.locator('.kinds').waitFor();
    await page.locator('main').focus();
    await page.getByRole('button', { name: say('kind.disable') }).click();
    await page.locator('textarea').fill('what I think');
    for (let step = 0; step < 2; step++) await page.locator('.judging .button--main').click();
    const first = page.getByRole('status').getByText(say('problem.not_looked'));
    await first.waitFor();
    await page.getByRole('button', { name: say('action.case.open-conversation') }).click();
    await page.locator('.message').first().waitFor();
    await first.waitFor({ state: 'detached' });
    for (let step = 0; step < 2; step++) await page.locator('.judging .button--main').click();
    await page.locator('.history', { hasText: 'under Unwanted or harmful contact with a child' }).waitFor();
    assert.doesNotMatch(await page.locator('.history').allInnerTexts().then(String), /contact-with-children/);
    await open('/queue');
    // no wider than what it says
    const tag = page.locator('.case-row .tag', { hasText: say('queue.second') });
    await tag.waitFor();
    const [its, words] = await tag.evaluate((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return [one.getBoundingClientRect().width, range.getBoundingClientRect().width];
    });
    assert.ok(its - words < 16, `${its} px for ${words}`);
    assert.deepEqual(
      complaints.filter((line) => !/status of 409/.test(line)),
      [],
    );
    await close();
  });

  it('speaks Welsh throughout', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator'], { locale: 'cy-GB' });
    await open('/queue');
    await page.getByRole('heading', { level: 1, name: 'Ciw' }).waitFor();
    await page.locator('.case-row', { hasText: 'max' }).getByRole('link').click();
    await page.getByText('Mae’r hyn a ddywedwyd ynghau.').waitFor();
    await standsUp(page, 'a case in Welsh');
    await close();
  });
});
