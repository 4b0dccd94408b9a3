import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './ground/testing/browser.ts';
import { type Running, runKith } from './testing/kith.ts';

let kith: Running;
let browser: Browser;
before(async () => {
  [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await kith?.end();
});

test('/docs shows the API with nothing from elsewhere, and under a policy that allows no inline script', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== kith.url) complaints.push(`asked ${request.url()}`);
  });
  const response = await page.goto(`${kith.url}/docs/`);
  assert.match(response?.headers()['content-security-policy'] ?? '', /script-src 'self';/);
  await page.getByText('/v1/events').first().waitFor();
  await page.getByText('Tell what happened, and get the decisions').first().click();
  await page.getByText('The receipt of one event; the receipts of an array; a receipt a line').waitFor();
  // one of each section: the page draws all of itself again with each that is opened
  for (const section of await page.locator('.opblock-tag-section').all()) {
    await section.locator('.opblock-summary-control').last().click();
  }
  await page.locator('.btn.authorize').first().click();
  await page.getByText('Available authorizations').waitFor();
  assert.deepEqual(complaints, []);
});
