/** What Kith writes down of what it holds when evidence is wanted, on both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CaseEvidence, type EvidenceItem, type Snapshot, snapshot } from '@kith/contract';
import { type World, world } from '../../enforcement/testing/world.ts';
import { databases } from '../../ground/testing/records.ts';
import type { Staff } from '../../testing/sign-in.ts';

const DAY_MS = 86_400_000;

let made = 0;
async function tell(w: World, type: string, data: object, at = w.now()): Promise<void> {
  const time = new Date(at).toISOString();
  const answer = await w.kith.post('/v1/events', { id: `s-${++made}`, type, time, data });
  assert.equal(answer.status, 200, await answer.text());
}

/** Somebody writes to a child over some days, and the child's friend writes to the child. */
async function story(w: World): Promise<void> {
  const now = w.now();
  const account = (actor: string, band: string) =>
    tell(w, 'account.created', {
      ...{ actor, age: { band, method: 'verified' }, identifiers: { deviceIds: [`device of ${actor}`] } },
    });
  await account('rogue', 'adult');
  await account('kim', '13to15');
  await account('friend', '13to15');
  await account('aunt', 'adult');
  const write = (actor: string, other: string, message: string, ago: number) =>
    tell(w, 'message.sent', { actor, other, message, text: `what ${message} says` }, now - ago);
  await write('rogue', 'kim', 'm1', 2 * DAY_MS);
  await write('kim', 'rogue', 'm2', DAY_MS);
  await write('friend', 'kim', 'm3', DAY_MS);
  await write('kim', 'friend', 'm4', DAY_MS);
  await write('rogue', 'aunt', 'm5', DAY_MS);
  await tell(w, 'report.filed', { actor: 'kim', other: 'rogue', category: 'unkind', message: 'm1', text: 'help me' });
}

const evidenceOf = async (by: Staff, about: string): Promise<CaseEvidence> =>
  (await by.get(`/v1/cases/${about}/evidence`)).json();

const snapshotsOf = async (by: Staff, about: string): Promise<EvidenceItem[]> =>
  (await evidenceOf(by, about)).items.filter(({ kind }) => kind === 'snapshot');

async function read(by: Staff, { id }: EvidenceItem): Promise<Snapshot> {
  const answer = await by.send(`/v1/evidence/${id}/open`, { reason: 'to judge the case' });
  return snapshot.parse(await answer.json());
}

for (const kind of databases) {
  describe(`a snapshot, on ${kind}`, () => {
    it('holds what concerns the account and those it wrote to, and nothing of what those said to others', async () => {
      await using w = await world(kind);
      await story(w);
      const moderator = await w.person('moderator');
      const { id: about } = await w.until('a case', () =>
        w.db.selectFrom('cases').select('id').where('account', '=', 'rogue').executeTakeFirst(),
      );
      await w.post(moderator, `/v1/cases/${about}/preserve`, { reason: 'to see it all' });
      const [item] = await w.until('the snapshot', async () => {
        const taken = await snapshotsOf(moderator, about);
        return taken.length > 0 && taken;
      });
      const seen = await read(moderator, item ?? assert.fail());
      assert.deepEqual([seen.case, seen.cut], [about, []]);
      assert.deepEqual(
        seen.accounts.map(({ account, known, identifiers }) => [
          account,
          known?.age.band,
          identifiers.map((i) => i.kind),
        ]),
        [
          ['rogue', 'adult', ['device']],
          ['kim', '13to15', ['device']],
        ],
      );
      assert.deepEqual(
        seen.accounts.flatMap(({ identifiers }) => identifiers.map((one) => Object.keys(one).join(' '))),
        ['kind firstAt lastAt', 'kind firstAt lastAt'],
      );
      assert.deepEqual(
        seen.messages.map(({ message, text }) => [message, text]),
        [
          ['m1', 'what m1 says'],
          ['m2', 'what m2 says'],
        ],
      );
      const decided = seen.decisions.map(({ type, actor, message }) => `${type} ${actor} ${message ?? ''}`.trim());
      assert.deepEqual(decided.sort(), [
        'account.created kim',
        'account.created rogue',
        'message.sent kim m2',
        'message.sent rogue m1',
        'message.sent rogue m5',
        'report.filed kim m1',
      ]);
      const first = seen.decisions.find(({ message }) => message === 'm1');
      assert.ok(first !== undefined && first.reasons.length > 0 && first.policy !== '');
      assert.deepEqual(
        seen.contacts.map(({ actor, other }) => `${actor} ${other}`),
        ['rogue kim', 'kim rogue'],
      );
      assert.deepEqual(
        seen.otherContacts.map(({ other, messages }) => [other, messages]),
        [['aunt', 1]],
      );
      assert.deepEqual(
        seen.reports.map(({ reporter, text }) => [reporter, text]),
        [['kim', 'help me']],
      );
      assert.ok(!JSON.stringify(seen).includes('m3') && !JSON.stringify(seen).includes('m4'));
    });

    it('is taken with the first request of a case, and again when it is referred', async () => {
      await using w = await world(kind);
      await story(w);
      const [moderator, senior] = [await w.person('moderator'), await w.person('senior')];
      const { id: about } = await w.until('a case', () =>
        w.db.selectFrom('cases').select('id').where('account', '=', 'rogue').executeTakeFirst(),
      );
      for (const account of ['kim', 'aunt']) {
        const wanted = { reason: 'to see it all', accounts: [account] };
        await w.post(moderator, `/v1/cases/${about}/preserve`, wanted);
      }
      await w.until('both are asked', async () => w.got('preservation.requested').length === 2);
      const looked = await moderator.get(`/v1/cases/${about}/conversation?with=kim`);
      assert.equal(looked.status, 200);
      await senior.get(`/v1/cases/${about}/conversation?with=kim`);
      const said = { policy: 'contact-with-children', reason: 'seen', measures: ['warn'], refer: true };
      const version = await w.hold(about, moderator);
      const { ruling } = await w.post<{ ruling: { id: string } }>(moderator, `/v1/cases/${about}/rulings`, {
        ...said,
        version,
      });
      await w.post(senior, `/v1/rulings/${ruling.id}/confirm`, { version: await w.hold(about, senior) });
      w.later(10_000);
      const taken = await w.until('two snapshots', async () => {
        const all = await snapshotsOf(moderator, about);
        return all.length >= 2 && all;
      });
      assert.equal(taken.length, 2);
      assert.deepEqual(
        (await read(moderator, taken[1] ?? assert.fail())).rulings.map(({ measures, refer, second }) => [
          ...[measures, refer, second],
        ]),
        [[['warn'], true, senior.pseudonym]],
      );
      const rows = await w.db.selectFrom('snapshot').select(['item', 'due_at']).execute();
      assert.deepEqual(
        rows.map(({ item, due_at }) => [item !== null, due_at]),
        [
          [true, null],
          [true, null],
        ],
      );
    });
  });
}
