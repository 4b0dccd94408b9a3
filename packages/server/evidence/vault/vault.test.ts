/** The vault: what is put in comes out as it was, for whoever says why; on both databases. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { databases } from '../../ground/testing/records.ts';
import { EvidenceError } from '../index.ts';
import { CHUNK_BYTES } from './chunks.ts';
import { NOON, VaultAtHand } from './testing/vault.ts';

const person = { by: 'staff:sta_1', reason: 'to see what was sent' } as const;

for (const kind of databases) {
  describe(`the vault (${kind})`, () => {
    let v: VaultAtHand;
    before(async () => {
      v = await VaultAtHand.open(kind);
    });
    after(() => v.end());

    it('gives back what was put in, of every size', async () => {
      for (const size of [0, 1, 1000, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]) {
        const bytes = randomBytes(size);
        const id = await v.vault.put(v.given({ bytes, about: `size-${size}`, details: { size } }), 'key:k1');
        const opened = await v.vault.open(id, person);
        assert.ok(opened.bytes.equals(bytes), `${size} bytes`);
        assert.deepEqual(opened.details, { size });
        assert.deepEqual(
          [opened.item.name, opened.item.about, opened.item.bytes],
          ['holiday.jpg', `size-${size}`, size],
        );
      }
    });

    it('takes a stream of pieces of any size', async () => {
      const whole = randomBytes(2 * CHUNK_BYTES + 77);
      async function* pieces() {
        for (let from = 0; from < whole.length; from += 70_001) yield whole.subarray(from, from + 70_001);
      }
      const id = await v.vault.put(v.given({ bytes: pieces(), about: 'stream' }), 'key:k1');
      assert.ok((await v.vault.open(id, person)).bytes.equals(whole));
    });

    it('has the same content of the same thing once, and its bytes once a case', async () => {
      const bytes = randomBytes(2000);
      const first = await v.vault.put(v.given({ bytes, about: 'a' }), 'key:k1');
      assert.equal(await v.vault.put(v.given({ bytes, about: 'a' }), 'key:k2'), first);
      const other = await v.vault.put(v.given({ bytes, about: 'b' }), 'key:k1');
      assert.notEqual(other, first);
      const rows = await v.db.selectFrom('evidence_item').select('blob').where('id', 'in', [first, other]).execute();
      assert.equal(new Set(rows.map(({ blob }) => blob)).size, 1);
      await v.openCase('c2', 'eve');
      const elsewhere = await v.vault.put(v.given({ case: 'c2', bytes, about: 'a' }), 'key:k1');
      const marks = await v.db
        .selectFrom('evidence_item')
        .select('mark')
        .where('id', 'in', [first, elsewhere])
        .execute();
      assert.equal(new Set(marks.map(({ mark }) => mark)).size, 2, 'two cases show that they have the same');
    });

    it('opens for all who open the same at once, and has a link of custody of each', async () => {
      const id = await v.vault.put(v.given({ about: 'looked at' }), 'key:k1');
      const people = Array.from({ length: 12 }, (_, i) => `sta_${i}`);
      await Promise.all(people.map((one) => v.vault.open(id, { by: `staff:${one}`, reason: 'to see it' })));
      const { custody } = (await v.vault.item(id)) ?? assert.fail();
      assert.deepEqual(
        custody
          .filter(({ what }) => what === 'opened')
          .map(({ by }) => by)
          .sort(),
        [...people].sort(),
      );
    });

    it('gives all who put the same in at once the same item', async () => {
      const bytes = randomBytes(5000);
      async function* stream() {
        yield bytes;
      }
      const ids = await Promise.all(
        Array.from({ length: 8 }, () => v.vault.put(v.given({ bytes: stream(), about: 'at once' }), 'key:k1')),
      );
      assert.equal(new Set(ids).size, 1);
      const unfinished = await v.db
        .selectFrom('evidence_blob')
        .select('address')
        .where('there_at', 'is', null)
        .execute();
      assert.deepEqual(unfinished, []);
      const chunks = await v.db.selectFrom('evidence_chunk').select('address').distinct().execute();
      const blobs = await v.db.selectFrom('evidence_blob').select('address').execute();
      assert.deepEqual(chunks.map((c) => c.address).sort(), blobs.map((b) => b.address).sort());
    });

    it('writes down whoever has had it, in custody and in the audit log', async () => {
      const id = await v.vault.put(v.given({ bytes: randomBytes(9), about: 'custody' }), 'key:k1');
      assert.equal(await v.vault.seenByPerson(id), false);
      await v.vault.use(id, 'referral ref_1');
      assert.equal(await v.vault.seenByPerson(id), false, 'Kith itself is nobody');
      await v.vault.open(id, { ...person, unseen: true });
      assert.equal(await v.vault.seenByPerson(id), false, 'who saves a file to hand it on has not looked at it');
      await v.vault.open(id, person);
      assert.equal(await v.vault.seenByPerson(id), true);
      const item = (await v.vault.list('c1', { names: true })).find((one) => one.id === id);
      assert.deepEqual(
        item?.custody.map(({ what, by, reason }) => ({ what, by, reason })),
        [
          { what: 'taken', by: 'key:k1', reason: null },
          { what: 'used', by: null, reason: null },
          { what: 'saved', by: 'sta_1', reason: 'to see what was sent' },
          { what: 'opened', by: 'sta_1', reason: 'to see what was sent' },
        ],
      );
      const lines = (await v.audit()).filter(({ subject }) => subject === `evidence:${id}`);
      assert.deepEqual(
        lines.map(({ number }) => number),
        item?.custody.map(({ audit }) => audit),
      );
      assert.ok(
        lines.every(({ detail }) => !detail.includes('to see')),
        'a reason is in the audit log in clear',
      );
    });

    it('tells names, hashes and reasons to nobody who did not ask for them', async () => {
      for (const item of await v.vault.list('c1')) {
        assert.deepEqual([item.name, item.mediaType, item.sha256, item.about], [null, null, null, null]);
        assert.ok(item.custody.every(({ reason }) => reason === null));
      }
    });

    it('shows a case what was put into one that was merged into it', async () => {
      await v.openCase('c3', 'a');
      await v.openCase('c4', 'b');
      const id = await v.vault.put(v.given({ case: 'c4' }), 'key:k1');
      await v.db.updateTable('cases').set({ merged_into: 'c3' }).where('id', '=', 'c4').execute();
      assert.deepEqual(
        (await v.vault.list('c3')).map((item) => item.id),
        [id],
      );
    });

    it('refuses what no case asked for, and gives nothing that is not there', async () => {
      await assert.rejects(v.vault.put(v.given({ case: 'nowhere' }), 'key:k1'), { code: 'not_known' });
      await assert.rejects(v.vault.open('evi_0', person), new EvidenceError('not_known', 'there is no evidence evi_0'));
      assert.equal(await v.vault.item('evi_0'), null);
    });

    it('seals what lies in other rows, each for its place', async () => {
      const sealed = await v.vault.sealJson('c1', { name: 'x' }, 'referral:r1');
      assert.deepEqual(await v.vault.openJson('c1', sealed, 'referral:r1'), { name: 'x' });
      await assert.rejects(v.vault.openJson('c1', sealed, 'referral:r2'), { code: 'damaged' });
      await assert.rejects(v.vault.openJson('c2', sealed, 'referral:r1'), { code: 'damaged' });
    });

    it('says whose key is missing, and opens again when it is back', async () => {
      await v.openCase('c5', 'z');
      const id = await v.vault.put(v.given({ case: 'c5' }), 'key:k1');
      const path = join(v.keys, 'cases', 'c5');
      await rename(path, `${path}-away`);
      await assert.rejects(v.vault.open(id, person), { code: 'no_key', message: /the key of c5 is not in the folder/ });
      assert.equal((await v.vault.item(id, { names: true }))?.name, null);
      await rename(`${path}-away`, path);
      assert.equal((await v.vault.open(id, person)).item.name, 'holiday.jpg');
    });

    it('is held until a day, or without an end, and let go', async () => {
      assert.equal(await v.vault.held('c1'), null);
      await v.vault.hold('c1', 'the court says so', 'staff:sta_1', NOON + 1000);
      assert.deepEqual(await v.vault.held('c1'), {
        until_ms: NOON + 1000,
        reason: 'the court says so',
        by: 'staff:sta_1',
      });
      assert.ok((await v.vault.list('c1')).every(({ held }) => held));
      await v.vault.hold('c1', 'for good', 'operator');
      assert.deepEqual(await v.vault.held('c1'), { until_ms: null, reason: 'for good', by: 'operator' });
      await v.vault.unhold('c1', 'over', 'operator');
      assert.equal(await v.vault.held('c1'), null);
      const lines = (await v.audit()).filter(({ subject }) => subject === 'case:c1');
      assert.deepEqual(
        lines.map(({ action }) => action),
        ['evidence.held', 'evidence.held', 'evidence.released'],
      );
    });
  });
}
