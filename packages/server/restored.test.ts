/**
 * The way back from a dump of PostgreSQL, by the commands that docs/OPERATING.md gives: they are read from there, and run as
 * they stand while a Kith takes events. What comes of it decides the same, knows what was told, and goes on.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { receipts } from '@kith/contract';
import pg from 'pg';
import { findPostgres } from './ground/testing/cluster.ts';
import { migratedDatabase } from './ground/testing/records.ts';
import { kith, type Served, serve } from './testing/cli.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The database that the page restores to. */
const ON_THE_PAGE = 'kith_restored';
const TEXT = 'practice is on sunday at ten this week';

/** The commands of the page, with the lines that say where everything is; those say what the reader fills in. */
async function commandsOnThePage(): Promise<{ filledIn: string[]; commands: string }> {
  const page = await readFile(join(root, 'docs/OPERATING.md'), 'utf8');
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  const block = blocks.find((lines) => lines.includes('pg_dump ')) ?? '';
  const lines = block.split('\n');
  const isFilledIn = (line: string) => /^[A-Z]+=\S+(\s+#.*)?$/.test(line);
  return {
    filledIn: lines.filter(isFilledIn).map((line) => line.slice(0, line.indexOf('='))),
    commands: lines.filter((line) => !isFilledIn(line)).join('\n'),
  };
}

async function tell({ url, key }: Pick<Served, 'url' | 'key'>, events: readonly unknown[]): Promise<string[]> {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return receipts.parse(JSON.parse(text)).results.map(({ status }) => status);
}

const message = (id: string, n: number, more = {}) => ({
  ...{ id: `${id}-${n}`, type: 'message.sent' },
  data: { actor: `p${n % 20}`, other: `p${(n * 7 + 3) % 20}`, message: `m${id}-${n}`, ...more },
});
const account = (actor: string, band: string) => ({
  ...{ id: `created-${actor}`, type: 'account.created' },
  data: { actor, age: { band, method: 'declared', confidence: 0.9 } },
});

it('a database that was dumped while Kith ran is restored by the commands of the docs, decides the same and goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-restored-'));
  const database = await migratedDatabase('dumped');
  const keys = join(folder, 'keys');
  const name = `${ON_THE_PAGE}_${randomBytes(6).toString('hex')}`;
  const to = new URL(database.url);
  to.pathname = `/${name}`;
  const values: Record<string, string> = { FROM: database.url, TO: to.href, DUMP: join(folder, 'kith.dump') };
  const where = (url: string) => ['--database-url', url, '--keep-keys', keys];
  const { filledIn, commands } = await commandsOnThePage();
  assert.deepEqual(filledIn.sort(), Object.keys(values).sort());
  const running: Served[] = [];
  try {
    const first = await serve(join(folder, 'first'), where(database.url));
    running.push(first);
    const before = [
      ...[account('ann', '13to15'), account('ben', 'adult')],
      ...Array.from({ length: 300 }, (_, n) => message('before', n)),
      message('kept', 1, { actor: 'ann', other: 'ben', text: TEXT }),
    ];
    assert.ok((await tell(first, before)).every((status) => status === 'accepted'));

    let telling = true;
    let told = 0;
    const load = (async () => {
      for (; telling; told++) {
        await tell(first, [message('during', told)]);
        await sleep(1);
      }
    })();
    const { PATH = '' } = process.env;
    const env = {
      ...values,
      PATH: [findPostgres().bin, join(root, 'node_modules/.bin'), PATH].join(':'),
      HOME: folder,
      KITH_KEEP_KEYS: keys,
    };
    const ran = await promisify(execFile)('bash', ['-euc', commands.replaceAll(ON_THE_PAGE, name)], {
      cwd: root,
      env,
    }).finally(() => {
      telling = false;
    });
    await load;
    assert.match(ran.stdout, /^The same\.$/m, ran.stdout + ran.stderr);
    assert.ok(told > 0);
    first.child.kill('SIGTERM');
    assert.equal(await first.ended, 0, first.stderr());

    const second = await serve(join(folder, 'second'), where(to.href));
    running.push(second);
    // the key of then works, and what was told before the dump is known
    const again = { url: second.url, key: first.key };
    assert.ok((await tell(again, before)).every((status) => status === 'duplicate'));
    assert.deepEqual(await tell(again, [message('after', 1)]), ['accepted']);
    second.child.kill('SIGTERM');
    assert.equal(await second.ended, 0, second.stderr());
    const verified = JSON.parse((await kith(['replay', 'verify', '--json', ...where(to.href)])).stdout);
    assert.equal(verified.same, true);
    assert.ok(verified.events > before.length);
    // a text that was kept can be read with the folder of keys, and only with it
    const out = join(folder, 'ann.json');
    const exported = await kith(['kept', 'export', 'ann', '--out', out, ...where(to.href)]);
    assert.equal(exported.code, 0, exported.stderr);
    assert.ok((await readFile(out, 'utf8')).includes(TEXT));
  } finally {
    for (const { child, ended } of running) {
      child.kill('SIGKILL');
      await ended;
    }
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
    await client.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
});
