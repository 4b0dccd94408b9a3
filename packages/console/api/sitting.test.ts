import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import type { SessionView } from '@kith/contract';
import { Sitting } from './sitting.ts';

const session = (id: string, csrf: string): SessionView => ({
  ...{ id, csrf, pseudonym: `P ${id}`, roles: ['moderator'], actions: [], language: null },
  ...{ expiresAt: '2026-11-26T12:00:00.000Z', freshUntil: '2026-11-26T12:00:00.000Z' },
});

/** A page of `ana`, in a browser whose session is what `browser` says. */
function pageOf({ hasWork }: { hasWork: boolean }) {
  const browser: { has: SessionView | null | 'no answer'; left: number } = { has: session('ana', '1'), left: 0 };
  const sitting = new Sitting({
    async ask() {
      if (browser.has === 'no answer') throw new Error('Kith does not answer');
      return browser.has;
    },
    hasWork: () => hasWork,
    leave: () => browser.left++,
  });
  sitting.begin(session('ana', '1'));
  return { browser, sitting, standing: () => sitting.current()?.standing.is };
}

describe('a page whose session has ended', () => {
  it('leaves to sign in where nobody has begun anything on it', async () => {
    const { browser, sitting } = pageOf({ hasWork: false });
    browser.has = null;
    void sitting.renewed();
    await soon();
    assert.equal(browser.left, 1);
    void sitting.renewed();
    await soon();
    assert.equal(browser.left, 1, 'once, however many requests are refused');
  });

  it('stays where somebody has begun something, and goes on with the next session of the same person', async () => {
    const { browser, sitting, standing } = pageOf({ hasWork: true });
    browser.has = null;
    const waits = [sitting.renewed(), sitting.renewed()];
    await soon();
    assert.deepEqual([standing(), browser.left], ['ended', 0]);
    browser.has = session('ana', '2');
    await sitting.look();
    assert.deepEqual(await Promise.all(waits), [false, false]);
    assert.deepEqual([standing(), sitting.csrf], ['here', '2']);
  });

  it('goes on at once where its person has signed in elsewhere already', async () => {
    const { browser, sitting, standing } = pageOf({ hasWork: true });
    browser.has = session('ana', '2');
    assert.equal(await sitting.renewed(), true);
    assert.deepEqual([standing(), sitting.csrf], ['here', '2']);
  });

  it('never goes on as somebody else, and still does as who it was of', async () => {
    for (const hasWork of [true, false]) {
      const { browser, sitting, standing } = pageOf({ hasWork });
      browser.has = session('ben', '3');
      let wentOn = false;
      void sitting.renewed().then(() => {
        wentOn = true;
      });
      await soon();
      assert.deepEqual([standing(), sitting.csrf, wentOn, browser.left], ['other', '1', false, 0]);
      assert.equal(sitting.current()?.session.id, 'ana');
      // ben signs out again: it isn't his page, and shows nothing still
      browser.has = null;
      await sitting.look();
      assert.equal(standing(), 'other');
      browser.has = session('ana', '4');
      await sitting.look();
      await soon();
      assert.deepEqual([standing(), sitting.csrf, wentOn], ['here', '4', true]);
    }
  });

  it('stays as it is where Kith does not answer', async () => {
    const { browser, sitting, standing } = pageOf({ hasWork: false });
    browser.has = 'no answer';
    await sitting.look();
    assert.deepEqual([standing(), browser.left], ['here', 0]);
  });

  it('leaves where nobody was signed in when it began', async () => {
    let left = 0;
    const sitting = new Sitting({ ask: async () => null, hasWork: () => true, leave: () => left++ });
    void sitting.renewed();
    await soon();
    assert.equal(left, 1);
  });
});
