import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import ts from 'typescript';
import { build } from './build.ts';
import { badServer, eventsOf, json, kith } from './testing/server.ts';

const work = mkdtempSync(join(tmpdir(), 'kith-client-'));
after(() => rmSync(work, { recursive: true }));
const made = join(work, 'made');
const platform = join(work, 'platform');
const installed = join(platform, 'node_modules/@kith/client');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Runs a program in a folder and gives what it printed; what it said is the failure's message. */
async function run(folder: string, program: string, ...args: string[]): Promise<string> {
  // without npm's settings of this run, which would lead an npm inside it to this repository's folders
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_)/.test(name)));
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd: folder, env });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }; // what execFile adds to its errors
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

/** Packs and installs with a cache that is empty, so that nothing can come from elsewhere. */
before(async () => {
  await build(made);
  mkdirSync(platform);
  writeFileSync(join(platform, 'package.json'), '{"name":"platform","private":true,"type":"module"}');
  const npm = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(work, 'cache')];
  await run(work, 'npm', 'pack', made, ...npm);
  await run(platform, 'npm', 'install', join(work, 'kith-client-0.1.0.tgz'), ...npm);
});

test('the package has its code, its types, what it says of itself and its licence, and no TypeScript to run', () => {
  const files = readdirSync(installed);
  for (const file of ['index.js', 'index.d.ts', 'contract.d.ts', 'README.md', 'LICENSE', 'NOTICE', 'package.json']) {
    assert.ok(files.includes(file), `${file} is missing: ${files}`);
  }
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  assert.deepEqual(sources, []);
  assert.deepEqual(
    files.filter((file) => /test|build|plain/.test(file)),
    [],
  );
});

test('the package depends on nothing: no library, nothing of Node, no contract', () => {
  const manifest: Record<string, unknown> = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.deepEqual(
    Object.keys(manifest).filter((name) => /dependencies/i.test(name)),
    [],
  );
  assert.deepEqual(readdirSync(join(platform, 'node_modules')).sort(), ['.package-lock.json', '@kith']);
  assert.deepEqual(readdirSync(join(platform, 'node_modules/@kith')), ['client']);
  const modules = readdirSync(installed).filter((file) => /\.(js|d\.ts)$/.test(file));
  assert.ok(modules.length >= 13, `saw only ${modules}`);
  for (const file of modules) {
    const read = ts.preProcessFile(readFileSync(join(installed, file), 'utf8'));
    const named = [...read.importedFiles, ...read.referencedFiles, ...read.typeReferenceDirectives];
    for (const { fileName } of named) assert.match(fileName, /^\.\/[a-z]+\.js$/, `${file} imports ${fileName}`);
  }
});

test('a platform that installed it tells an event, in plain JavaScript', async () => {
  await using server = await badServer(kith);
  writeFileSync(
    join(platform, 'tell.js'),
    `import { Kith } from '@kith/client';
const kith = new Kith({ url: process.argv[2], key: 'kith_a_b' });
const data = { actor: 'u1', other: 'u2', message: 'm1' };
const { decision } = await kith.tell({ id: 'e1', type: 'message.sent', data });
console.log(decision.outcome);`,
  );
  const printed = await run(platform, process.execPath, '--no-strip-types', 'tell.js', server.url);
  assert.equal(printed, 'allow\n');
  const [seen] = server.seen;
  assert.ok(seen !== undefined);
  assert.deepEqual([seen.method, seen.path, seen.authorization], ['POST', '/v1/events', 'Bearer kith_a_b']);
  assert.deepEqual(
    eventsOf(seen).map(({ id, type, data }) => ({ id, type, data })),
    [{ id: 'e1', type: 'message.sent', data: { actor: 'u1', other: 'u2', message: 'm1' } }],
  );
});

/**
 * This Node, and others by hand: they are too large for every machine that runs the tests.
 * KITH_CLIENT_RUNTIMES="deno run --allow-net --allow-read,bun" node --test packages/client/build.test.ts
 */
const runtimes = [
  `${process.execPath} --no-strip-types`,
  ...(process.env.KITH_CLIENT_RUNTIMES ?? '').split(',').filter((command) => command !== ''),
];

