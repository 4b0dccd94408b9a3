/** <kith-notice> in Chromium, under a policy that allows no inline script, no inline style and no string as markup. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Arrival } from '../../packages/client/notices/index.ts';
import { axeProblems, launchBrowser } from '../../packages/server/ground/testing/browser.ts';
import { loadShippedWords } from '../../packages/server/words/index.ts';
import { samples } from './arrivals.ts';
import { type App, openApp } from './testing/app.ts';

const words = loadShippedWords();
const PHONE = { viewport: { width: 320, height: 640 } };

/** One of Kith's notices, with its real words. */
function notice(name: string, language = 'en', more: Partial<Arrival['notice']> = {}): Arrival {
  const found = samples(words, language).find((sample) => sample.name === name);
  assert.ok(found !== undefined, `there is no ${name}`);
  return { ...found.arrival, notice: { ...found.arrival.notice, ...more } };
}

/** What has the focus, through shadow roots: its words. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    return found?.textContent || found?.id;
  });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('<kith-notice>', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  /** Opens an app, acts in it, and fails where the browser complained of anything. */
  async function open(options: BrowserContextOptions, act: (app: App, page: Page) => Promise<void>, css = '') {
    await using app = await openApp(browser, options, css);
    await act(app, app.page);
    assert.deepEqual(app.complaints, []);
  }

  it('asks in a dialog where the person must decide, with the focus on its title', () =>
    open(PHONE, async (app, page) => {
      await page.getByLabel('Write').focus();
      await app.add(notice('stranger_message'));
      await page.getByRole('dialog', { name: 'Someone wants to write to you' }).waitFor();
      assert.equal(await focused(page), 'Someone wants to write to you');
      assert.deepEqual(await axeProblems(page), []);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Space');
      assert.deepEqual(
        (await app.told()).map(({ type }) => type),
        ['notice.shown'],
        'no key on the title chooses',
      );
      await button(page, 'Say no').click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      assert.equal(await focused(page), 'write', 'the focus is back where it was');
      assert.deepEqual(
        (await app.told()).map(({ type }) => type),
        ['notice.shown', 'notice.answered'],
      );
    }));

  it('tells in a panel that takes no focus where nothing is to be decided', () =>
    open(PHONE, async (app, page) => {
      await page.getByLabel('Write').focus();
      await app.add(notice('first_message'));
      await page.getByRole('region', { name: 'Your first message with this person' }).waitFor();
      assert.equal(await focused(page), 'write');
      assert.deepEqual(await axeProblems(page), []);
      await button(page, 'OK').click();
      assert.equal(await page.getByRole('region').count(), 0);
    }));

  it('lets somebody with a keyboard alone get everywhere, and Escape accepts nothing', () =>
    open(PHONE, async (app, page) => {
      await app.add(notice('stranger_message'));
      await page.getByRole('dialog').waitFor();
      const stops: (string | undefined)[] = [];
      for (let i = 0; i < 10; i++) {
        await page.keyboard.press('Tab');
        stops.push(await focused(page));
      }
      assert.deepEqual(stops.slice(0, 6), ['Say yes', 'Say no', 'Block', 'Report', 'Get help', 'Decide later']);
      assert.equal(stops[6], 'If you are in danger now, call: 999');
      assert.equal(stops[9], 'CEOP Safety Centre: ceop.police.uk/safety-centre (opens a new page)');
      await button(page, 'Block').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Do you want to block this person?' }).waitFor();
      assert.equal(await focused(page), 'Do you want to block this person?');
      await page.keyboard.press('Escape');
      assert.equal(await focused(page), 'Block', 'the focus is back on what opened it');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await app.add(notice('warning new_account'));
      await button(page, 'Get help').press('Space');
      await page.getByRole('heading', { name: 'Get help' }).waitFor();
      assert.equal(await focused(page), 'Get help');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('region').count(), 0);
      const told = (await app.told()).map((event) => [event.type, 'choice' in event.data && event.data.choice]);
      assert.deepEqual(told, [
        ['notice.shown', false],
        ['notice.shown', false],
        ['notice.answered', 'get_help'],
      ]);
    }));

  it('is heard as it is seen', () =>
    open(PHONE, async (app, page) => {
      await app.restart({ names: { max: 'Max' } });
      await app.add(notice('asking_stranger', 'en', { body: ['You asked this person.'] }));
      assert.equal(
        await page.getByRole('dialog').ariaSnapshot(),
        `- dialog "Do you know this person?":
  - heading "Do you know this person?" [level=2]
  - paragraph: About Max
  - paragraph: You asked this person.
  - group "Do you know this person?":
    - button "Keep asking"
    - button "Take it back"
    - button "Get help"
  - button "Decide later"
  - paragraph: Someone to talk to
  - list:
    - listitem:
      - 'link "If you are in danger now, call: 999"':
        - /url: tel:999
    - listitem:
      - 'link "Childline: 0800 1111"':
        - /url: tel:08001111
      - link "childline.org.uk (opens a new page)":
        - /url: https://www.childline.org.uk
    - listitem:
      - 'link "CEOP Safety Centre: ceop.police.uk/safety-centre (opens a new page)"':
        - /url: https://www.ceop.police.uk/Safety-Centre/
  - group: Why do I see this?`,
      );
    }));

  it('is read out politely where it only tells, and at once where it warns', () =>
    open(PHONE, async (app, page) => {
      await app.add(notice('first_message'));
      assert.equal(await page.getByRole('status').first().textContent(), 'Your first message with this person');
      assert.equal(await page.getByRole('alert').first().textContent(), '');
      await button(page, 'OK').click();
      await app.add(notice('warning new_account'));
      assert.equal(await page.getByRole('alert').first().textContent(), 'Something to know about this person');
      assert.equal(await page.getByRole('status').first().textContent(), '');
    }));

  it('has been shown only when somebody can have seen it', () =>
    open(
      PHONE,
      async (app, page) => {
        await app.add(notice('first_message'));
        await page.waitForTimeout(200);
        assert.deepEqual(await app.told(), []);
        await page.getByRole('region').scrollIntoViewIfNeeded();
        await page.waitForFunction(() => 'app' in globalThis && document.querySelector('kith-notice')?.isConnected);
        for (let i = 0; i < 50 && (await app.told()).length === 0; i++) await page.waitForTimeout(20);
        assert.deepEqual(
          (await app.told()).map(({ type }) => type),
          ['notice.shown'],
        );
      },
      'kith-notice { margin-top: 4000px }',
    ));

  it('shows hostile words as words, and leads nowhere but to telephones and https', () =>
    open(PHONE, async (app, page) => {
      const bad = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script><b>x</b>';
      await app.restart({ names: { max: bad } });
      const choices = notice('stranger_message').notice.choices.map((choice) => ({ ...choice, label: bad }));
      const help = [
        { name: bad, contact: bad, url: 'javascript:globalThis.hit=1' },
        { name: 'A line', contact: '0800 1111', url: 'http://not-safe.example' },
      ];
      await app.add(notice('stranger_message', 'en', { title: bad, body: [bad], choices, help }));
      const dialog = page.getByRole('dialog');
      assert.equal(await dialog.getByRole('heading').textContent(), bad);
      assert.equal(await dialog.locator('img, script, b').count(), 0);
      const links = await dialog.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      assert.deepEqual(links, ['tel:08001111']);
      assert.equal(await page.evaluate(() => 'hit' in globalThis), false);
    }));

  it('is written from right to left in languages that are, with what it lacks in the first language', () =>
    open({ viewport: { width: 390, height: 844 } }, async (app, page) => {
      const made = notice('stranger_message', 'en', { language: 'ar', title: 'شخص يريد أن يكتب لك' });
      await app.add(made);
      const dialog = page.getByRole('dialog');
      assert.deepEqual([await dialog.getAttribute('lang'), await dialog.getAttribute('dir')], ['ar', 'rtl']);
      const [first, second] = await Promise.all(
        ['Say yes', 'Say no'].map(async (name) => (await button(page, name).boundingBox())?.x ?? 0),
      );
      assert.ok((first ?? 0) > (second ?? 0), 'the first choice is on the right');
      const later = button(page, 'Decide later');
      assert.deepEqual([await later.getAttribute('lang'), await later.getAttribute('dir')], ['en', 'ltr']);
      assert.deepEqual(await axeProblems(page), []);
    }));

  it('fits 320 pixels with text of twice the size, in Welsh', () =>
    open(
      PHONE,
      async (app, page) => {
        await app.add(notice('connection_request_stranger', 'cy'));
        const dialog = page.getByRole('dialog');
        assert.deepEqual(await dialog.evaluate((it) => [it.scrollWidth - it.clientWidth, it.getAttribute('lang')]), [
          0,
          'cy',
        ]);
        await button(page, 'Rhoi gwybod').click();
        const report = page.getByRole('dialog', { name: 'Dweud wrthon ni am y person hwn' });
        assert.equal(await report.evaluate((it) => it.scrollWidth - it.clientWidth), 0);
        assert.deepEqual(await axeProblems(page), []);
      },
      'html { font-size: 200% }',
    ));

  it('keeps its borders and its focus in forced colours, and moves nothing where motion is unwanted', () =>
    open({ ...PHONE, forcedColors: 'active', reducedMotion: 'reduce' }, async (app, page) => {
      await app.add(notice('stranger_message'));
      await page.keyboard.press('Tab');
      const look = await button(page, 'Say yes').evaluate((it) => {
        const { borderTopWidth, borderTopStyle, outlineStyle, outlineWidth } = getComputedStyle(it);
        return [borderTopWidth, borderTopStyle, outlineWidth, outlineStyle];
      });
      assert.deepEqual(look, ['2px', 'solid', '3px', 'solid']);
      const motion = await page.getByRole('dialog').evaluate((it) => getComputedStyle(it).animationName);
      assert.equal(motion, 'none');
      assert.deepEqual(await axeProblems(page), []);
    }));

  it('is themed by properties and parts, also in the dialogs inside', () =>
    open(
      PHONE,
      async (app, page) => {
        await app.add(notice('warning new_account'));
        const look = (locator: ReturnType<Page['locator']>) =>
          locator.evaluate((it) => [getComputedStyle(it).backgroundColor, getComputedStyle(it).textTransform]);
        assert.deepEqual(await look(button(page, 'OK')), ['rgb(255, 250, 240)', 'uppercase']);
        await button(page, 'Block').click();
        assert.deepEqual(await look(button(page, 'Go back')), ['rgb(255, 250, 240)', 'uppercase']);
        assert.deepEqual(await axeProblems(page), []);
      },
      'kith-notice { --kith-paper: rgb(255, 250, 240); color-scheme: light }\nkith-notice::part(choice) { text-transform: uppercase }',
    ));

  it('blocks after a question, and says so where that failed', () =>
    open(PHONE, async (app, page) => {
      await app.add(notice('stranger_message'));
      await button(page, 'Block').click();
      const dialog = page.getByRole('dialog', { name: 'Do you want to block this person?' });
      const text = (await dialog.textContent()) ?? '';
      assert.match(text, /If we see that they have other accounts, those are blocked too\. ?We do not tell them/);
      await app.fail(true);
      await dialog.getByRole('button', { name: 'Block' }).click();
      await dialog.getByText('That did not work. Please try again.').waitFor();
      await app.fail(false);
      await dialog.getByRole('button', { name: 'Block' }).click();
      await page.getByRole('dialog').first().waitFor({ state: 'hidden' });
      const done = (await app.done()).map(([what, it]) => (what === 'block' ? [what, it] : [what]));
      assert.deepEqual(done, [['tell'], ['block', 'max'], ['tell']]);
    }));
});

