/** What every screen must stand up to: axe, no scrolling sideways, focus that is seen, targets that can be hit. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axeProblems } from '../../ground/testing/browser.ts';

/** WCAG 2.2, 2.5.8, CSS pixels. */
const TARGET_MIN = 24;

/** Whatever is pressed and not inside a sentence is as large as a finger needs, or a label around it is. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const all = document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [role=option]',
    );
    return (
      [...all]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.closest('.skip') === null)
        // out of the order of Tab: there for screen readers alone
        .filter((element) => element.tabIndex >= 0)
        .filter((element) => {
          const { width, height } = (element.closest('label.check') ?? element).getBoundingClientRect();
          return Math.round(width) < least || Math.round(height) < least;
        })
        // a link in a line of text is excepted (2.5.8, inline); a row's link has the whole row
        .filter((element) => !(element.matches('a, .link') && element.closest('p, li, td') !== null))
        .map((element) => `${element.tagName} ${element.textContent}`.slice(0, 80))
    );
  }, TARGET_MIN);

/** A page that is still hidden after so many frames stays so. */
const SETTLED_FRAMES = 30;

/** Goes on with Tab and says of every element that has the focus whether it could be seen. */
export async function focusIsSeen(page: Page, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(async (frames) => {
      const hiddenNow = (): string | null => {
        const focused = document.activeElement;
        if (focused === null || focused === document.body) return null;
        const box = focused.getBoundingClientRect();
        const x = box.left + Math.min(box.width, 20) / 2;
        const y = box.top + Math.min(box.height, 20) / 2;
        const there = document.elementFromPoint(x, y);
        const seen = there !== null && (focused.contains(there) || there.contains(focused));
        const style = getComputedStyle(focused);
        const shown = style.outlineStyle !== 'none' || focused.closest(':has(:focus-visible)') !== null;
        return seen && shown ? null : `${focused.tagName} ${focused.className} ${focused.textContent}`.slice(0, 100);
      };
      // a window that was just made smaller is laid out, and scrolled, a few frames later
      let now = hiddenNow();
      for (let i = 0; now !== null && i < frames; i++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        now = hiddenNow();
      }
      return now;
    }, SETTLED_FRAMES);
    assert.equal(hidden, null, 'the focus is hidden');
  }
}

/** Light and dark, wide and narrow: as the page is now. */
export async function standsUp(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const at = `${name} ${colorScheme} ${width}`;
      assert.deepEqual(await axeProblems(page), [], at);
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok((wide ?? 0) <= (room ?? 0), `scrolls sideways: ${at}: ${wide}`);
      if (colorScheme === 'light') assert.deepEqual(await smallTargets(page), [], at);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}
