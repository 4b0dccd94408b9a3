/** From one operator's ruling to another's lead, and no further: over HTTP and in files, on both stores. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { receipt } from '@kith/contract';
import { compilePolicy } from '@kith/engine';
import { databases } from '../ground/testing/records.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { openRecords, openStore } from '../stores.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { exportShared, importShared, stateOf } from './exchange.ts';
import { readShared, SharingRefused, writeShared } from './file.ts';
import { sharedHash } from './hashes.ts';
import { agreementBetween, configured } from './testing/agreement.ts';

const UNTIL = Date.UTC(2099, 11, 31) + 86_400_000;
const policy = compilePolicy(loadShippedPolicy());
const duties = { ...{ policy: () => policy, outbox: () => [], failed: assert.fail, struggling: assert.fail } };
const verified = ['email', 'telephone'];
const age = { band: 'adult', method: 'declared', confidence: 0.9 };

for (const kind of databases) {
  it(`what is shared of a barred account is a lead elsewhere, until it is withdrawn (${kind})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-sharing-'));
    const { ours, theirs } = agreementBetween('one.example', 'other.example', UNTIL);
    let kith: Running | null = null;
    try {
      kith = await runKithOn(kind, 'sharing', { sharing: await configured(folder, ours) });
      const { post, tellOwn, config } = kith;
      let made = 0;
      const signUp = async (actor: string, identifiers: object) => {
        const event = { id: `e${++made}`, type: 'account.created', data: { actor, age, country: 'GB', identifiers } };
        const answer = receipt.parse(await (await post('/v1/events', event)).json());
        assert.ok(answer.status === 'accepted', JSON.stringify(answer));
        return answer.decision;
      };
      const ruled = (actor: string, what: 'disable' | 'restore') =>
        tellOwn({ id: `r${++made}`, type: 'enforcement.requested', at: Date.now(), data: { actor, kind: what } });
      await signUp('max', { email: 'Max@example.org', telephone: '07400 123456', verified });
      await signUp('ann', { email: 'ann@example.org', verified });
      await signUp('liar', { email: 'victim@example.org' });
      for (const actor of ['max', 'liar']) await ruled(actor, 'disable');

      // theirs: somebody whom they disabled has the address that eve signs up with here
      const leads = [{ kind: 'email', hash: sharedHash(theirs, 'email', 'eve@example.org') }] as const;
      const plain = await signUp('plain', { email: 'plain@example.org', verified });
      const inbox = writeShared(theirs, leads, 1, Date.now());
      const beside = await openRecords(config);
      assert.deepEqual(await importShared(beside.records, ours, inbox, Date.now()), {
        sequence: 1,
        entries: 1,
        withdrawn: 0,
      });
      await assert.rejects(
        importShared(beside.records, ours, inbox, Date.now()),
        (error) => error instanceof SharingRefused && error.code === 'replayed',
      );
      assert.equal((await stateOf(beside.records, 'ring')).taken, 1);
      await beside.close();
      // it is looked for every two seconds
      await sleep(4500);
      const decided = await signUp('eve', { email: 'EVE@example.org' });
      assert.deepEqual(decided, plain, 'a lead changed what was decided');
      const { status } = await (await kith.get('/v1/accounts/eve')).json();
      assert.equal(status, 'active');
      await kith.stop();

      const { store, records: db } = await openStore(config, duties);
      try {
        const [opened, ...others] = await db.selectFrom('cases').selectAll().where('account', '=', 'eve').execute();
        assert.ok(opened !== undefined && others.length === 0);
        assert.deepEqual([opened.queue, opened.level, opened.score], ['returning', 'none', 0]);
        assert.match(opened.why, /other\.example shares that .* It is a lead, and proves nothing here/);
        assert.deepEqual(await db.selectFrom('outbox').select('id').where('body', 'like', '%eve%').execute(), []);

        // ours: max's, and neither ann's, who did nothing, nor what the liar never showed to be theirs
        const out = await exportShared(store, ours, Date.now());
        const read = readShared(out.bytes, theirs, 0, Date.now());
        const of = (sort: string, value: string) => ({ kind: sort, hash: sharedHash(theirs, sort, value) });
        assert.deepEqual(
          new Set(read.traits.map((one) => JSON.stringify(one))),
          new Set([of('email', 'max@example.org'), of('telephone', '+447400123456')].map((one) => JSON.stringify(one))),
        );
        await store.commit([
          { id: 'back', type: 'enforcement.requested', at: Date.now(), data: { actor: 'max', kind: 'restore' } },
        ]);
        const next = await exportShared(store, ours, Date.now());
        assert.deepEqual([next.sequence, next.entries], [2, 0], 'who was restored is withdrawn');
        const withdrawn = await importShared(db, ours, writeShared(theirs, [], 2, Date.now()), Date.now());
        assert.deepEqual(withdrawn, { sequence: 2, entries: 0, withdrawn: 1 });

        await store.commit([{ id: 'gone', type: 'account.deleted', at: Date.now(), data: { actor: 'ann' } }]);
        await exportShared(store, ours, Date.now());
        const kept = await db.selectFrom('shared_hash').select('account').distinct().orderBy('account').execute();
        assert.deepEqual(
          kept,
          [{ account: 'max' }, { account: 'plain' }],
          'of whoever left and did nothing nothing is kept',
        );
        const lines = await db
          .selectFrom('audit_line')
          .select('action')
          .where('subject', '=', 'agreement:ring')
          .execute();
        assert.deepEqual(lines.map(({ action }) => action).sort(), [
          'shared.exported',
          'shared.exported',
          'shared.exported',
          'shared.imported',
          'shared.imported',
        ]);
      } finally {
        await store.close();
      }
    } finally {
      await kith?.end();
      await rm(folder, { recursive: true });
    }
  });
}
