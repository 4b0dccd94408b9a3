#!/usr/bin/env node
// @ts-check
/**
 * `npm run chat`: the example chat with a Kith of its own, from nothing. Installs what is missing, writes down where Kith finds the
 * chat, starts both, and stops both.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isStopping, start } from './lib/children.mjs';
import { buildConsole, prepare, root } from './lib/prepare.mjs';
import { answers, isPort } from './lib/ready.mjs';
import { giveUp, say } from './lib/say.mjs';

const HELP = `npm run chat [-- OPTIONS]    a small chat to try Kith with, and a Kith for it

  --port PORT        where the chat listens on 127.0.0.1 (4200)
  --kith-port PORT   where its Kith does (4201)
  --folder FOLDER    where both keep their data (.kith/chat)
  --fresh            begin the story anew: forgets what was in the folder
  --no-install       don't touch node_modules
  --help`;

/** Between looks at whether Kith is ready, milliseconds. */
const READY_LOOK_MS = 200;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4200' },
        'kith-port': { type: 'string', default: '4201' },
        folder: { type: 'string', default: join('.kith', 'chat') },
        fresh: { type: 'boolean', default: false },
        'no-install': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error), ...HELP.split('\n'));
  }
}

const { port, 'kith-port': kithPort, fresh, help, ...flags } = options();
if (help) {
  console.log(HELP);
  process.exit();
}
for (const [name, value] of Object.entries({ port, 'kith-port': kithPort })) {
  if (!isPort(value)) giveUp(`--${name} ${value}: expected a whole number from 1 to 65535.`);
}
if (port === kithPort) giveUp(`The chat and its Kith can't both listen on port ${port}.`);
const url = `http://127.0.0.1:${port}`;
const kithUrl = `http://127.0.0.1:${kithPort}`;
const node = prepare({ install: !flags['no-install'] });
buildConsole(node);
if (await answers(`${kithUrl}/readyz`)) {
  giveUp(`Kith is running at ${kithUrl} already.`, 'Stop it first, or take other ports: --port 4300 --kith-port 4301');
}

const folder = resolve(root, flags.folder);
/** What says that a folder is the chat's, so that --fresh deletes no other. */
const mark = join(folder, 'webhooks.yaml');
if (fresh && existsSync(folder)) {
  if (!existsSync(mark)) giveUp(`--fresh deletes what the chat kept; ${folder} is no folder of the chat's.`);
  rmSync(folder, { recursive: true });
}
mkdirSync(folder, { recursive: true, mode: 0o700 });
const secret = webhookSecret();

const kith = start(node, ['packages/server/cli/main.ts', 'serve', '--sandbox'], {
  cwd: root,
  env: {
    ...process.env,
    KITH_PORT: kithPort,
    KITH_FOLDER: join(folder, 'kith'),
    KITH_WEBHOOKS: mark,
    KITH_FAMILY: familyFile(),
  },
});
let kithEnded = false;
kith.ended.finally(() => {
  kithEnded = true;
});
void bringChat();
process.exitCode = await kith.ended;

/** Starts the chat when Kith is ready. Each ends with the other. */
async function bringChat() {
  while (!kithEnded && !isStopping() && !(await answers(`${kithUrl}/readyz`))) await sleep(READY_LOOK_MS);
  if (kithEnded || isStopping()) return;
  const chat = start(node, ['--disable-warning=ExperimentalWarning', 'examples/chat/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      CHAT_FILE: join(folder, 'chat.db'),
      CHAT_PORT: port,
      CHAT_WEBHOOK_SECRET: secret,
      KITH_URL: kithUrl,
      KITH_KEY: readFileSync(join(folder, 'kith', 'sandbox-key'), 'utf8').trim(),
    },
  });
  kith.ended.finally(() => chat.kill('SIGTERM'));
  say(`The chat is at ${url}, its Kith at ${kithUrl}. Ctrl-C stops both; their data stays in ${folder}.`);
  const code = await chat.ended;
  if (kithEnded || isStopping()) return;
  say(`The chat ended (exit code ${code}).`);
  kith.kill('SIGTERM');
}

/** Where the Family Centre asks what people are called. */
function familyFile() {
  const file = join(folder, 'family.yaml');
  const names = { url: `${url}/kith/names`, secret, allowPrivate: true };
  writeFileSync(file, `${JSON.stringify({ names })}\n`, { mode: 0o600 });
  return file;
}

/** The secret that the chat and its Kith share; made once, and written where Kith reads its endpoints. */
function webhookSecret() {
  const kept = existsSync(mark) ? /whsec_[A-Za-z0-9+/=]+/.exec(readFileSync(mark, 'utf8'))?.[0] : undefined;
  const made = kept ?? `whsec_${randomBytes(32).toString('base64')}`;
  const endpoint = { name: 'chat', url: `${url}/kith`, secret: made, allowPrivate: true };
  // JSON is YAML
  writeFileSync(mark, `${JSON.stringify([endpoint])}\n`, { mode: 0o600 });
  return made;
}
