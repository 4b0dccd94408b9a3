/** What a person gets of what is known of them, and what becomes of it when they ask for its erasure; on both stores. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { accountData, erasure } from '@kith/contract';
import { Vault } from '../../evidence/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { DAY_MS, Keeping, NOON } from '../testing/keeping.ts';
import { erasureOf, requestErasure, workOnErasures } from './erasure.ts';
import { accountDataOf } from './export.ts';
import { endGone } from './gone.ts';

for (const kind of ['resident', 'postgres'] as const) {
  describe(`a person's own data (${kind})`, () => {
    let k: Keeping;
    beforeEach(async () => {
      k = await Keeping.begin(kind);
      await k.person('max', 'adult');
      await k.person('kid', '13to15');
      await k.write('max', 'kid', 'mine', { at: NOON });
      await k.write('kid', 'max', 'of another', { at: NOON + 1 });
      await k.tell('account.blocked', { actor: 'kid', other: 'max' });
      await k.tell('report.filed', { actor: 'kid', other: 'eve', category: 'unkind' });
    });
    afterEach(() => k.end());

    const openCase = (closed_at: number | null = null) =>
      k.db
        .insertInto('cases')
        .values({
          ...{ id: 'c1', account: 'max', queue: 'risk', opened_at: NOON, updated_at: NOON, level: 'high', score: 9 },
          ...{ why: '[]', event: 'e', features: null, waits_since: NOON, rank: 0, closed_at, decided_at: closed_at },
        })
        .execute();
    const signal = () =>
      k.db
        .insertInto('signal')
        .values({
          ...{ id: 's1', event: 'e', account: 'max', other: 'kid', message: 'm', code: 'GIFT', cue: 'device' },
          ...{ weight: 1, words: null, at: NOON },
        })
        .execute();
    const dataOf = (account: string) =>
      accountDataOf(
        account,
        { store: k.store, keys: k.kept.folder, openReport: async () => null, now_ms: k.now },
        'key:k1',
      );
    const erasing = () => ({
      ...{ db: k.db, policy: loadShippedPolicy, logDays: 30, now_ms: k.now },
    });
    const work = () => workOnErasures(erasing(), async (told) => void (await k.store.commit([told])));
    const stateOf = async (account: string) => {
      const found = erasure.parse(await erasureOf(erasing(), account));
      return Object.fromEntries(found.items.map(({ what, state }) => [what.split(/[ ,]/)[0], state]));
    };

    it('is what they did and wrote themselves, as the contract says', async () => {
      const data = accountData.parse(await dataOf('kid'));
      assert.deepEqual(
        data.messages.map(({ text, to }) => [text, to]),
        [['of another', 'max']],
      );
      assert.deepEqual(data.contacts.map(({ other, messages, blocking }) => [other, messages, blocking]).sort(), [
        ['eve', 0, false],
        ['max', 1, true],
      ]);
      assert.equal(data.known?.age.band, '13to15');
      assert.deepEqual(
        data.reports.map(({ about, category }) => [about, category]),
        [['eve', 'unkind']],
      );
      assert.equal(data.cut, false);
      const [line] = await k.db.selectFrom('audit_line').selectAll().where('action', '=', 'data.exported').execute();
      assert.deepEqual([line?.by, line?.subject, line?.detail], ['key:k1', 'account:kid', '{"messages":1}']);
    });

    it('has guardianships and looks of both sides, and is done with them when they have ended', async () => {
      const row = (id: string, state: 'active' | 'ended', guardian: string, child: string) => ({
        ...{ id, state, invited_by: 'guardian' as const, guardian, child, adulthood: null, code_hash: null },
        ...{ language: null, invited_at: NOON, until: NOON, answered_at: NOON, ended_at: null, ended_by: null },
        ...{ end_wished_at: null, tell_at: null },
      });
      await k.db
        .insertInto('guardianship')
        .values([row('g1', 'active', 'max', 'kid'), row('g2', 'ended', 'eve', 'kid')])
        .execute();
      await k.db
        .insertInto('family_look')
        .values({ id: 'l1', child: 'kid', guardian: 'max', at: NOON, part: 'page' })
        .execute();
      const data = accountData.parse(await dataOf('kid'));
      assert.deepEqual(data.guardianships.map(({ as, other, state }) => [as, other, state]).sort(), [
        ['child', 'eve', 'ended'],
        ['child', 'max', 'active'],
      ]);
      assert.deepEqual(
        data.looks.map(({ guardian }) => guardian),
        ['max'],
      );
      await requestErasure(erasing(), 'max', 'key:k1');
      assert.equal(await work(), 0, 'one is still in force');
      assert.equal((await stateOf('max')).guardianships, 'later');
      await k.db.updateTable('guardianship').set({ state: 'ended' }).where('id', '=', 'g1').execute();
      assert.equal(await work(), 1);
      assert.equal((await stateOf('max')).guardianships, 'deleted');
      assert.deepEqual(
        (await k.db.selectFrom('guardianship').select('id').execute()).map(({ id }) => id),
        ['g2'],
        'that of others stays',
      );
    });

    it('says what they can be recognised by, in kind, and nothing that a ruling left', async () => {
      const identifiers = { layers: 1, of: [{ kind: 'device', hash: '00000000000000aa' }], inviter: 'eve' };
      await k.tell('account.updated', { actor: 'max', identifiers });
      await k.tell('enforcement.requested', { actor: 'max', kind: 'disable', turnedTo: ['kid'] });
      const { recognisedBy } = accountData.parse(await dataOf('max'));
      assert.deepEqual(
        recognisedBy.map((one) => one.kind),
        ['device', 'inviter'],
      );
      assert.ok(!JSON.stringify(recognisedBy).includes('00aa'));
    });

    it('never has another person in it, nor what Kith makes of them, and is the same where a case is open', async () => {
      await k.tell('account.updated', { actor: 'max', risk: 'high' });
      const before = await dataOf('max');
      await openCase();
      await signal();
      const after = await dataOf('max');
      assert.deepEqual(after, before);
      const text = JSON.stringify(after);
      for (const hidden of ['of another', 'high', 'GIFT', 'unkind', 'childrenAgainst'])
        assert.ok(!text.includes(hidden), hidden);
      assert.ok(after.withheld.length >= 2);
    });

    it('ends after so many days what a deleted account can be recognised by, when no case is open, and says how many', async () => {
      const identifiers = { layers: 1, of: [{ kind: 'device', hash: '00000000000000aa' }] };
      await k.tell('account.updated', { actor: 'max', identifiers });
      await requestErasure(erasing(), 'max', 'operator');
      await work();
      const { daysAfterDeletion } = loadShippedPolicy().keep.identifiers;
      const item = async () =>
        erasure.parse(await erasureOf(erasing(), 'max')).items.find(({ what }) => what.includes('devices'));
      assert.match((await item())?.why ?? '', new RegExp(`for ${daysAfterDeletion} days after the deletion`));
      const known = () => k.store.ask((q) => q.identifiers('max').length);
      const end = () => endGone({ ...erasing(), store: k.store }, async (told) => void (await k.store.commit([told])));
      k.now += (daysAfterDeletion - 1) * DAY_MS;
      assert.deepEqual([await end(), await known()], [0, 1]);
      k.now += DAY_MS;
      await openCase();
      assert.deepEqual([await end(), await known()], [0, 1], 'a case is open');
      await k.db.updateTable('cases').set({ closed_at: k.now }).where('account', '=', 'max').execute();
      assert.deepEqual([await end(), await known()], [1, 0]);
      assert.equal(await end(), 0, 'nothing is left to end');
    });

    it('is erased: what may go goes, the rest says until when', async () => {
      await signal();
      const asked = erasure.parse(await requestErasure(erasing(), 'max', 'key:k1'));
      assert.equal(asked.doneAt, undefined);
      assert.equal(await work(), 1);
      assert.deepEqual(await k.db.selectFrom('signal').selectAll().where('account', '=', 'max').execute(), []);
      const known = await k.store.ask((q) => q.account('max'));
      assert.equal(known.status, 'deleted');
      const done = erasure.parse(await erasureOf(erasing(), 'max'));
      assert.equal(done.doneAt, new Date(k.now).toISOString());
      const messages = done.items.find(({ what }) => what.startsWith('messages that are kept'));
      assert.deepEqual([messages?.state, messages?.until], ['later', '2026-06-30T00:00:00.000Z']);
      // and so it is: nobody has to do anything for it
      k.now = Date.parse(messages?.until ?? '');
      await k.kept.work();
      assert.deepEqual(await k.db.selectFrom('kept_pack').selectAll().execute(), []);
      assert.deepEqual(
        (
          await k.db
            .selectFrom('audit_line')
            .select('action')
            .where('subject', '=', 'account:max')
            .orderBy('number')
            .execute()
        ).map(({ action }) => action),
        ['data.erasure_requested', 'data.erased'],
      );
    });

    it('waits for a case that is open, and goes by itself when that is closed', async () => {
      await openCase();
      await signal();
      await requestErasure(erasing(), 'max', 'operator');
      assert.equal(await work(), 0);
      assert.equal((await stateOf('max')).signals, 'kept');
      assert.equal(
        (await k.db.selectFrom('signal').selectAll().where('account', '=', 'max').execute()).length > 0,
        true,
      );
      await k.db.updateTable('cases').set({ closed_at: k.now }).where('account', '=', 'max').execute();
      k.now += DAY_MS;
      assert.equal(await work(), 1);
      assert.equal((await stateOf('max')).signals, 'deleted');
    });

    it('waits while a case that is closed is held, says so, and goes on when it is not', async () => {
      await openCase(NOON);
      await signal();
      const vault = new Vault({ db: k.db, folder: k.kept.folder ?? assert.fail(), clock: () => k.now });
      await vault.hold('c1', 'a claim', 'operator');
      await requestErasure(erasing(), 'max', 'operator');
      assert.equal(await work(), 0);
      const left = await k.db.selectFrom('signal').selectAll().where('id', '=', 's1').execute();
      assert.equal(left.length, 1);
      const said = erasure.parse(await erasureOf(erasing(), 'max')).items.find(({ what }) => what === 'signals');
      assert.deepEqual([said?.state, said?.until], ['kept', undefined]);
      assert.match(said?.why ?? '', /holds/);
      await vault.unhold('c1', 'it is over', 'operator');
      assert.equal(await work(), 1);
      assert.equal((await stateOf('max')).signals, 'deleted');
    });

    it('holds nobody up who asks later, however many wait for their cases', async () => {
      await openCase();
      await requestErasure(erasing(), 'max', 'operator');
      const { id, told_at, done_at } = await k.db.selectFrom('erasure_request').selectAll().executeTakeFirstOrThrow();
      const asked_at = k.now;
      const waiting = Array.from({ length: 30 }, (_, i) => ({
        id: `${id}${i}`,
        account: `w${i}`,
        asked_at,
        told_at,
        done_at,
      }));
      await k.db.insertInto('erasure_request').values(waiting).execute();
      const [{ id: _, ...one }] = [await k.db.selectFrom('cases').selectAll().executeTakeFirstOrThrow()];
      const cases = waiting.map(({ account }) => ({ ...one, id: `of-${account}`, account }));
      await k.db.insertInto('cases').values(cases).execute();
      await requestErasure({ ...erasing(), now_ms: k.now + 1 }, 'late', 'operator');
      assert.equal(await work(), 1);
      assert.equal((await stateOf('late')).country, 'deleted');
    });

    it('says that evidence in the vault is kept, until when, and which law wants that', async () => {
      const of = async () =>
        erasure.parse(await erasureOf(erasing(), 'max')).items.find(({ what }) => what.includes('vault'));
      await requestErasure(erasing(), 'max', 'key:k1');
      assert.equal((await of())?.state, 'deleted');
      await openCase(NOON);
      const vault = new Vault({ db: k.db, folder: k.kept.folder ?? assert.fail(), clock: () => k.now });
      await vault.put(
        {
          ...{ case: 'c1', kind: 'media', source: 'platform', name: 'n', mediaType: 'image/png', account: 'max' },
          ...{ about: null, bytes: Buffer.from('x'), at_ms: k.now },
        },
        'key:k1',
      );
      const kept = await of();
      assert.deepEqual([kept?.state, kept?.until], ['kept', new Date(NOON + 90 * DAY_MS).toISOString()]);
      await vault.hold('c1', 'a claim', 'operator');
      assert.deepEqual([(await of())?.state, (await of())?.until], ['kept', undefined]);
      assert.ok(!JSON.stringify(await of()).includes('a claim'));
    });

    it('says that the vault has a conversation or a file of it, whoever the case is about', async () => {
      await openCase(NOON);
      const of = async (account: string) =>
        (await requestErasure(erasing(), account, 'key:k1')).items.find(({ what }) => what.includes('vault'))?.state;
      const everybody = ['max', 'kid', 'KID', 'k_d', 'stranger'];
      for (const account of everybody) assert.equal(await of(account), 'deleted', account);
      const vault = new Vault({ db: k.db, folder: k.kept.folder ?? assert.fail(), clock: () => k.now });
      const id = await vault.put(
        {
          ...{ case: 'c1', kind: 'conversation', source: 'platform', name: 'n', mediaType: 'application/json' },
          ...{ account: null, about: null, bytes: Buffer.from('x'), at_ms: k.now },
        },
        'key:k1',
      );
      await k.db
        .insertInto('preservation')
        .values({
          ...{ id: 'p1', case_id: 'c1', account: 'max', why: 'person', ruling: null, asked_by: null, messages: '[]' },
          ...{ accounts: '["max","kid"]', media: '[]', from_at: 0, to_at: 0, state: 'done', created_at: 0 },
          ...{ due_at: null, asked_at: null, delivered_at: null, answer_by: null, chased: 0, by_hand: 0 },
          ...{ done_at: null, given_accounts: 0, given_messages: 1, given_media: 0, secret: null, reason: null },
        })
        .execute();
      assert.deepEqual(await Promise.all(everybody.map(of)), ['kept', 'kept', 'deleted', 'deleted', 'deleted']);
      await k.db.updateTable('evidence_item').set({ destroyed_at: k.now }).where('id', '=', id).execute();
      for (const account of everybody) assert.equal(await of(account), 'deleted', account);
    });

    it('is asked for once, however often it is asked for', async () => {
      const [one, two] = [
        await requestErasure(erasing(), 'max', 'key:k1'),
        await requestErasure({ ...erasing(), now_ms: k.now + 5 }, 'max', 'key:k1'),
      ];
      assert.deepEqual(two, { ...one, items: two.items });
      assert.equal(await erasureOf(erasing(), 'kid'), null);
    });
  });
}
