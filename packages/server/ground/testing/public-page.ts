/** A page that anybody may open, in Chromium: it answers, complains of nothing, and asks nobody else for anything. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Opens a page of `url` in a context of its own, has it looked at, and holds what it complained of meanwhile against it. */
export async function lookAtPublicPage(
  browser: Browser,
  { url, path }: { url: string; path: string },
  options: BrowserContextOptions,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asked ${request.url()}`);
  });
  try {
    const answer = await page.goto(url + path);
    assert.equal(answer?.status(), 200, path);
    await look(page);
    assert.deepEqual(complaints, [], path);
  } finally {
    await context.close();
  }
}
