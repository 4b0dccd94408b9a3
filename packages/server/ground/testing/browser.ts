/** Debian's Chromium for tests of pages, quiet on the network and with a fresh profile. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Chromium is, or null and where we looked. */
export function findChromium(): { path: string | null; looked: string[] } {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const onPath = (process.env.PATH ?? '').split(':').flatMap((folder) => names.map((name) => join(folder, name)));
  const looked = [
    process.env.KITH_CHROMIUM ?? '',
    '/usr/bin/chromium',
    ...onPath,
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ].filter((path) => path !== '');
  return { path: looked.find((path) => existsSync(path)) ?? null, looked: [...new Set(looked)] };
}

/**
 * Starts a browser. Close it in an `after` hook: it keeps the process alive.
 * @throws when there is no Chromium; says what to do
 */
export async function launchBrowser(): Promise<Browser> {
  const { path } = findChromium();
  if (path === null) {
    throw new Error(
      'Chromium is needed and was not found. On Debian: apt-get install chromium. Elsewhere set KITH_CHROMIUM to the path of Chromium or Chrome.',
    );
  }
  return chromium.launch({
    executablePath: path,
    args: [
      // Chromium's sandbox refuses root, which is who tests run as in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // Containers often have a /dev/shm of 64 MB, which Chromium outgrows.
      '--disable-dev-shm-usage',
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
      // Letters come out alike whatever a machine's fonts are set to: pictures are compared.
      ...['--font-render-hinting=none', '--disable-lcd-text'],
    ],
  });
}

/** One fault that axe found. */
export interface AxeProblem {
  /** axe's name of the rule, such as `color-contrast` */
  readonly rule: string;
  readonly help: string;
  /** CSS selectors of the elements at fault */
  readonly where: readonly string[];
}

/**
 * What axe finds wrong on the page as it is now: WCAG 2.2 up to AA, and axe's best practices.
 * Works under a strict Content-Security-Policy: the script comes through the debugger, not through the page.
 */
export async function axeProblems(page: Page): Promise<AxeProblem[]> {
  // half a megabyte to send and compile, once a document: looking takes a fraction of that
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // The page's own global, which the line above put there.
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const results = await inPage.run(document, { resultTypes: ['violations'] });
    return results.violations.map((violation) => ({
      rule: violation.id,
      help: violation.help,
      where: violation.nodes.map((node) => node.target.join(' ')),
    }));
  });
}
