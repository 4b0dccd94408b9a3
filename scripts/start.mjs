#!/usr/bin/env node
// @ts-check
/**
 * `npm start`: Kith on this machine with its demo town, from nothing.
 * Installs what is missing, serves with a sandbox key, and lets the town's events arrive once Kith is ready.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isStopping, start } from './lib/children.mjs';
import { buildConsole, prepare, root } from './lib/prepare.mjs';
import { answers, isPort } from './lib/ready.mjs';
import { giveUp, say } from './lib/say.mjs';

const HELP = `npm start [-- OPTIONS]    Kith with its demo town, on this machine

  --port PORT     where Kith listens on 127.0.0.1 (4100)
  --no-town       Kith alone: nothing arrives until you send it
  --no-install    don't touch node_modules
  --help`;

/** The demo's own pace, events a second: lively to look at, and little work for any machine. */
const TOWN_RATE = 50;
/** Between looks at whether Kith is ready, milliseconds. A start after a kill replays the log, so there is no limit. */
const READY_LOOK_MS = 200;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: process.env.KITH_PORT ?? '4100' },
        'no-town': { type: 'boolean', default: false },
        'no-install': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error), ...HELP.split('\n'));
  }
}

/** @param {string} url Kith's */
const isReady = (url) => answers(`${url}/readyz`);

const { port, help, ...flags } = options();
if (help) {
  console.log(HELP);
  process.exit();
}
if (!isPort(port)) giveUp(`--port ${port}: expected a whole number from 1 to 65535.`);
const url = `http://127.0.0.1:${port}`;
const node = prepare({ install: !flags['no-install'] });
buildConsole(node);
if (await isReady(url)) {
  giveUp(
    `Kith is running at ${url} already.`,
    'Stop it first, or start a second one: KITH_FOLDER=/some/folder npm start -- --port 4200',
  );
}
const folder = resolve(root, process.env.KITH_FOLDER ?? '.kith');
say(`Starting Kith. Ctrl-C stops it; its data stays in ${folder}.`);
const kith = start(node, ['packages/server/cli/main.ts', 'serve', '--sandbox'], {
  cwd: root,
  // huge pages for the large arrays that knowledge lies in, as docs/OPERATING.md says
  env: {
    GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
    NODE_OPTIONS: '--max-semi-space-size=64',
    ...process.env,
    KITH_PORT: port,
    KITH_FOLDER: folder,
  },
});
let kithEnded = false;
kith.ended.finally(() => {
  kithEnded = true;
});
if (!flags['no-town']) void bringTown();
process.exitCode = await kith.ended;

/** Starts the town when Kith is ready; Kith goes on without it. */
async function bringTown() {
  while (!kithEnded && !isStopping() && !(await isReady(url))) await sleep(READY_LOOK_MS);
  if (kithEnded || isStopping()) return;
  const keyFile = join(folder, 'sandbox-key');
  if (!existsSync(keyFile)) {
    say(`The demo town stays at home: Kith wrote no sandbox key to ${keyFile}.`);
    return;
  }
  say(`The demo town's events arrive now: ${url}`);
  const town = start(node, ['packages/town/main.ts', '--url', url, '--rate', String(TOWN_RATE)], {
    cwd: root,
    env: { ...process.env, KITH_KEY: readFileSync(keyFile, 'utf8').trim() },
  });
  kith.ended.finally(() => town.kill('SIGTERM'));
  const code = await town.ended;
  if (!kithEnded && !isStopping()) say(`The demo town ended (exit code ${code}); Kith goes on at ${url}.`);
}
