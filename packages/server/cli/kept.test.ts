/** `kith kept`, as it is run beside a Kith that keeps messages. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accountData, erasure } from '@kith/contract';
import { kith, type Served, serve } from '../testing/cli.ts';

const TEXT = 'MARK-77aa who are you';

const today = () => new Date().toISOString().slice(0, 10);

describe('kith kept', () => {
  let folder: string;
  let served: Served;
  /** the day when it was told, or both where midnight came between */
  let began: string;
  let told: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-cli-kept-'));
    served = await serve(join(folder, 'k'));
    const age = (band: string) => ({ band, method: 'declared', confidence: 0.9 });
    const events = [
      { id: '1', type: 'account.created', data: { actor: 'max', age: age('adult') } },
      { id: '2', type: 'account.created', data: { actor: 'kid', age: age('13to15') } },
      { id: '3', type: 'message.sent', data: { actor: 'kid', other: 'max', message: 'm1', text: TEXT } },
      { id: '4', type: 'message.sent', data: { actor: 'max', other: 'max2', message: 'm2', text: TEXT } },
    ];
    began = today();
    const response = await fetch(`${served.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${served.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    assert.equal(response.status, 200, await response.text());
    told = today();
  });
  after(async () => {
    served.child.kill('SIGKILL');
    await served.ended;
    await rm(folder, { recursive: true });
  });
  const at = () => ['--folder', join(folder, 'k')];

  it('says what is kept, why and until when, and nothing of what was written', async () => {
    const { code, stdout } = await kith(['kept', ...at()]);
    assert.equal(code, 0);
    assert.match(stdout, /between a child and an adult is kept for 14 days after the day it was sent/);
    assert.match(stdout, new RegExp(`^(${began}|${told}) +[12] +present`, 'm'));
    assert.ok(!stdout.includes('MARK'));
    const { items, days } = JSON.parse((await kith(['kept', '--json', ...at()])).stdout);
    assert.equal(items[0].what, 'messages, encrypted');
    assert.ok(days.every(({ key }: { key: string }) => key === 'present'));
  });

  it('says what of it concerns one account', async () => {
    const { code, stdout } = await kith(['kept', 'account', 'kid', '--json', ...at()]);
    assert.equal(code, 0);
    const { items } = JSON.parse(stdout);
    assert.deepEqual([items[0].what, items[0].count], ['messages, encrypted', 1]);
    const nobody = JSON.parse((await kith(['kept', 'account', 'nobody', '--json', ...at()])).stdout);
    assert.ok(nobody.items.every(({ count }: { count: number }) => count === 0));
  });

  it('holds a case only where there is one, until a day, with a reason', async () => {
    assert.equal((await kith(['kept', 'hold', 'case_1', '--until', '2027-06-15', '--why', 'filed', ...at()])).code, 2);
    assert.equal((await kith(['kept', 'hold', 'case_1', '--until', 'soon', '--why', 'filed', ...at()])).code, 64);
    assert.equal((await kith(['kept', 'hold', 'case_1', '--until', '2027-06-15', ...at()])).code, 64);
  });

  it('leaves the data of a person to the Kith that runs, which gives it to a key that may', async () => {
    const out = join(folder, 'kid.json');
    const asked = await kith(['kept', 'export', 'kid', '--out', out, ...at()]);
    assert.equal(asked.code, 2);
    assert.match(asked.stderr, /GET \/v1\/accounts\/kid\/data with a key of the scope data:manage/);
    const headers = { authorization: `Bearer ${served.key}` };
    const response = await fetch(`${served.url}/v1/accounts/kid/data`, { headers });
    assert.equal(response.status, 200);
    const data = accountData.parse(await response.json());
    assert.deepEqual(
      data.messages.map(({ text }) => text),
      [TEXT],
    );
    assert.equal((await fetch(`${served.url}/v1/accounts/kid/data`)).status, 401);
  });

  it('asks for an erasure beside the Kith that runs, and says what becomes of what', async () => {
    const { code, stdout } = await kith(['kept', 'erase', 'max', ...at()]);
    assert.equal(code, 0);
    assert.match(stdout, /events and decisions in the log, without text +later +\d{4}-\d\d-\d\d/);
    const headers = { authorization: `Bearer ${served.key}` };
    const told = await fetch(`${served.url}/v1/accounts/max/erasure`, { headers });
    assert.equal(erasure.parse(await told.json()).account, 'max');
    assert.equal((await fetch(`${served.url}/v1/accounts/kid/erasure`, { headers })).status, 404);
  });

  it('has no keys in a backup', async () => {
    const backup = join(folder, 'backup');
    assert.equal((await kith(['backup', backup, ...at()])).code, 0);
    const names = await readdir(backup);
    assert.ok(names.includes('kith.db'));
    assert.deepEqual(
      names.filter((name) => !name.startsWith('kith.db')),
      ['knowledge'],
    );
  });

  it('gives a person their own data while no Kith runs, readable by its owner alone, and overwrites nothing', async () => {
    served.child.kill('SIGTERM');
    assert.equal(await served.ended, 0, served.stderr());
    const out = join(folder, 'of-kid.json');
    const { code, stdout } = await kith(['kept', 'export', 'kid', '--out', out, ...at()]);
    assert.equal(code, 0);
    assert.match(stdout, /What is withheld, and why, is in it/);
    assert.equal((await stat(out)).mode & 0o777, 0o600);
    const data = accountData.parse(JSON.parse(await readFile(out, 'utf8')));
    assert.deepEqual(
      data.messages.map(({ text }) => text),
      [TEXT],
    );
    assert.ok(data.withheld.length > 0 && data.withheld.every(({ what, why }) => what !== '' && why !== ''));
    const before = await readFile(out);
    assert.notEqual((await kith(['kept', 'export', 'max', '--out', out, ...at()])).code, 0);
    assert.deepEqual(await readFile(out), before);
    const { stdout: audited } = await kith(['audit', 'list', '--json', ...at()]);
    assert.ok(!audited.includes('MARK') && audited.includes('data.exported'), audited);
  });

  it('takes a request of erasure while no Kith runs, and says of each thing what becomes of it and why', async () => {
    const { code, stdout } = await kith(['kept', 'erase', 'kid', '--json', ...at()]);
    assert.equal(code, 0);
    const { items, doneAt } = erasure.parse(JSON.parse(stdout));
    assert.equal(doneAt, undefined);
    for (const { what, why } of items) assert.ok(why.length > 10, what);
    const messages = items.find(({ what }) => what.startsWith('messages that are kept')) ?? assert.fail();
    assert.match(`${messages.state} ${messages.until}`, /^later \d{4}-\d\d-\d\dT00:00/);
  });

  it('refuses to start with a master key that is none, and says which', async () => {
    const { code, stderr } = await kith([
      'serve',
      '--port',
      '0',
      '--keep-key',
      'abc',
      '--folder',
      join(folder, 'other'),
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /KITH_KEEP_KEY must hold 32 random bytes/);
  });
});
