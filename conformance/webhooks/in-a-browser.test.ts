/** The client in Chromium, as a platform's web app would load it: every vector, and an event told over HTTP. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../packages/server/ground/testing/browser.ts';

const client = new URL('../../packages/client/', import.meta.url);
const vectors = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) }));

let server: Server;
let browser: Browser;
let page: Page;

before(async () => {
  server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path === '/v1/events') {
      const decision = { outcome: 'block', reasons: [], notices: [], policy: 'test' };
      const results = JSON.parse(await text(request)).map(({ id }: { id: string }) => ({
        status: 'accepted',
        id,
        decision,
      }));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ results }));
    } else if (/^\/client\/[a-z-]+\.ts$/.test(path)) {
      const code = stripTypeScriptTypes(readFileSync(new URL(path.slice('/client/'.length), client), 'utf8'));
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(code);
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A platform</title>');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
  page = await browser.newPage();
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  await page.goto(`http://127.0.0.1:${port}/`);
});

after(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

test('a browser tells events and gets decisions', async () => {
  const receipts = await page.evaluate(async () => {
    const { Kith } = await import(`${location.origin}/client/index.ts`);
    const kith = new Kith({ url: location.origin, key: 'k' });
    const queue = kith.queue();
    const event = { type: 'account.deleted', data: { actor: 'ada' } };
    const both = [await kith.tell(event), await queue.add({ ...event, id: 'e2' })];
    await queue.close();
    return both;
  });
  assert.equal(receipts[0].decision.outcome, 'block');
  assert.equal(receipts[1].id, 'e2');
});

test('a browser judges every vector as Node does', async () => {
  const codes: Record<string, string> = await page.evaluate(async (all) => {
    const { verifyWebhook } = await import(`${location.origin}/client/index.ts`);
    const found: Record<string, string> = {};
    for (const { name, secret, id, timestamp, signature, body, now_s } of all) {
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
      found[name] = await verifyWebhook({ secret, headers, body, now: now_s * 1000 }).then(
        () => 'valid',
        (error: { code: string }) => error.code,
      );
    }
    return found;
  }, vectors);
  assert.ok(vectors.length > 20);
  for (const { name, valid, code } of vectors) assert.equal(codes[name], valid ? 'valid' : code, name);
});