for (const runtime of runtimes) {
  test(`a platform tells, is tried again, queues and judges every webhook of conformance/ in ${basename(runtime)}`, async () => {
    await using server = await badServer(json(503, {}), kith);
    const folder = new URL('../../conformance/webhooks/', import.meta.url);
    const vectors = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({ name, ...JSON.parse(readFileSync(new URL(name, folder), 'utf8')) }));
    writeFileSync(join(platform, 'vectors.json'), JSON.stringify(vectors));
    writeFileSync(
      join(platform, 'platform.js'),
      `import { Kith, verifyWebhook } from '@kith/client';
import vectors from './vectors.json' with { type: 'json' };
const kith = new Kith({ url: process.argv[2], key: 'kith_a_b' });
const event = (id, actor = 'u1') => ({ id, type: 'account.deleted', data: { actor } });
const one = await kith.tell(event('e1'));
const many = await kith.tell([event('e2'), event('e3', 'bad')]);
const queue = kith.queue();
const queued = queue.add(event('e4'));
await queue.close();
const codes = {};
for (const { name, secret, id, timestamp, signature, body, now_s } of vectors) {
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  codes[name] = await verifyWebhook({ secret, headers, body, now: now_s * 1000 }).then(() => 'valid', ({ code }) => code);
}
const statuses = many.map(({ status }) => status);
console.log(JSON.stringify({ outcome: one.decision.outcome, statuses, queued: (await queued).id, codes }));`,
    );
    const [program = '', ...args] = runtime.split(' ');
    const { outcome, statuses, queued, codes } = JSON.parse(
      await run(platform, program, ...args, 'platform.js', server.url),
    );
    assert.deepEqual([outcome, statuses, queued], ['allow', ['accepted', 'rejected'], 'e4']);
    assert.deepEqual(
      server.seen.flatMap(eventsOf).map(({ id }) => id),
      ['e1', 'e1', 'e2', 'e3', 'e4'],
    );
    assert.ok(vectors.length > 20);
    for (const { name, valid, code } of vectors) assert.equal(codes[name], valid ? 'valid' : code, name);
  });
}

test('the components can be loaded where there is no page, and are files for a page that need nothing else', async () => {
  writeFileSync(
    join(platform, 'render.js'),
    `import { defineKith, en } from '@kith/client/notices';
defineKith({ words: [en] });
console.log(import.meta.resolve('@kith/client/notices/kith-notices.en.js'));`,
  );
  const printed = await run(platform, process.execPath, '--no-strip-types', 'render.js');
  const file = readFileSync(new URL(printed.trim()), 'utf8');
  assert.match(file, /kith-notice/);
  assert.doesNotMatch(file, /\bimport\b|innerHTML|\beval\b|new Function/);
});

test('a platform in TypeScript has its types, every declaration checked, with no zod about', async () => {
  writeFileSync(
    join(platform, 'tell.ts'),
    `import { type Decision, Kith, type NewEvent, type Outcome, verifyWebhook } from '@kith/client';
import { defineKith, en, Notices, type KithNotice } from '@kith/client/notices';
import { decides } from '@kith/client/notices/headless';
import { noticesFor, readNoticeEvent } from '@kith/client/notices/server';
const kith = new Kith({ url: 'http://127.0.0.1:4100', key: 'kith_a_b' });
const event: NewEvent = { type: 'account.created', data: { actor: 'u1', age: { band: '13to15' } } };
const { decision } = await kith.tell(event);
const outcome: Outcome = decision.outcome;
export const words: string[] = decision.notices.flatMap((notice: Decision['notices'][number]) => notice.body);
const { answers } = await kith.ask({ question: 'suggest', viewer: 'u1', candidates: ['u2'] });
export const allowed = answers.filter((answer) => answer.outcome === 'allow').map(({ account }): string => account);
const webhook = await verifyWebhook({ secret: 'whsec_', headers: {}, body: '' });
export const told: string = webhook.type === 'notice.requested' ? webhook.data.notice.title : webhook.id;
defineKith({ words: [{ ...en, later: 'Not now' }] });
const notices = new Notices({ account: 'u1', tell: (shown) => kith.tell(shown), block: () => {}, report: () => {} });
export const element: KithNotice | null = document.querySelector('kith-notice');
if (element !== null) element.notices = notices;
for (const arrival of noticesFor({ id: 'e1', decision }, 'u1')) if (decides(arrival.notice)) notices.add(arrival);
const shown = readNoticeEvent({}, 'u1');
if (shown !== null) await kith.tell(shown);
// @ts-expect-error no outcome is called that
export const never = outcome === 'perhaps';
// @ts-expect-error nothing that happens is called that
await kith.tell({ type: 'message.snet', data: { actor: 'u1', message: 'm1' } });
// @ts-expect-error it must say who did it
await kith.tell({ type: 'account.deleted', data: {} });
`,
  );
  const options = ['--noEmit', '--strict', '--skipLibCheck', 'false'];
  const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022'];
  const lib = ['--lib', 'es2022,dom,dom.iterable'];
  await run(platform, process.execPath, tsc, ...options, ...modules, ...lib, 'tell.ts');
});

test("every type of the package means what the contract's means", async () => {
  const names = [...readFileSync(join(made, 'contract.d.ts'), 'utf8').matchAll(/^export type (\w+) =/gm)].map(
    (m) => m[1],
  );
  assert.ok(names.length >= 14, `saw only ${names}`);
  writeFileSync(
    join(work, 'same.ts'),
    `import type * as Contract from ${JSON.stringify(join(import.meta.dirname, '../contract/index.ts'))};
import type * as Package from './made/contract.d.ts';
type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;
${names.map((name) => `true satisfies Same<Contract.${name}, Package.${name}>;`).join('\n')}
// @ts-expect-error and those that aren't the same are told apart
true satisfies Same<Contract.Problem, { code: string; message: string }>;
`,
  );
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions'];
  const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2024'];
  await run(work, process.execPath, tsc, ...options, ...modules, '--lib', 'esnext,dom,dom.iterable', 'same.ts');
});
