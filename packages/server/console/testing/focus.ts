/** Where the keyboard is, for a test that presses keys. */
import type { Page } from 'playwright-core';

/** Waits until what has the focus begins with these words. */
export async function focused(page: Page, text: string): Promise<void> {
  await page.waitForFunction((wanted) => document.activeElement?.textContent?.trim().startsWith(wanted) === true, text);
}
