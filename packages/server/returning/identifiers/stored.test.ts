/** From what a platform sends to what is known: hashed at the door, and found again however it is written. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compilePolicy } from '@kith/engine';
import { databases } from '../../ground/testing/records.ts';
import { KeyFolder, keysOf } from '../../kept/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { openStore } from '../../stores.ts';
import { runKithOn } from '../../testing/kith.ts';
import { hashIdentifiers } from './hash.ts';
import { Layers } from './layers.ts';

const WRITTEN = {
  ...{ email: 'Jo.Example@gmail.com', telephone: '07400 123456', ip: '81.2.69.142', paymentFingerprint: 'fp-1' },
  deviceIds: ['6F9619FF-8B86-D011-B42D-00C04FC964FF'],
};
const WRITTEN_AGAIN = {
  ...{ email: 'joexample+2@googlemail.com', telephone: '+44 7400 123456', ip: '::ffff:81.2.69.142' },
  ...{ paymentFingerprint: ' fp-1 ', deviceIds: ['unknown', '6f9619ff8b86d011b42d00c04fc964ff'] },
};

for (const kind of databases) {
  it(`two accounts that write theirs differently share them all (${kind})`, async () => {
    const kith = await runKithOn(kind, 'identifiers');
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
      const { of } = hashIdentifiers(WRITTEN, 'GB', await Layers.open(await KeyFolder.open(keys)));
      const { store } = await openStore(kith.config, {
        ...{ policy: () => compilePolicy(loadShippedPolicy()), outbox: () => [] },
        ...{ failed: assert.fail, struggling: assert.fail },
      });
      const sharers = await store.ask((k) => of.map((one) => ({ ...one, ...k.sharers(one.kind, one.hash) })));
      assert.deepEqual(
        sharers.map((one) => [one.kind, one.count, one.accounts]),
        ['email', 'telephone', 'device', 'ip', 'network', 'payment'].map((one) => [one, 2, ['eve', 'max']]),
      );
      await store.close();
    } finally {
      await kith.end();
    }
  });
}
