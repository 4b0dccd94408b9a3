/** A database from a backup does not know what was sent since: nothing is sent a second time by itself. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../ground/config/index.ts';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { kith, serve } from '../testing/cli.ts';
import { holdRestored } from './hold-restored.ts';
import { sendNow } from './send-now.ts';
import { authority } from './testing/authority.ts';
import { approved, fileOfReferrals } from './testing/elsewhere-file.ts';
import { deskAt, office } from './testing/office.ts';

it('sends nothing again by itself that was sent after the backup, and goes on where a person says so', async () => {
  const root = await mkdtemp(join(tmpdir(), 'kith-restored-'));
  const [folder, backup, restored] = [join(root, 'kith'), join(root, 'backup'), join(root, 'restored')];
  const keepKeys = join(root, 'keys');
  await using there = await authority();
  process.env.ELSEWHERE_URL = there.url;
  const args = ['--referrals', await fileOfReferrals(root), '--keep-keys', keepKeys];
  const first = await serve(folder, args);
  const at = await deskAt({ url: first.url, config: readConfig({ flags: { folder, keepKeys } }).config });
  there.breaks = () => 'before';
  const sent = await approved(at, await at.person('moderator'), await at.person('senior'), 'eve');
  assert.equal((await kith(['backup', backup, '--folder', folder])).code, 0);
  there.breaks = () => null;
  await until('filed', async () => there.filed.length === 1);
  first.child.kill('SIGTERM');
  await first.ended;
  await at[Symbol.asyncDispose]();

  const { code, stdout } = await kith(['restore', backup, '--folder', restored]);
  assert.deepEqual([code, stdout.includes(`Held back, as the authority may have them since: ${sent.id}`)], [0, true]);
  assert.match(stdout, /Erasures that people asked for since the backup must be asked for again/);
  const second = await serve(restored, args);
  const stuck = await kith(['referrals', '--folder', restored]);
  assert.deepEqual([stuck.code, /STUCK/.test(stuck.stdout)], [1, true]);
  await sleep(2_500);
  assert.equal(there.filed.length, 1);
  assert.equal((await kith(['referrals', 'send-now', sent.id, '--folder', restored])).code, 0);
  await until('sent as somebody said', async () => there.filed.length === 2);
  second.child.kill('SIGTERM');
  await second.ended;
  await rm(root, { recursive: true });
});

for (const kind of databases) {
  it(`holds back what is to be sent, and nothing else (${kind})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-restored-'));
    await using there = await authority();
    process.env.ELSEWHERE_URL = there.url;
    await using at = await office(kind, { referrals: await fileOfReferrals(folder) });
    const [ann, ben] = [await at.person('moderator'), await at.person('senior')];
    const stateOf = async (id: string) =>
      (await at.db.selectFrom('referral').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
    const done = await approved(at, ann, ben, 'max');
    await until('received', async () => (await stateOf(done.id)) === 'received');
    there.breaks = () => 'before';
    const waits = await approved(at, ann, ben, 'eve');
    assert.deepEqual(await holdRestored(at.db, at.now()), [waits.id]);
    there.breaks = () => null;
    const view = await until('seen', async () => {
      const seen = await at.ask(ann, 'GET', `/v1/referrals/${waits.id}`);
      return seen.stuck ? seen : null;
    });
    assert.equal(view.state, 'approved');
    assert.equal(await sendNow(at.db, waits.id, at.now()), 'now');
    await until('received', async () => (await stateOf(waits.id)) === 'received');
    await rm(folder, { recursive: true });
  });
}
