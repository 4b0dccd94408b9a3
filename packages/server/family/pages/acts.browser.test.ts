/** What families do in the Family Centre, in Chromium, on a whole Kith: answers, questions, reports, and ending it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../ground/testing/browser.ts';
import { asFamily, familiesOf, sidesOf, tabTo } from '../testing/centre.ts';
import { type FamiliesKith, familiesKith } from '../testing/families.ts';
import { familyWords } from './words.ts';

const words = familyWords.en;

describe('what families do in the Family Centre', () => {
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

  it('tells a child what would be seen before it says yes, and takes its answer by keyboard alone', async () => {
    await kith.tellAccount('asked', '13to15');
    await kith.tellAccount('aunt', 'adult');
    const { guardianship: made } = await kith.invite({ invitedBy: 'guardian', guardian: 'aunt', child: 'asked' });
    await asFamily(kith, browser, 'asked', {}, async ({ page, look, text }) => {
      await look();
      assert.ok((await text()).includes(words.own.titleNobody));
      const { sees, may, nevers } = words.own.invitation;
      for (const line of [sees, may, nevers].flatMap((all) => Object.values(all))) {
        assert.ok((await text()).includes(line.replace('{quietHours}', '').trim()), line);
      }
      await tabTo(page, words.own.invitation.accept);
      await page.keyboard.press('Enter');
      await page.getByText(words.own.said.accepted).waitFor();
      await look();
    });
    const [now] = await kith.listOf('asked');
    assert.deepEqual([now?.id, now?.state], [made.id, 'active']);
  });

  for (const [band, language, javaScriptEnabled] of [
    ['under13', 'cy', false],
    ['13to15', 'en', true],
  ] as const) {
    it(`shows a child who types a code who asks and what is seen, before any yes (${band}, ${language}, ${javaScriptEnabled ? 'with' : 'without'} scripts)`, async () => {
      const [young, aunt] = [`coded-${band}`, `aunt-${band}`];
      await kith.tellAccount(young, band);
      await kith.tellAccount(aunt, 'adult');
      const { code } = await kith.invite({ invitedBy: 'guardian', guardian: aunt });
      const { own } = familyWords[language];
      const options = { javaScriptEnabled, locale: language === 'cy' ? 'cy-GB' : 'en-GB' };
      await asFamily(kith, browser, young, options, async ({ page, look, text, press }) => {
        await page.getByRole('heading', { level: 1, name: own.code.title }).waitFor();
        await look();
        await page.getByLabel(own.code.label).fill('0000-0000-0000');
        await press(own.code.look);
        await page.getByRole('alert').getByRole('link', { name: own.code.void }).waitFor();
        await look();
        await page.getByLabel(own.code.label).fill((code ?? '').toLowerCase().replaceAll('-', ' '));
        await press(own.code.look);
        await page.getByRole('heading', { level: 1, name: own.invitation.title.replace('{name}', aunt) }).waitFor();
        await look();
        assert.equal(new URL(page.url()).search, '', 'no code stays in the browser’s history');
        const said = await text();
        const { sees, may, nevers, stop, stopAsk } = own.invitation;
        for (const line of [sees, may, nevers].flatMap((all) => Object.values(all)))
          assert.ok(said.includes(line.replace('{quietHours}', '').trim()), line);
        assert.ok(said.includes(band === 'under13' ? stopAsk : stop));
        assert.match(said, /999[\s\S]*0800 1111/);
        assert.deepEqual(await kith.listOf(young), [], 'nothing has begun');
        // the same in the other language, without typing it again
        const other = language === 'cy' ? 'en' : 'cy';
        await press(other === 'cy' ? 'Cymraeg' : 'English');
        await page.getByText(familyWords[other].own.invitation.free).waitFor();
        await look();
        await press(language === 'cy' ? 'Cymraeg' : 'English');
        const boxes = await Promise.all(
          [own.invitation.accept, own.invitation.decline].map((name) =>
            page.getByRole('button', { name, exact: true }).boundingBox(),
          ),
        );
        assert.equal(boxes[0]?.height, boxes[1]?.height);
        await press(own.invitation.accept);
        await page.getByText(band === 'under13' ? own.said.acceptedYoung : own.said.accepted).waitFor();
        await look();
      });
      const [now] = await kith.listOf(young);
      assert.deepEqual([now?.guardian, now?.state], [aunt, 'active']);
    });
  }

  it('takes no yes to what has changed since it was shown, and shows a guardian what a child’s code asks', async () => {
    await kith.tellAccount('grows', '13to15');
    await kith.tellAccount('waits', 'adult');
    const { code } = await kith.invite({ invitedBy: 'guardian', guardian: 'waits' });
    await asFamily(kith, browser, 'grows', {}, async ({ page, look, text, go, press }) => {
      const type = async () => {
        await page.getByLabel(words.own.code.label).fill(code ?? '');
        await press(words.own.code.look);
      };
      await type();
      await page.getByText(words.own.invitation.may.settings).waitFor();
      await kith.tellAccount('grows', '16to17');
      await press(words.own.invitation.accept);
      await page.getByRole('heading', { level: 1, name: words.stopped.again.title }).waitFor();
      await look();
      assert.deepEqual(await kith.listOf('grows'), []);
      await go(words.stopped.again.go);
      await type();
      await page.getByText(words.own.invitation.free).waitFor();
      assert.ok(!(await text()).includes(words.own.invitation.may.settings));
      await press(words.own.invitation.decline);
      await page.getByText(words.own.said.refused).waitFor();
    });
    assert.equal((await kith.listOf('grows'))[0]?.state, 'declined');
    const asks = await kith.invite({ invitedBy: 'child', child: 'grows' });
    await asFamily(kith, browser, 'waits', {}, async ({ page, look, go, press }) => {
      await go(words.guardian.code.link);
      await look();
      await page.getByLabel(words.guardian.code.label).fill(asks.code ?? '');
      await press(words.guardian.code.look);
      await page.getByText(words.guardian.invitation.free).waitFor();
      await look();
      await press(words.guardian.invitation.accept);
      await page.getByRole('heading', { level: 1, name: 'grows' }).waitFor();
    });
  });

  it('lets a guardian answer a weaker setting by keyboard alone, with a yes and a no of equal size', async () => {
    const { guardian, child } = sidesOf(await families.family());
    assert.ok(await kith.waitsForGuardian(child));
    await asFamily(
      kith,
      browser,
      guardian,
      { viewport: { width: 1024, height: 800 } },
      async ({ page, look, text }) => {
        await look();
        const boxes = await Promise.all(
          [words.guardian.allow, words.guardian.refuse].map((name) => page.getByRole('button', { name }).boundingBox()),
        );
        assert.deepEqual([boxes[0]?.width, boxes[0]?.height], [boxes[1]?.width, boxes[1]?.height]);
        await tabTo(page, words.guardian.refuse);
        await page.keyboard.press('Enter');
        await page.getByText('It stays as it is.').waitFor();
        await look();
        assert.ok(!(await text()).includes(words.guardian.waiting));
      },
    );
  });

  it('takes a question, its answer, quiet hours, and a report in confidence that nobody hears of', async () => {
    const { guardian, child } = sidesOf(await families.family());
    await asFamily(kith, browser, guardian, {}, async ({ page, look, text, go, press }) => {
      await go(words.nav.friends);
      await go('pal');
      await press(`Ask ${child}`);
      await page.getByText('We have asked').waitFor();
      await look();
      await go(words.guardian.person.report);
      await press(words.guardian.report.send);
      await look();
      await page.getByRole('alert').getByRole('link', { name: words.guardian.report.missing }).waitFor();
      await page.getByLabel('They tell a child to keep secrets').check();
      await press(words.guardian.report.send);
      await page.getByText(words.guardian.said.reported).waitFor();
      await go(words.nav.week);
      await go(words.guardian.can.quiet);
      await page.getByLabel(words.guardian.quiet.from).fill('21:30');
      await press(words.guardian.quiet.save);
      await page.getByRole('alert').getByRole('link', { name: words.guardian.quiet.noEnd }).waitFor();
      // for screen readers, before what is wrong
      assert.equal(await page.locator('.govuk-error-message .govuk-visually-hidden').first().innerText(), 'Error:');
      await look();
      await page.getByLabel(words.guardian.quiet.to).fill('07:00');
      await press(words.guardian.quiet.save);
      await page.getByText('Quiet hours are set.').waitFor();
      assert.match(await text(), /from 21:30 to 07:00/);
    });
    await asFamily(kith, browser, child, {}, async ({ page, look, text, press }) => {
      await look();
      assert.match(await text(), /from 21:30 to 07:00/);
      assert.doesNotMatch(await text(), /secrets/);
      await press(words.own.review.talked);
      await page.getByText(words.own.said.talked).waitFor();
      await look();
    });
    // a browser in America, and one that has no Welsh: as the page itself says days, in the device's own hours
    for (const [lang, day] of [
      ['en', /^[A-Z][a-z]+day \d+ [A-Z][a-z]+, \d\d:\d\d$/],
      ['cy', /^dydd [A-Z][a-z]+ \d+ [A-Z][a-z]+, \d\d:\d\d$/],
    ] as const) {
      await asFamily(kith, browser, child, { locale: 'en-US', timezoneId: 'UTC' }, async ({ page }) => {
        await page.goto(`${kith.url}/family/own/looks?lang=${lang}`);
        assert.match(await page.locator('time').first().innerText(), day);
      });
    }
    const row = await kith.db
      .selectFrom('report')
      .selectAll()
      .where('reporter', '=', guardian)
      .executeTakeFirstOrThrow();
    assert.deepEqual([row.source, row.about, row.category], ['guardian', 'pal', 'keeps_secret']);
  });

  it('lets a child report and block, and tell its guardian or not, of which no page of the guardian’s says anything', async () => {
    const { guardian, child } = sidesOf(await families.family());
    await asFamily(kith, browser, child, {}, async ({ page, look, go, press }) => {
      await go(words.nav.friends);
      await go('pal');
      await press(words.own.person.block);
      await page.getByText(words.own.said.blocked).waitFor();
      await look();
      await press(words.own.person.report);
      await look();
      await page.getByLabel('They asked me for private pictures').check();
      await press(words.own.report.send);
      await page.getByText(words.own.said.reported).waitFor();
      await look();
      assert.doesNotMatch(page.url(), /report|block/);
      await press(words.own.tell.send);
      await page.getByText(words.own.said.told).waitFor();
    });
    const row = await kith.db.selectFrom('report').selectAll().where('reporter', '=', child).executeTakeFirstOrThrow();
    // the page says that no message comes of it: whoever else may hold the phone would read that
    assert.deepEqual([row.source, row.about, row.category, row.opted_out], ['user', 'pal', 'asks_for_pictures', 1]);
    await asFamily(kith, browser, guardian, {}, async ({ text, go }) => {
      const week = await text();
      await go(words.nav.friends);
      await go('pal');
      // what nobody sees is named on the page; that it happened is not
      assert.doesNotMatch(
        week.replaceAll(/What nobody sees here[\s\S]*/g, '') + (await text()),
        /blocked|reported|pictures/,
      );
    });
  });

  it('shows nothing any more once the child has ended it, without having asked anybody', async () => {
    const made = await families.family();
    const { guardian, child } = sidesOf(made);
    await asFamily(kith, browser, guardian, {}, async (mum) => {
      await asFamily(kith, browser, child, {}, async ({ page, look, go, press }) => {
        await go(words.nav.help);
        await go(words.own.help.stopLink.replace('{name}', guardian));
        await look();
        await press(words.own.end.send);
        await page.getByText(words.own.said.ended).waitFor();
        await look();
      });
      for (const path of ['', '/friends', '/contacts', '/groups', '/quiet-hours', '/end']) {
        const answer = await mum.page.goto(`${kith.url}/family/children/${made.id}${path}`);
        assert.equal(answer?.status(), 410, path);
        assert.ok(!(await mum.text()).includes(child) && !(await mum.text()).includes('pal'));
      }
      await mum.page.getByRole('heading', { level: 1, name: words.stopped.ended.title }).waitFor();
      await mum.look();
    });
  });

  it('lets a child that may not end it by itself ask the platform, of which the guardian hears nothing', async () => {
    await kith.tellAccount('dad9', 'adult');
    await kith.tellAccount('tot9', 'under13');
    const made = await kith.guard('dad9', 'tot9');
    await asFamily(kith, browser, 'tot9', {}, async ({ page, look, text, go, press }) => {
      await go(words.nav.help);
      assert.ok((await text()).includes(words.own.help.stopAsk));
      await go(words.own.help.askLink.replace('{name}', 'dad9'));
      await look();
      await press(words.own.end.askSend);
      await page.getByText(words.own.said.asked).waitFor();
      await look();
    });
    assert.equal((await kith.listOf('dad9')).find(({ id }) => id === made.id)?.state, 'active');
    await asFamily(kith, browser, 'dad9', {}, async ({ text }) =>
      assert.doesNotMatch(await text(), /\bask(ed|s)? (us|our)/),
    );
  });

  it('does nothing by a form that another page has sent', async () => {
    const made = await families.family();
    const { guardian } = sidesOf(made);
    await asFamily(kith, browser, guardian, {}, async ({ context }) => {
      const [session] = await context.cookies();
      const cookie = `kith_family=${session?.value}`;
      for (const own of ['', 'x', 'a'.repeat(64)]) {
        const body = new URLSearchParams({ own });
        const url = `${kith.url}/family/children/${made.id}/end`;
        const answer = await fetch(url, { method: 'POST', headers: { cookie }, body });
        assert.equal(answer.status, 400);
      }
    });
    assert.equal((await kith.listOf(guardian))[0]?.state, 'active');
  });
});
