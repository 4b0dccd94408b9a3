/**
 * Every screen of the console, as somebody sees it who may see all, with names that were made to mislead: axe, light and dark, wide and
 * narrow, targets that can be hit, and a focus that is never hidden on the way through the whole page. What the menu leads to is
 * visited, so that a new screen is held to it, too.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ReferralView, type RulingView, staffRole, UNDO_MS } from '@kith/contract';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { type World, world } from '../enforcement/testing/world.ts';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Sitting, sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';
import { queueOf, worldOf } from './testing/world.ts';

/** Every action of the console; one goes to a screen by those called `go.`. */
const ACTIONS = join(import.meta.dirname, '../../console/actions.json');
const places = z.array(z.looseObject({ id: z.string() }));

/** Long, without a place to break it, turned around in the middle, with markup at its end. */
const LONG = `${'m'.repeat(75)}\u202e\u200b<b onclick="x">`;
/** Steps of Tab through one page at most: a list's rows repeat themselves. */
const TABS_MAX = 60;

describe('the screens of the console', () => {
  let w: World;
  let browser: Browser;
  let all: Sitting;
  const screens = new Map<string, string>();
  before(async () => {
    [w, browser] = await Promise.all([world('SQLite'), launchBrowser()]);
    const { child, adult, pursue, tell } = worldOf(w.kith);
    await child('kim', `kim ${LONG}`);
    await adult('max', LONG, 'eve');
    await pursue(LONG, 'kim', `hello ${LONG}`);
    await tell('message.sent', { actor: LONG, other: `kim ${LONG}`, message: `${LONG}2`, text: LONG });
    await tell('report.filed', { actor: 'kim', other: LONG, category: LONG.slice(0, 60), text: LONG });
    all = await sitDown(browser, w.kith, staffRole.options);
    await queueOf(all.staff, 1);

    const appealed = await ruledAgainst('max');
    const about = await w.reported(LONG);
    await w.hold(about, all.staff);
    const name = `name=${encodeURIComponent(`${'m'.repeat(200)}.txt`)}&from=person`;
    const file = { method: 'POST', body: LONG, headers: { 'content-type': 'text/plain' } };
    assert.equal((await all.staff.fetch(`/v1/cases/${about}/evidence?${name}`, file)).status, 200);
    const referral = await w.post<ReferralView>(all.staff, `/v1/cases/${about}/referrals`, { kind: 'nca' });
    for (const [what, path] of Object.entries({
      'a case': `/case/${about}`,
      'its evidence': `/case/${about}/evidence`,
      'a referral': `/referral/${referral.id}`,
      'filing it by hand': `/referral/${referral.id}/portal`,
      'an appeal': `/appeal/${appealed}`,
      'an account': `/account/${encodeURIComponent(LONG)}`,
      'a changed policy': '/policy/try',
      'what is not there': '/nothing-here',
    })) {
      screens.set(what, path);
    }
    // every screen that one can go to, by the committed list of actions
    for (const { id } of places.parse(JSON.parse(readFileSync(ACTIONS, 'utf8')))) {
      if (id.startsWith('go.')) screens.set(id, id.replace('go.', '/'));
    }
    assert.ok(screens.size > 20, [...screens.keys()].join(' '));
  });
  after(async () => {
    await browser?.close();
    await w?.[Symbol.asyncDispose]();
  });

  /** @returns the id of the appeal of somebody who was ruled against */
  async function ruledAgainst(account: string): Promise<string> {
    const by = await w.person('moderator');
    const about = await w.reported(account);
    const version = await w.hold(about, by);
    const body = { policy: 'contact-with-children', reason: LONG, measures: ['warn'], version };
    await w.post<{ ruling: RulingView }>(by, `/v1/cases/${about}/rulings`, body);
    w.later(UNDO_MS);
    const link = await w.until('told', async () => {
      const [told] = w.got('statement.requested');
      return told?.type === 'statement.requested' ? told.data.appeal?.url : undefined;
    });
    await fetch(link, { method: 'POST', body: new URLSearchParams({ text: LONG }), redirect: 'manual' });
    const { appeals } = await (await all.staff.get('/v1/appeals')).json();
    return appeals[0].id;
  }

  it('stand up to axe, to a narrow window and to the dark, and never hide the focus', async () => {
    assert.ok(screens.size > 20, [...screens.keys()].join());
    const faults: string[] = [];
    for (const [what, path] of screens) {
      await all.open(path);
      await all.page.waitForFunction(() => document.querySelector('main [aria-busy=true]') === null);
      await standsUp(all.page, what).catch(({ message }: Error) => faults.push(`${what}: ${message}`));
      const stops = await all.page.locator('a[href], button:enabled, input, select, textarea, summary').count();
      for (const width of [1280, 320]) {
        await all.page.setViewportSize({ width, height: 640 });
        await all.page.locator('main').focus();
        const seen = focusIsSeen(all.page, Math.min(stops, TABS_MAX));
        await seen.catch(({ message }: Error) => faults.push(`${what}, ${width} wide: ${message}`));
      }
    }
    assert.deepEqual(faults, []);
    const wrong = all.complaints.filter((line) => !/404/.test(line));
    assert.deepEqual(wrong, []);
  });
});
