/** The report form in Chromium, as the people whom it is for come to it: by a link from the app, as a parent, without an account. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { FORM_MIN_MS } from './form/routes.ts';
import { type ReportsKith, reportsKith } from './testing/kiths.ts';
import { categories, reportWords } from './words.ts';

/** Nothing is there: that it was asked for is what counts. */
const EXIT = 'https://weather.invalid/';

describe('the report form in a browser', () => {
  let kith: ReportsKith;
  let browser: Browser;
  let lead: Staff;

  before(async () => {
    [kith, browser] = await Promise.all([reportsKith('SQLite', { exitTo: EXIT }), launchBrowser()]);
    await kith.post('/v1/events', [
      { id: 'a1', type: 'account.created', data: { actor: 'max', age: { band: 'adult' } } },
      { id: 'a2', type: 'account.created', data: { actor: 'kim', age: { band: '13to15' } } },
    ]);
    lead = await signIn(kith, ['lead']);
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  /** Opens a page in a browser of its own; fails where it complains, asks anybody else for anything, or axe finds a fault. */
  async function open(
    path: string,
    options: BrowserContextOptions,
    act: (page: Page, look: () => Promise<void>) => Promise<void>,
  ) {
    const context = await browser.newContext({ viewport: { width: 1024, height: 800 }, locale: 'en-GB', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== kith.url && !request.isNavigationRequest()) complaints.push(`asked ${origin}`);
    });
    try {
      await page.goto(kith.url + path);
      await act(page, async () => {
        if (options.javaScriptEnabled !== false) assert.deepEqual(await axeProblems(page), [], page.url());
        assert.equal(await page.locator('h1').count(), 1, page.url());
      });
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  async function link(more: Record<string, unknown> = {}): Promise<string> {
    const answer = await kith.post('/v1/report-links', {
      reporter: 'kim',
      about: 'max',
      message: 'm-1',
      child: true,
      ...more,
    });
    const { url } = (await answer.json()) as { url: string };
    return new URL(url).pathname + new URL(url).search;
  }
  /** @param source who it came from: the store has a clock of its own, which the test doesn't turn */
  const newest = async (source: 'user' | 'guardian' | 'nobody') => {
    const { reports } = (await (await lead.get(`/v1/reports?limit=1&source=${source}`)).json()) as {
      reports: Record<string, string>[];
    };
    const id = reports[0]?.id;
    return (await (await lead.get(`/v1/reports/${id}`)).json()) as Record<string, unknown>;
  };
  const go = (page: Page, name = 'Continue') => page.getByRole('button', { name, exact: true }).click();
  const send = async (page: Page, name = 'Send it') => {
    kith.later(FORM_MIN_MS);
    await go(page, name);
  };

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

    it(`takes a child from the app to the end, ${how}`, async () => {
      await open(await link(), { javaScriptEnabled }, async (page, look) => {
        await page.getByRole('heading', { level: 1, name: 'What happened?' }).waitFor();
        await look();
        // an empty answer says what is missing, and leads there
        await go(page);
        await look();
        await page.getByRole('alert').getByRole('link', { name: 'Choose what happened' }).click();
        assert.equal(await page.evaluate(() => document.activeElement?.id), 'what');
        await page.getByLabel('They asked me for private pictures').check();
        await go(page);
        await look();
        assert.match(await page.locator('main').innerText(), /call 999.*Childline: 0800 1111/s);
        assert.match(await page.locator('main').innerText(), /Please do not send or save any private picture/);
        await page.getByLabel('Say more').fill('He wrote every day.');
        await go(page);
        await look();
        await page.getByLabel('Yes, tell me when you have looked').check();
        await go(page);
        await look();
        assert.match(await page.locator('main').innerText(), /We do not tell this person that someone told us/);
        // back, and nothing is lost
        await page.getByRole('link', { name: 'Back', exact: true }).click();
        assert.ok(await page.getByLabel('Yes, tell me when you have looked').isChecked());
        await go(page);
        await page.getByRole('link', { name: 'Change What you want to say' }).click();
        assert.equal(await page.getByLabel('Say more').inputValue(), 'He wrote every day.');
        await go(page);
        await go(page);
        await send(page);
        await page.getByRole('heading', { level: 1, name: 'We have got it' }).waitFor();
        await look();
        assert.match(await page.locator('main').innerText(), /KR-\w{4}-\w{4}/);
        assert.equal(await page.getByRole('button', { name: 'Print this page' }).count(), javaScriptEnabled ? 1 : 0);
        await page.getByRole('link', { name: 'You can see here later if someone has looked' }).click();
        await look();
        assert.match(await page.locator('main').innerText(), /A person will look at it soon/);
      });
      const report = await newest('user');
      assert.deepEqual(
        [report.source, report.about, report.reporter, report.message, report.category, report.text, report.child],
        ['user', 'max', 'kim', 'm-1', 'asks_for_pictures', 'He wrote every day.', true],
      );
    });

    it(`takes a parent, and somebody without an account, to the end, ${how}`, async () => {
      for (const [who, source, label] of [
        ['I am a parent or carer', 'guardian', 'They ask'],
        ['It happened to me', 'nobody', 'They asked me'],
      ] as const) {
        await open('/report', { javaScriptEnabled, viewport: { width: 320, height: 700 } }, async (page, look) => {
          const fits = async () => {
            await look();
            const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
            assert.equal(wide, room, `scrolls sideways: ${page.url()}`);
          };
          await fits();
          await go(page, 'Start');
          await fits();
          await page.getByLabel(who).check();
          await go(page);
          await fits();
          await page.getByLabel('Their name there, or a link').fill('https://platform.example/@somebody');
          await go(page);
          await fits();
          assert.ok((await page.getByText(label).count()) > 0);
          await page.getByLabel('Something else feels wrong').check();
          await go(page);
          await fits();
          await go(page);
          await fits();
          await page.getByLabel('E-mail address').fill('not an address');
          await go(page);
          await fits();
          await page.getByLabel('E-mail address').fill('ann@example.com');
          await go(page);
          await fits();
          await send(page);
          await fits();
        });
        const report = await newest(source);
        assert.deepEqual(
          [report.source, report.about, report.aboutSaid, report.contact, report.reporter],
          [source, null, 'https://platform.example/@somebody', 'ann@example.com', null],
        );
      }
    });
  }

  it('goes by keyboard alone', async () => {
    await open(await link(), {}, async (page) => {
      const tabTo = async (name: RegExp) => {
        for (let i = 0; i < 30; i++) {
          await page.keyboard.press('Tab');
          const text = await page.evaluate(() => {
            const { activeElement: now } = document;
            return now instanceof HTMLInputElement ? (now.labels?.[0]?.innerText ?? '') : (now?.textContent ?? '');
          });
          if (name.test(text)) return;
        }
        assert.fail(`no Tab leads to ${name}`);
      };
      await tabTo(/private pictures/);
      await page.keyboard.press('ArrowDown');
      await tabTo(/Continue/);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: reportWords.en.more.title }).waitFor();
      await tabTo(/^$/);
      await page.keyboard.type('by keyboard');
      await tabTo(/Continue/);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: reportWords.en.updates.title }).waitFor();
      await tabTo(/Yes, tell me/);
      await page.keyboard.press('Space');
      await tabTo(/Continue/);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: reportWords.en.check.title }).waitFor();
      kith.later(FORM_MIN_MS);
      // the trap for machines is on nobody's way
      await tabTo(/Send it/);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'We have got it' }).waitFor();
    });
    const report = await newest('user');
    assert.deepEqual([report.category, report.text], ['threatens_to_share', 'by keyboard']);
  });

  it('is in Welsh from beginning to end where the link or the browser asks for it', async () => {
    const words = reportWords.cy;
    const shown = async (page: Page) => assert.equal(await page.locator('html').getAttribute('lang'), 'cy', page.url());
    await open(await link({ language: 'cy-GB' }), { locale: 'en-GB' }, async (page, look) => {
      await shown(page);
      await look();
      await page.getByLabel(categories.cy[0]?.mine ?? '').check();
      await go(page, words.continue);
      await shown(page);
      await look();
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByRole('heading', { level: 1, name: reportWords.en.more.title }).waitFor();
      await page.getByRole('link', { name: 'Cymraeg' }).click();
      await go(page, words.continue);
      await page.getByLabel(words.updates.no).check();
      await go(page, words.continue);
      await look();
      await send(page, words.check.send);
      await shown(page);
      await page.getByRole('heading', { level: 1, name: words.sent.title }).waitFor();
      await look();
      assert.ok((await page.locator('main').innerText()).includes(words.answers.notTold));
    });
    assert.equal((await newest('user')).language, 'cy');
    await open('/report', { locale: 'cy-GB' }, async (page) => shown(page));
  });

  it('leaves at once by its button, by Shift three times, and without scripts, and forgets what was written', async () => {
    for (const javaScriptEnabled of [true, false]) {
      await open(await link(), { javaScriptEnabled }, async (page) => {
        await page.getByLabel('They are mean to me').check();
        await go(page);
        assert.equal((await page.context().cookies()).length, 1);
        const away = page.waitForEvent('requestfailed', { predicate: (request) => request.url() === EXIT });
        await page.getByRole('button', { name: 'Exit this page' }).click();
        await away;
        assert.deepEqual(await page.context().cookies(), []);
        await page.goBack();
        assert.doesNotMatch(await page.locator('body').innerText(), /mean to me/);
        await page.getByRole('heading', { level: 1, name: 'Please start again' }).waitFor();
      });
    }
    await open('/report', {}, async (page) => {
      const away = page.waitForEvent('requestfailed', { predicate: (request) => request.url() === EXIT });
      await page.locator('body.govuk-frontend-supported').waitFor();
      for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
      await away;
    });
  });

  it('has no fault that axe finds in the dark, on paper, or where a link is over', async () => {
    await open('/report', { colorScheme: 'dark' }, async (page, look) => {
      await look();
      await go(page, 'Start');
      await look();
      await go(page);
      await look();
      await page.emulateMedia({ media: 'print' });
      assert.ok(!(await page.getByRole('button', { name: 'Exit this page' }).isVisible()));
    });
    await open('/report/start/not-a-link', {}, async (_, look) => look());
    await open('/report/status/not-a-link', {}, async (_, look) => look());
  });

  it('shows hostile text as text', async () => {
    const hostile = '<img src=x onerror="document.title=1">\u202e\u200b"}}{{7*7}}<script>document.title=2</script>';
    await open('/report', {}, async (page, look) => {
      await go(page, 'Start');
      await page.getByLabel('It happened to a friend').check();
      await go(page);
      await page.getByLabel('Their name there, or a link').fill(hostile);
      await go(page);
      await page.getByLabel('They are mean to a child').check();
      await go(page);
      await page.getByLabel('Say more').fill(`${hostile}\n\u2066second`);
      await go(page);
      await go(page);
      await look();
      assert.equal(await page.title(), reportWords.en.check.title);
      assert.equal(await page.locator('main img, main script').count(), 0);
      // what steers the direction of writing ends with the text
      assert.equal(
        await page
          .locator('.kith-said')
          .first()
          .evaluate((said) => getComputedStyle(said).unicodeBidi),
        'isolate',
      );
      await send(page);
    });
    assert.equal((await newest('nobody')).aboutSaid, hostile);
  });
});
