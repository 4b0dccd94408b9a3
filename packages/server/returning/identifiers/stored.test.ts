/** From what a platform sends to what is known: hashed at the door, and found again however it is written. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compilePolicy } from '@kith/engine';
import { KeyFolder } from '../../ground/sealing/index.ts';
import { databases } from '../../ground/testing/records.ts';
import { keysOf } from '../../kept/index.ts';
import { type KnowledgeStore, verifyLog } from '../../knowledge/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { openStore } from '../../stores.ts';
import { runKithOn } from '../../testing/kith.ts';
import { hashIdentifiers } from './hash.ts';
import { addLayer, Layers, underAllLayers } from './layers.ts';

const WRITTEN = {
  ...{ email: 'Jo.Example@gmail.com', telephone: '07400 123456', ip: '81.2.69.142', paymentFingerprint: 'fp-1' },
  deviceIds: ['6F9619FF-8B86-D011-B42D-00C04FC964FF'],
};
const WRITTEN_AGAIN = {
  ...{ email: 'joexample+2@googlemail.com', telephone: '+44 7400 123456', ip: '::ffff:81.2.69.142' },
  ...{ paymentFingerprint: ' fp-1 ', deviceIds: ['unknown', '6f9619ff8b86d011b42d00c04fc964ff'] },
};

const policy = compilePolicy(loadShippedPolicy());
const KINDS = ['email', 'telephone', 'device', 'ip', 'network', 'payment'];

for (const kind of databases) {
  it(`two accounts that write theirs differently share them all, also under a new key (${kind})`, async () => {
    const kith = await runKithOn(kind, 'identifiers');
    let opened: KnowledgeStore | null = null;
    try {
      const tell = async (id: string, actor: string, identifiers: object) => {
        const event = { id, type: 'account.created', data: { actor, country: 'GB', identifiers } };
        assert.equal((await kith.post('/v1/events', event)).status, 200);
      };
      await tell('1', 'max', WRITTEN);
      await tell('2', 'eve', WRITTEN_AGAIN);
      await kith.stop();
      const keys = keysOf(kith.config);
      assert.ok(keys !== null);
      const folder = await KeyFolder.open(keys);
      const open = async () =>
        (
          await openStore(kith.config, {
            ...{ policy: () => policy, outbox: () => [], failed: assert.fail, struggling: assert.fail },
          })
        ).store;
      let store = await open();
      opened = store;
      const found = async () => {
        const { of } = hashIdentifiers(WRITTEN, 'GB', await Layers.open(folder));
        const sharers = await store.ask((k) => of.map((one) => ({ ...one, ...k.sharers(one.kind, one.hash) })));
        return sharers.map((one) => [one.kind, one.count, one.accounts]);
      };
      const all = KINDS.map((one) => [one, 2, ['eve', 'max']]);
      assert.deepEqual(await found(), all);

      assert.equal(await addLayer(folder), 2);
      const layers = await Layers.open(folder);
      const wrap = layers.wrap.bind(layers);
      assert.deepEqual(
        await found(),
        KINDS.map((one) => [one, 0, []]),
        'the new key changes nothing',
      );
      assert.deepEqual(await store.wrapIdentifiers(2, wrap), { behind: 2 * KINDS.length, ahead: false });
      assert.deepEqual(await found(), all);
      assert.deepEqual(await store.wrapIdentifiers(2, wrap), { behind: 0, ahead: false });
      assert.deepEqual(await store.wrapIdentifiers(1, wrap), { behind: 0, ahead: true }, 'a key is missing');
      assert.equal((await store.ask((k) => k.identifiers('max'))).length, KINDS.length);
      const identifiers = hashIdentifiers({ deviceIds: ['another'] }, 'GB', layers);
      await store.commit([{ id: '3', type: 'account.updated', at: Date.now(), data: { actor: 'max', identifiers } }]);
      assert.equal((await store.ask((k) => k.identifiers('max'))).length, KINDS.length + 1);
      await store.close();
      store = await open();
      opened = store;
      assert.deepEqual(await found(), all, 'not kept');
      const verified = await verifyLog(
        store,
        async () => policy,
        (told) => underAllLayers(told, layers),
      );
      assert.ok(verified.same);
    } finally {
      await opened?.close();
      await kith.end();
    }
  });
}