describe('<kith-report>, <kith-block> and <kith-why>', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  it('asks what happened, keeps what was written until it is sent, and chooses nothing beforehand', async () => {
    await using app = await openApp(browser, PHONE);
    const { page } = app;
    await app.add(notice('warning new_account'));
    await button(page, 'Report').click();
    const dialog = page.getByRole('dialog', { name: 'Tell us about this person' });
    assert.equal(await dialog.getByRole('radio', { checked: true }).count(), 0);
    assert.deepEqual(await axeProblems(page), []);
    await dialog.getByRole('button', { name: 'Send' }).click();
    assert.equal(await dialog.getByRole('alert').textContent(), 'Choose what happened');
    assert.ok(
      await dialog
        .getByRole('radio')
        .first()
        .evaluate((it) => it.matches(':focus')),
      'leads there',
    );
    await dialog.getByLabel('They are mean to me').check();
    await dialog.getByLabel('Do you want to say more?').fill('He wrote <b>every</b> day.');
    await page.keyboard.press('Escape');
    await button(page, 'Report').click();
    assert.equal(await dialog.getByLabel('Do you want to say more?').inputValue(), 'He wrote <b>every</b> day.');
    assert.ok(await dialog.getByLabel('They are mean to me').isChecked());
    await app.fail(true);
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('That did not work. Please try again.').waitFor();
    await app.fail(false);
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.deepEqual(await app.reported(), [{ about: 'max', category: 'unkind', text: 'He wrote <b>every</b> day.' }]);
    assert.deepEqual(app.complaints, []);
  });

  it("leads to Kith's form where the platform gives a link, and to no other kind of address", async () => {
    await using app = await openApp(browser, PHONE);
    const { page } = app;
    for (const [link, href] of [
      ['https://kith.example/report/start/x', 'https://kith.example/report/start/x'],
      ['javascript:globalThis.hit=1', null],
    ] as const) {
      await app.restart({ link });
      await app.add(notice('warning new_account'));
      await button(page, 'Report').click();
      const go = page.getByRole('dialog').getByText('Go to the page');
      await page.getByRole('dialog').getByText('Please wait').waitFor({ state: 'hidden' });
      assert.equal(await go.getAttribute('href'), href);
    }
    assert.deepEqual(await axeProblems(page), []);
    assert.deepEqual(app.complaints, []);
  });

  it('stand alone, for menus of the platform', async () => {
    await using app = await openApp(browser, PHONE);
    const { page } = app;
    await page.evaluate(() => {
      const block = document.querySelector('kith-block');
      if (block === null) throw new Error('not there');
      const at = globalThis as unknown as { events: string[] };
      at.events = [];
      block.block = (about) => at.events.push(`block ${about}`);
      for (const event of ['kith-back', 'kith-done']) block.addEventListener(event, () => at.events.push(event));
      block.ask({ about: 'nat', name: 'Nat', language: 'pl' });
    });
    assert.match((await page.getByRole('dialog').textContent()) ?? '', /Dotyczy: Nat/);
    await button(page, 'Wróć').click();
    await page.evaluate(() => document.querySelector('kith-block')?.ask({ about: 'nat' }));
    await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.deepEqual(await page.evaluate(() => (globalThis as unknown as { events: string[] }).events), [
      'kith-back',
      'block nat',
      'kith-done',
    ]);
    await page.evaluate(() => document.querySelector('kith-why')?.say(['others_acted', 'machine'], 'cy'));
    const why = page.locator('kith-why details');
    await why.locator('summary').click();
    assert.match((await why.textContent()) ?? '', /Dydyn ni ddim yn dweud pwy\./);
    assert.equal(await why.getAttribute('lang'), 'cy');
    assert.deepEqual(app.complaints, []);
  });
});
