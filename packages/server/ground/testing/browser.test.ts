import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { axeProblems, launchBrowser } from './browser.ts';

const page = (body: string) => `<!doctype html><html lang="en"><head><title>A page</title></head>
<body><main><h1>A page</h1>${body}</main></body></html>`;

const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', "default-src 'none'");
  response.end(page(request.url === '/bad' ? '<img src="x.png">' : '<p>Nothing wrong here.</p>'));
});
let browser: Browser;
let address: string;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an AddressInfo; the type also covers pipes.
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await new Promise((resolve) => server.close(resolve));
});

test('axe names the fault of a page and where it is, under a strict content security policy', async () => {
  const tab = await browser.newPage();
  await tab.goto(`${address}/bad`);
  const problems = await axeProblems(tab);
  assert.deepEqual(
    problems.map(({ rule, where }) => ({ rule, where })),
    [{ rule: 'image-alt', where: ['img'] }],
  );
});

test('axe finds nothing on a sound page', async () => {
  const tab = await browser.newPage();
  await tab.goto(`${address}/good`);
  assert.equal(await tab.textContent('p'), 'Nothing wrong here.');
  assert.deepEqual(await axeProblems(tab), []);
});
