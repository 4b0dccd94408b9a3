import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { kith } from '../testing/cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-referrals-'));
after(() => rm(folder, { recursive: true }));
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('kith referrals', () => {
  it('tries credentials on a conformance server that says what it is, and saves the XSD', async () => {
    const args = ['referrals', 'conformance-server', '--port', '0', '--log', join(folder, 'log.jsonl')];
    const server = spawn(process.execPath, [main, ...args], {
      env: { ...process.env, NCMEC_PASSWORD: 'try' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(server, 'close');
    const failed = ended.then(([code]) => Promise.reject(new Error(`ended with ${code}`)));
    const [line] = await Promise.race([once(createInterface({ input: server.stdout }), 'line'), failed]);
    failed.catch(() => {});
    assert.match(String(line), /^TEST INSTRUMENT, not NCMEC: http:\/\/127\.0\.0\.1:\d+\/ispws /);
    const instead = /http:\S+/.exec(String(line))?.[0];
    const file = join(folder, 'referrals.yaml');
    const reporter = { firstName: 'Ann', lastName: 'Example', email: 'safety@example.com' };
    const provider = { uk: false, name: 'Example Ltd', platform: 'Example' };
    const ncmec = { instead, username: 'kith', password: { variable: 'NCMEC_PASSWORD' } };
    await writeFile(file, JSON.stringify({ provider, reporter, ncmec }));
    const ask = (password: string, ...more: string[]) =>
      kith(['referrals', 'ncmec', '--referrals', file, ...more], { NCMEC_PASSWORD: password });
    const xsd = join(folder, 'ncmec.xsd');
    const tried = await ask('try', '--xsd', xsd);
    assert.deepEqual([tried.code, tried.stderr], [0, '']);
    assert.match(tried.stdout, /takes the credentials/);
    assert.match(await readFile(xsd, 'utf8'), /<xs:schema/);
    const wrong = await ask('wrong');
    assert.equal(wrong.code, 1);
    assert.match(wrong.stdout, /code 2000 \(Request-ID /);
    server.kill('SIGTERM');
    assert.equal((await ended)[0], 0);
  });

  it('says what is missing', async () => {
    assert.equal((await kith(['referrals', 'ncmec'], {}, folder)).code, 2);
    assert.equal((await kith(['referrals', 'conformance-server'])).code, 78);
  });
});
