/** `kith lists`, beside a Kith that imports them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { kith, type Served, serve } from '../testing/cli.ts';

const lines = (from: number, to: number) =>
  Array.from(
    { length: to - from },
    (_, i) =>
      `md5,${createHash('md5')
        .update(String(from + i))
        .digest('hex')}\n`,
  ).join('');

describe('kith lists', () => {
  let folder: string;
  let served: Served;
  const at = () => ['--folder', join(folder, 'k'), '--lists', join(folder, 'lists.yaml')];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-cli-lists-'));
    await writeFile(join(folder, 'hashes.csv'), lines(0, 300));
    const from = (name: string) => `{ kind: file, path: ${join(folder, name)} }`;
    await writeFile(
      join(folder, 'lists.yaml'),
      `- { name: first, verified: true, from: ${from('hashes.csv')} }\n- { name: gone, from: ${from('nowhere.csv')} }\n`,
    );
    served = await serve(join(folder, 'k'), ['--lists', join(folder, 'lists.yaml')]);
  });
  after(async () => {
    served.child.kill('SIGKILL');
    await served.ended;
    await rm(folder, { recursive: true });
  });

  it('are imported by a Kith that runs, which says how they stand to whoever scrapes', async () => {
    const scrape = async () => (await fetch(`${served.url}/metrics`)).text();
    let found = '';
    // each is imported by itself: one may be there before the other has failed
    const both = [/kith_list_failures\{list="gone"\} 1/, /kith_list_entries\{list="first"\} 300/];
    for (let tries = 0; tries < 100 && !both.every((one) => one.test(found)); tries++) {
      await sleep(100);
      found = await scrape();
    }
    assert.match(found, /kith_list_entries\{list="first"\} 300/);
    assert.match(found, /kith_list_stale\{list="first"\} 0/);
    assert.match(found, /kith_list_stale\{list="gone"\} 1/);
    assert.match(found, /kith_list_age_seconds\{list="first"\} \d/);
    assert.match(served.stderr(), /a list could not be imported, the one before stays: there is no such file/);
  });

  it('are shown as they stand; a stale one is a failure', async () => {
    const { code, stdout } = await kith(['lists', ...at()]);
    assert.equal(code, 1);
    assert.match(stdout, /^first +file +1 +300 .*fresh$/m);
    assert.match(stdout, /^gone +file +0 +0 +- .*NEVER IMPORTED, failed once: there is no such file$/m);
    const { lists } = JSON.parse((await kith(['lists', '--json', ...at()])).stdout);
    assert.deepEqual([lists[0].version, lists[0].stale, lists[1].lastError], [1, false, 'not_there']);
  });

  it('are imported when somebody asks, and refused what they refuse', async () => {
    await writeFile(join(folder, 'hashes.csv'), `${lines(50, 320)}md5,bad\n`);
    const done = await kith(['lists', 'import', 'first', ...at()]);
    assert.equal(done.code, 0, done.stderr);
    assert.equal(done.stdout, 'first: version 2, 270 entries (20 added, 50 removed, 1 bad lines).\n');
    await writeFile(join(folder, 'hashes.csv'), lines(0, 3));
    const refused = await kith(['lists', 'import', ...at()]);
    assert.equal(refused.code, 1);
    assert.match(refused.stdout, /^first: not imported, it has become much smaller.* The version before stays\.$/m);
    const accepted = await kith(['lists', 'import', 'first', '--accept', '--json', ...at()]);
    assert.equal(JSON.parse(accepted.stdout).imported[0].version.entries, 3);
    assert.equal((await kith(['lists', 'import', 'nobody', ...at()])).code, 2);
  });

  it('have a history, with bad lines by their number', async () => {
    const { stdout } = await kith(['lists', 'history', 'first', ...at()]);
    assert.match(stdout, /^4 .* live +3 +0 +3 +270 +3 +none$/m);
    assert.match(stdout, /^3 .* refused /m);
    assert.match(stdout, /^2: line 271 is not 32 hexadecimal digits, as md5 has$/m);
    const { versions } = JSON.parse((await kith(['lists', 'history', 'first', '--json', ...at()])).stdout);
    assert.deepEqual(
      versions.map(({ state }: { state: string }) => state),
      ['live', 'refused', 'past', 'past'],
    );
  });

  it('are tried without being kept', async () => {
    const file = join(folder, 'hashes.csv');
    await writeFile(file, `${lines(0, 3)}photodna,xx\nmd5,xx\n`);
    const { code, stdout } = await kith(['lists', 'check', file]);
    assert.equal(code, 1);
    assert.match(stdout, /^3 hashes in 5 lines; 1 bad \(25\.00 %\), 1 of no use here\.$/m);
    assert.match(stdout, /hashes\.csv:5 is not 32 hexadecimal digits, as md5 has$/m);
    assert.equal(JSON.parse((await kith(['lists', '--json', ...at()])).stdout).lists[0].version, 4);
  });
});
