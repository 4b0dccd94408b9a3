/** The chat and a Kith for it, for tests: both as they are, and people who sit at windows of their own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../../packages/server/ground/testing/browser.ts';
import { type Running, runKith } from '../../../packages/server/testing/kith.ts';
import { type RunningChat, startChat } from '../start.ts';

export const WEBHOOK_SECRET = `whsec_${Buffer.from('the chat and its Kith, in a test').toString('base64')}`;
/** How long a test waits for what happens in its own time, milliseconds: only a fault takes so long. */
const PATIENCE_MS = 15_000;

/** Somebody at a window. */
export interface Sitting {
  page: Page;
  /** errors of the page, and what the browser refused it */
  complaints: string[];
  /** opens the talk with somebody whom they can find by their whole @name */
  meet(person: string): Promise<void>;
  write(text: string): Promise<void>;
  /** what stands in the talk that is open */
  said(): Promise<string>;
  close(): Promise<void>;
}

export interface Place extends AsyncDisposable {
  chat: RunningChat;
  kith(): Running;
  browser: Browser;
  logged(): string;
  sit(person: string, options?: BrowserContextOptions): Promise<Sitting>;
  /** Kith is gone, and comes back to what it knew */
  kithGoes(): Promise<void>;
  kithComes(): Promise<void>;
  until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T>;
}

export async function openPlace(clock?: () => number): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-chat-'));
  const [port, kithPort] = [await freePort(), await freePort()];
  const webhooks = join(folder, 'webhooks.yaml');
  const endpoint = { name: 'chat', url: `http://127.0.0.1:${port}/kith`, secret: WEBHOOK_SECRET, allowPrivate: true };
  await writeFile(webhooks, JSON.stringify([endpoint]));
  const family = join(folder, 'family.yaml');
  const names = { url: `http://127.0.0.1:${port}/kith/names`, secret: WEBHOOK_SECRET, allowPrivate: true };
  await writeFile(family, JSON.stringify({ names }));
  const start = () => runKith({ folder: join(folder, 'kith'), port: kithPort, webhooks, family }, clock);
  let kith = await start();
  const lines: string[] = [];
  const [browser, chat] = await Promise.all([
    launchBrowser(),
    startChat({
      ...{ file: join(folder, 'chat.db'), port, kithUrl: kith.url, key: kith.key, webhookSecret: WEBHOOK_SECRET },
      log: (line) => void lines.push(line),
    }),
  ]);
  return {
    ...{ chat, browser },
    kith: () => kith,
    logged: () => lines.join('\n'),
    sit: (person, options) => sit(browser, `${chat.url}/as/${person}`, options),
    kithGoes: () => kith.stop(),
    async kithComes() {
      kith = await start();
    },
    async until(what, look) {
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
        const found = await look();
        if (found !== null && found !== undefined && found !== false) return found;
      }
      throw new Error(`${what}: not within ${PATIENCE_MS} ms\n${lines.join('\n')}`);
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await chat.stop();
      await kith.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function sit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Sitting> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(url);
  await page.locator('.app').waitFor();
  return {
    page,
    complaints,
    async meet(person) {
      await page.getByRole('search').getByRole('textbox').fill(`@${person}`);
      await page.getByRole('search').getByRole('button').click();
      await page.locator('.found button').first().click();
      await page.locator('.talk #text').waitFor();
    },
    async write(text) {
      await page.locator('.talk #text').fill(text);
      await page.locator('.talk #text').press('Enter');
      await page.locator('.said-list .mine', { hasText: text }).last().waitFor();
    },
    said: () => page.locator('.said-list').innerText(),
    close: () => context.close(),
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
    server.once('error', reject);
  });
}
