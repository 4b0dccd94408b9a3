/** The Family Centre in Chromium: somebody opens it by a link of the platform's, as they would on their telephone. */
import assert from 'node:assert/strict';
import { familyLink, type Guardianship } from '@kith/contract';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { axeProblems } from '../../ground/testing/browser.ts';
import type { FamiliesKith } from './families.ts';

/** Presses of Tab before a test gives up: pages of families in tests have fewer links. */
const TABS_MAX = 80;

export interface Sitting {
  context: BrowserContext;
  page: Page;
  /** fails where axe finds a fault, the page is wider than the screen, or there is not one heading of the first level */
  look(): Promise<void>;
  /** what is written on the page */
  text(): Promise<string>;
  go(name: string): Promise<void>;
  press(name: string): Promise<void>;
}

export async function linkFor(kith: FamiliesKith, account: string, language?: string): Promise<string> {
  const { status, json } = await kith.call('POST', '/v1/family-links', { account, ...(language && { language }) });
  assert.equal(status, 200, JSON.stringify(json));
  return familyLink.parse(json).url;
}

/** Opens an address in a browser of its own; fails where the page complains, or asks anybody else for anything. */
export async function sit(
  kith: FamiliesKith,
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  act: (sitting: Sitting) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 320, height: 700 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== kith.url && !request.isNavigationRequest()) complaints.push(`asked ${origin}`);
  });
  try {
    await page.goto(url);
    await act({
      ...{ context, page },
      async look() {
        if (options.javaScriptEnabled !== false) assert.deepEqual(await axeProblems(page), [], page.url());
        assert.equal(await page.locator('h1').count(), 1, page.url());
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
      },
      text: () => page.locator('body').innerText(),
      go: (name) => page.getByRole('link', { name, exact: true }).first().click(),
      press: (name) => page.getByRole('button', { name, exact: true }).first().click(),
    });
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** Opens the Family Centre as somebody, in their language. */
export async function asFamily(
  kith: FamiliesKith,
  browser: Browser,
  account: string,
  options: BrowserContextOptions,
  act: (sitting: Sitting) => Promise<void>,
): Promise<void> {
  await sit(kith, browser, await linkFor(kith, account), options, async (sitting) => {
    await sitting.page.locator('form button').click();
    await sitting.page.waitForURL((url) => !url.pathname.startsWith('/family/enter'));
    await act(sitting);
  });
}

/** Makes families of a Kith, each of people of its own. */
export function familiesOf(kith: FamiliesKith) {
  let told = 0;
  let made = 0;

  async function tell(type: string, data: object): Promise<void> {
    const { status, json } = await kith.call('POST', '/v1/events', { id: `pages-${++told}`, type, data });
    assert.equal(status, 200, JSON.stringify(json));
  }
  async function befriend(a: string, b: string): Promise<void> {
    await tell('connection.requested', { actor: a, other: b });
    await tell('connection.accepted', { actor: b, other: a });
  }
  return {
    tell,
    befriend,
    /** A child of fourteen with a friend, `pal`, and its guardian. */
    async family(child = `kid${++made}`, guardian = `mum${made}`): Promise<Guardianship> {
      await kith.tellAccount(guardian, 'adult');
      await kith.tellAccount(child, '13to15');
      const guardianship = await kith.guard(guardian, child);
      await befriend(child, 'pal');
      return guardianship;
    },
  };
}

export const sidesOf = ({ guardian, child }: Guardianship) => ({ guardian: guardian ?? '', child: child ?? '' });

/** Goes to a button with the Tab key alone. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < TABS_MAX; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    if (focused === name) return;
  }
  assert.fail(`no Tab leads to ${name}`);
}
