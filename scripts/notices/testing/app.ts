/** An app with nothing but the components, under a policy as strict as there is, for tests that look at them in Chromium. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { bundled, LANGUAGES } from '../../../packages/client/bundle.ts';
import type { Arrival, NoticeEvent, ReportSaid } from '../../../packages/client/notices/index.ts';
import { serveFiles } from '../serve.ts';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>An app</title><link rel="stylesheet" href="/app.css"><script type="module" src="/app.js"></script>
<main><h1>An app</h1><p><label>Write <input id="write"></label></p><kith-notice></kith-notice>
<kith-block></kith-block><kith-report></kith-report><kith-why></kith-why></main></html>`;

const APP = `
import * as kith from '/kith-notices.js';
const done = [];
let failing = false;
const act = (name) => async (what) => { if (failing) throw new Error('no network'); done.push([name, what]); };
function start(options = {}) {
  const { link, names = {}, ...more } = options;
  const notices = new kith.Notices({
    account: 'kim', tell: act('tell'), block: act('block'), report: act('report'),
    outlived: ({ notice }, why) => done.push(['outlived', notice.kind + ' ' + why]),
    nameOf: (account) => names[account],
    ...(link && { reportLink: async () => link }), ...more,
  });
  document.querySelector('kith-notice').notices = notices;
  return notices;
}
globalThis.app = { kith, done, start, notices: start(), fail: (is) => { failing = is; } };
globalThis.app.restart = (options) => { globalThis.app.notices = start(options); };
`;

const CSS = `body { margin: 0; padding: 8px; font-family: system-ui, sans-serif } html { color-scheme: light dark }`;

export interface App extends AsyncDisposable {
  page: Page;
  add: (arrival: Arrival) => Promise<string>;
  /** begins again with these options of Notices */
  restart: (options: { link?: string; names?: Record<string, string> }) => Promise<void>;
  fail: (isFailing: boolean) => Promise<void>;
  /** what the platform was asked to do, in order */
  done: () => Promise<[string, unknown][]>;
  told: () => Promise<NoticeEvent[]>;
  reported: () => Promise<ReportSaid[]>;
  /** what the browser complained of: policies broken, errors */
  complaints: string[];
}

/** What the page's script puts there. */
interface InPage {
  app: {
    done: [string, unknown][];
    notices: { add: (arrival: Arrival) => string };
    restart: (options: object) => void;
    fail: (isFailing: boolean) => void;
  };
}

const files = new Map<string, string>();

export async function openApp(browser: Browser, options: BrowserContextOptions = {}, css = ''): Promise<App> {
  if (files.size === 0) files.set('/kith-notices.js', await bundled(LANGUAGES));
  const served = new Map([...files, ['/app.js', APP], ['/app.css', CSS + css], ['/index.html', PAGE]]);
  const server = await serveFiles(served);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) complaints.push(message.text());
  });
  await page.goto(`${server.url}/`);
  await page.waitForFunction(() => 'app' in globalThis);
  const done = () => page.evaluate(() => (globalThis as unknown as InPage).app.done);
  const of = async <T>(name: string) => (await done()).filter(([what]) => what === name).map(([, it]) => it as T);
  return {
    ...{ page, complaints, done },
    add: (arrival) => page.evaluate((it) => (globalThis as unknown as InPage).app.notices.add(it), arrival),
    restart: (more) => page.evaluate((it) => (globalThis as unknown as InPage).app.restart(it), more),
    fail: (is) => page.evaluate((it) => (globalThis as unknown as InPage).app.fail(it), is),
    told: () => of<NoticeEvent>('tell'),
    reported: () => of<ReportSaid>('report'),
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await server.end();
    },
  };
}
