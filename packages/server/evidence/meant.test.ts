/**
 * What matched something known, and children whom somebody meant and did not reach, are in everything that follows from a case:
 * in the case, in what the platform is asked for, in the snapshot, in the referral. On both stores.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type CaseEvidence, type CaseView, type PreservationView, snapshot } from '@kith/contract';
import { type World, world } from '../enforcement/testing/world.ts';
import { databases } from '../ground/testing/records.ts';
import { deskAt } from '../referrals/testing/office.ts';

const md5 = createHash('md5').update('known').digest('hex');

let made = 0;
async function tell(w: World, type: string, data: object): Promise<string> {
  const answer = await w.kith.post('/v1/events', { id: `meant-${++made}`, type, data });
  const { decision } = await answer.json();
  return decision.outcome;
}

/** Somebody asks children, writes to one who is asked first, uploads what a list has, and sends it. */
async function story(w: World): Promise<void> {
  const account = (actor: string, band: string) =>
    tell(w, 'account.created', { actor, age: { band, method: 'verified', confidence: 1 } });
  await account('rogue', 'adult');
  for (const child of ['asked', 'withheld', 'sent', 'friend']) await account(child, '13to15');
  await account('aunt', 'adult');
  await w.until('the list is read', async () => {
    const outcome = await tell(w, 'media.uploaded', { actor: 'rogue', media: 'pic', hashes: { md5 } });
    return outcome !== 'allow';
  });
  const write = (other: string, message: string, more = {}) =>
    tell(w, 'message.sent', { actor: 'rogue', other, message, text: 'hello', ...more });
  await tell(w, 'connection.requested', { actor: 'rogue', other: 'asked' });
  await tell(w, 'connection.requested', { actor: 'rogue', other: 'aunt' });
  assert.equal(await write('withheld', 'm1'), 'block');
  assert.equal(await write('sent', 'm2', { media: ['pic'] }), 'block');
  await tell(w, 'connection.requested', { actor: 'rogue', other: 'friend' });
  await tell(w, 'connection.accepted', { actor: 'friend', other: 'rogue' });
}

for (const kind of databases) {
  describe(`a case that known material opened (${kind})`, () => {
    it('has the medium and the children who were only meant, from the case to the referral', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kith-meant-'));
      const hashes = join(folder, 'hashes');
      await writeFile(hashes, `md5,${md5},id-1,A\n`);
      const lists = join(folder, 'lists.yaml');
      await writeFile(lists, `- { name: hashes, verified: true, from: { kind: file, path: ${hashes} } }\n`);
      await using w = await world(kind, { flags: { lists } });
      await story(w);
      const moderator = await w.person('moderator');
      const { id: about } = await w.until('a case', () =>
        w.db.selectFrom('cases').select('id').where('account', '=', 'rogue').executeTakeFirst(),
      );
      const { contacts }: CaseView = await (await moderator.get(`/v1/cases/${about}`)).json();
      assert.deepEqual(
        contacts.map(({ account, asked, withheld, messages }) => [account, asked, withheld, messages]).sort(),
        [
          ['asked', true, 0, 0],
          ['sent', false, 1, 0],
          ['withheld', false, 1, 0],
        ],
      );
      const { id } = await w.post<PreservationView>(moderator, `/v1/cases/${about}/preserve`, { reason: 'to see it' });
      const asked = await w.until('it is asked', async () => {
        const { preservations }: CaseEvidence = await (await moderator.get(`/v1/cases/${about}/evidence`)).json();
        return preservations.find((one) => one.id === id && one.state !== 'waiting');
      });
      assert.deepEqual([asked.media, asked.messages], [['pic'], ['m2']]);
      assert.deepEqual([...asked.accounts].sort(), ['asked', 'rogue', 'sent', 'withheld']);
      const item = await w.until('the snapshot', async () => {
        const { items }: CaseEvidence = await (await moderator.get(`/v1/cases/${about}/evidence`)).json();
        return items.find((one) => one.kind === 'snapshot');
      });
      const opened = await moderator.send(`/v1/evidence/${item.id}/open`, { reason: 'to see what is in it' });
      const seen = snapshot.parse(await opened.json());
      assert.deepEqual(
        seen.signals.filter(({ code }) => code === 'KNOWN_MATERIAL').map(({ media, message }) => [media, message]),
        [
          ['pic', null],
          ['pic', 'm2'],
        ],
      );
      assert.deepEqual(
        seen.contacts
          .filter(({ actor }) => actor === 'rogue')
          .map(({ other }) => other)
          .sort(),
        ['asked', 'sent', 'withheld'],
      );
      await using desk = await deskAt(w.kith, w.now);
      const nca = await desk.draft(moderator, about, { kind: 'nca' });
      const { content } = await desk.ask<{ content: { accounts: { account: string; role: string }[] } }>(
        ...([moderator, 'POST', `/v1/referrals/${nca.id}/open`] as const),
        { reason: 'to check it' },
      );
      assert.deepEqual(content.accounts.map(({ account, role }) => `${account} ${role}`).sort(), [
        'asked intended',
        'rogue reported',
        'sent intended',
        'withheld intended',
      ]);
      await rm(folder, { recursive: true });
    });
  });
}
