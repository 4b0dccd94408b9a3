/** The Family Centre in Chromium, on a whole Kith: a parent on a telephone, and a young person who may be afraid of one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { launchBrowser } from '../../ground/testing/browser.ts';
import { LINK_MAX_MS, SESSION_IDLE_MAX_MS } from '../limits.ts';
import { asFamily, familiesOf, linkFor, sidesOf, sit } from '../testing/centre.ts';
import { endOf, type FamiliesKith, familiesKith } from '../testing/families.ts';
import { familyWords } from './words.ts';

const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', cy: 'cy-GB' };
/** A name that would be a tag, and turns what follows it round. */
const HOSTILE = '<img src=x onerror="document.title=1">\u202eexe';
const words = familyWords.en;

describe('the Family Centre in a browser', () => {
  let kith: FamiliesKith;
  let browser: Browser;
  let families: ReturnType<typeof familiesOf>;

  before(async () => {
    [kith, browser] = await Promise.all([familiesKith('SQLite'), launchBrowser()]);
    families = familiesOf(kith);
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  for (const language of LANGUAGES) {
    for (const javaScriptEnabled of [true, false]) {
      it(`shows a guardian the week on 320 pixels, and tells the child of the look (${language}, ${javaScriptEnabled ? 'with' : 'without'} scripts)`, async () => {
        const { guardian, child } = sidesOf(await families.family());
        const said = familyWords[language];
        const options = { javaScriptEnabled, locale: LOCALE[language] };
        await asFamily(kith, browser, guardian, options, async ({ page, look, text, go }) => {
          await look();
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          assert.ok((await text()).includes(said.guardian.intro));
          for (const part of [said.nav.friends, said.nav.contacts, said.nav.groups]) {
            await go(part);
            await look();
          }
          await go(said.nav.friends);
          await go('pal');
          await look();
          await go(said.guardian.person.report);
          await look();
          await page.goBack();
          await go(said.nav.week);
          await go(said.guardian.can.quiet);
          await look();
          await page.goBack();
          await go(said.guardian.can.end);
          await look();
        });
        await asFamily(kith, browser, child, options, async ({ page, look, text, go }) => {
          await look();
          assert.ok((await text()).includes(said.own.never));
          await go(said.nav.looks);
          await look();
          assert.ok((await text()).includes(`${guardian} ${said.own.looks.parts.page}`));
          await go(said.nav.help);
          await look();
          assert.match(await text(), /0800 1111[\s\S]*/);
          for (const part of [said.nav.friends, said.nav.contacts, said.nav.groups]) {
            await go(part);
            await look();
          }
          await page
            .getByRole('link', { name: 'English' })
            .or(page.getByRole('link', { name: 'Cymraeg' }))
            .first()
            .click();
          const other = language === 'en' ? 'cy' : 'en';
          await go(familyWords[other].nav.week);
          assert.equal(await page.locator('html').getAttribute('lang'), other, 'the language is kept');
        });
      });
    }
  }

  it('lets a link in once, asks before it is used up, and says what to do when it is over', async () => {
    const { guardian } = sidesOf(await families.family());
    const link = await linkFor(kith, guardian);
    await sit(kith, browser, link, {}, async ({ page, look, press }) => {
      await look();
      await page.reload();
      await press(words.enter.open);
      await page.getByRole('heading', { level: 1, name: `${guardian}`.replace('mum', 'kid') }).waitFor();
    });
    const late = await linkFor(kith, guardian);
    kith.later(LINK_MAX_MS);
    for (const url of [link, late, `${kith.url}/family/enter/nothing`]) {
      await sit(kith, browser, url, {}, async ({ page, look }) => {
        await look();
        await page.getByRole('heading', { level: 1, name: words.stopped.link.title }).waitFor();
      });
    }
  });

  it('signs out whoever does nothing for long, and says how to come back', async () => {
    const { guardian, child } = sidesOf(await families.family());
    await asFamily(kith, browser, guardian, {}, async ({ page, look, text }) => {
      kith.later(SESSION_IDLE_MAX_MS);
      await page.reload();
      await look();
      await page.getByRole('heading', { level: 1, name: words.stopped.session.title }).waitFor();
      assert.ok(!(await text()).includes(child));
    });
    await sit(kith, browser, `${kith.url}/family/own`, {}, async ({ page, look }) => {
      await look();
      await page.getByRole('heading', { level: 1, name: words.stopped.session.title }).waitFor();
    });
  });

  it('leaves at once by its button and by Shift three times, ends the session, and has nothing to go back to', async () => {
    const { child } = sidesOf(await families.family());
    for (const how of ['button', 'no scripts', 'shift']) {
      const javaScriptEnabled = how !== 'no scripts';
      await asFamily(kith, browser, child, { javaScriptEnabled }, async ({ context, page, go, text }) => {
        await go(words.nav.looks);
        const left = `${kith.url}/family/own/looks`;
        await page.waitForURL(left);
        const [session] = await context.cookies();
        assert.equal(session?.httpOnly, true);
        assert.equal(session?.sameSite, 'Strict');
        assert.equal(session?.path, '/family');
        await page.route(
          (url) => url.origin !== kith.url,
          (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Weather</h1>' }),
        );
        if (how === 'shift') {
          await page.locator('body.govuk-frontend-supported').waitFor();
          for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
        } else await page.getByRole('button', { name: 'Exit this page' }).click();
        await page.getByRole('heading', { name: 'Weather' }).waitFor();
        assert.deepEqual(await context.cookies(), []);
        const again = await fetch(`${kith.url}/family/own`, { headers: { cookie: `kith_family=${session?.value}` } });
        assert.equal(again.status, 401, 'the session is over at the server');
        assert.equal(again.headers.get('cache-control'), 'no-store');
        await page.goBack();
        await page.getByRole('heading', { level: 1, name: words.stopped.session.title }).waitFor();
        if (javaScriptEnabled) assert.notEqual(page.url(), left, 'the page was replaced');
        assert.ok(!(await text()).includes('pal'));
        assert.ok(!(await text()).includes(words.own.looks.text));
      });
    }
  });

  it('lets a guardian of several children choose, and says what to do to one of none', async () => {
    const one = sidesOf(await families.family());
    const two = sidesOf(await families.family('second', one.guardian));
    await asFamily(kith, browser, one.guardian, {}, async ({ page, look, go }) => {
      await look();
      await page.getByRole('heading', { level: 1, name: words.guardian.choose.title }).waitFor();
      await go(two.child);
      await page.getByRole('heading', { level: 1, name: `${two.child}’s week` }).waitFor();
    });
    await asFamily(kith, browser, 'nobody', {}, async ({ page, look }) => {
      await look();
      await page.getByRole('heading', { level: 1, name: words.guardian.choose.empty }).waitFor();
    });
  });

  it('shows accounts with hostile names as they are', async () => {
    const { guardian, child } = sidesOf(await families.family());
    await families.befriend(child, HOSTILE);
    await families.befriend(child, 'x'.repeat(128));
    await asFamily(kith, browser, guardian, {}, async ({ page, look, go, text }) => {
      await look();
      await go(words.nav.friends);
      await look();
      assert.equal(await page.locator('main img').count(), 0);
      assert.ok((await text()).includes('<img src=x onerror="document.title=1">exe'));
      await page.getByRole('link', { name: '<img' }).first().click();
      await look();
      assert.notEqual(await page.title(), '1');
    });
  });

  it('has everything on paper, in the dark, and on a wide screen, without buttons', async () => {
    const { guardian, child } = sidesOf(await families.family());
    for (const account of [guardian, child]) {
      for (const options of [{ colorScheme: 'dark' as const }, { viewport: { width: 1280, height: 900 } }]) {
        await asFamily(kith, browser, account, options, async ({ page, look }) => {
          await look();
          await page.emulateMedia({ media: 'print' });
          for (const control of await page.locator('button, .govuk-exit-this-page, .kith-nav').all()) {
            assert.ok(!(await control.isVisible()), await control.evaluate((shown) => shown.outerHTML));
          }
          assert.equal(await page.locator('details, [hidden]:not(button)').count(), 0);
          await page.getByText(words.seen.unseen.title).waitFor();
        });
      }
    }
  });

  it('gives the page of a former guardian, of a stranger and of nobody to none of them', async () => {
    const made = await families.family();
    const { child } = sidesOf(made);
    await endOf(kith, made.id, 'platform');
    const strange = sidesOf(await families.family());
    await asFamily(kith, browser, strange.guardian, {}, async ({ page, text }) => {
      for (const path of [`/family/children/${made.id}`, '/family/children/none', '/family/own']) {
        assert.equal((await page.goto(kith.url + path))?.status(), 404, path);
        assert.ok(!(await text()).includes(child), path);
      }
    });
  });
});
