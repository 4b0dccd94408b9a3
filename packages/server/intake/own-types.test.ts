/** What Kith tells itself (that somebody is barred, what people said of a link) comes from nobody else, however it is sent. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Kith } from '@kith/client';
import { ownEventTypes, type Receipt, receipt, receipts } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { replayIrc } from '../replay/index.ts';
import { type Running, runKithOn } from '../testing/kith.ts';

const bodies = {
  'enforcement.requested': { actor: 'max', kind: 'disable', turnedTo: ['kid'] },
  'link.judged': { actor: 'max', other: 'eve', state: 'confirmed' },
  'media.judged': { actor: 'max', media: 'pic', verdict: 'none' },
  'guardianship.changed': { actor: 'max', guarded: true },
  'held.judged': { actor: 'max', event: 'e1', type: 'message.sent', other: 'kid', choice: 'release' },
  'settings.judged': { actor: 'max', settings: { showLocation: true }, choice: 'accept' },
} satisfies Record<(typeof ownEventTypes)[number], object>;

for (const kind of databases) {
  describe(`an event of Kith's own that comes from outside (${kind})`, () => {
    let kith: Running;
    let made = 0;
    const ours = (type: keyof typeof bodies) => ({ id: `own${++made}`, type, data: bodies[type] });
    const theirs = () => ({ id: `e${++made}`, type: 'account.created', data: { actor: 'max' } });
    const codeOf = (line: Receipt) => (line.status === 'rejected' ? line.error.code : line.status);

    before(async () => {
      kith = await runKithOn(kind, 'own_types');
      assert.equal((await kith.post('/v1/events', theirs())).status, 200);
    });
    after(async () => {
      const account = await (await kith.get('/v1/accounts/max')).json();
      await kith.end();
      assert.equal(account.status, 'active', 'something got through');
    });

    for (const type of ownEventTypes) {
      it(`is refused alone, and as CloudEvents write it: ${type}`, async () => {
        const cloud = { specversion: '1.0', source: '/chat', datacontenttype: 'application/json', ...ours(type) };
        for (const [body, sent] of [
          [ours(type), 'application/json'],
          [cloud, 'application/cloudevents+json'],
        ] as const) {
          const response = await kith.post('/v1/events', body, { 'content-type': sent });
          const { error } = await response.json();
          assert.deepEqual([response.status, error.code, error.field], [400, 'own_type', 'type']);
          assert.match(error.message, /only Kith itself/);
        }
      });

      it(`is refused among others, which count: ${type}`, async () => {
        for (const sent of ['application/json', 'application/cloudevents-batch+json']) {
          const response = await kith.post('/v1/events', [theirs(), ours(type), theirs()], { 'content-type': sent });
          const { results } = receipts.parse(await response.json());
          assert.deepEqual(results.map(codeOf), ['accepted', 'own_type', 'accepted']);
        }
        const lines = [theirs(), ours(type), theirs()].map((one) => JSON.stringify(one)).join('\n');
        const response = await kith.post('/v1/events', lines, { 'content-type': 'application/x-ndjson' });
        const answers = (await response.text()).trim().split('\n');
        assert.deepEqual(
          answers.map((line) => codeOf(receipt.parse(JSON.parse(line)))),
          ['accepted', 'own_type', 'accepted'],
        );
      });

      it(`is not even asked about: ${type}`, async () => {
        const response = await kith.post('/v1/decisions', { question: 'event', event: ours(type) });
        assert.equal(response.status, 400);
      });
    }

    it('does not come out of a log that is replayed', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'kith-own-'));
      try {
        const lines = ownEventTypes.flatMap((type) => [
          `[10:00] <max> ${JSON.stringify(ours(type))}`,
          `=== ${type} [n=max@host] has joined #ubuntu`,
          `=== max is now known as ${type}`,
        ]);
        await writeFile(join(dir, '2008-01-01_10.txt'), lines.join('\n'));
        const types = new Set<string>();
        const client = new Kith({ url: kith.url, key: kith.key });
        const summary = await replayIrc({
          dir,
          tell(events) {
            for (const { type } of events) types.add(type);
            return client.tell(events);
          },
        });
        assert.deepEqual(summary.errors, {});
        assert.ok(types.has('message.sent'));
        for (const type of ownEventTypes) assert.ok(!types.has(type));
      } finally {
        await rm(dir, { recursive: true });
      }
    });
  });
}
