/** Somebody who sits at the console, for a test: signed in, in a browser of their own, with what it complained about. */
import type { StaffRole } from '@kith/contract';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Running } from '../../testing/kith.ts';
import { type Staff, signIn } from '../../testing/sign-in.ts';

export interface Sitting {
  page: Page;
  /** where the console is, without a path: browsers sign in on localhost, and not by its number */
  url: string;
  staff: Staff;
  /** errors of the page, and what the browser refused it */
  complaints: string[];
  /** shows a screen of the console by its address below /console */
  open(path: string): Promise<void>;
  close(): Promise<void>;
}

/** @param roles what they may do; or somebody who signed in before */
export async function sitDown(
  browser: Browser,
  kith: Pick<Running, 'url' | 'config'>,
  roles: readonly StaffRole[] | Staff,
  options: BrowserContextOptions = {},
): Promise<Sitting> {
  const staff = 'cookie' in roles ? roles : await signIn(kith, roles);
  const url = kith.url.replace('127.0.0.1', 'localhost');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
  const [name = '', value = ''] = staff.cookie.split('=');
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  return {
    page,
    url,
    staff,
    complaints,
    async open(path) {
      await page.goto(`${url}/console${path}`);
      await page.locator('main h1').waitFor();
    },
    close: () => context.close(),
  };
}
