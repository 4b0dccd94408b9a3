import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases } from '../ground/testing/records.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { insert, row } from './testing/databases.ts';

for (const kind of databases) {
  describe(`the outbox over HTTP, on ${kind}`, () => {
    let kith: Running;
    let staff: Staff;
    before(async () => {
      kith = await runKithOn(kind, 'outbox_routes');
      staff = await signIn(kith, ['administrator', 'auditor']);
      const { records, close } = await openRecords(kith.config);
      const dead = { dead_at: 100, attempts: 30, last_error: 'HTTP_500' };
      await insert(records, row('a', 0, dead), row('b', 0, { ...dead, endpoint: 'other' }), row('waiting', 0));
      await close();
    });
    after(() => kith.end());

    it('says how much waits, and names what was given up without what it says', async () => {
      const page = await (await staff.get('/v1/outbox')).json();
      assert.deepEqual(page.counts, { waiting: 1, delivered: 0, dead: 2 });
      assert.deepEqual(
        page.letters.map((letter: { id: string }) => letter.id),
        ['a', 'b'],
      );
      assert.equal(page.letters[0].deadAt, '1970-01-01T00:00:00.100Z');
      assert.ok(!('body' in page.letters[0]));
      const other = await (await staff.get('/v1/outbox?endpoint=other')).json();
      assert.equal(other.letters.length, 1);
    });

    it('shows one, and says where there is none', async () => {
      const letter = await (await staff.get('/v1/outbox/a')).json();
      assert.match(letter.body, /notice.requested/);
      assert.equal((await staff.get('/v1/outbox/nothing')).status, 404);
    });

    it('sends again what was given up, once, and writes down who did', async () => {
      const replay = async (body: object) => (await staff.send('/v1/outbox/replay', body)).json();
      assert.deepEqual(await replay({ id: 'a' }), { replayed: 1 });
      assert.deepEqual(await replay({ id: 'a' }), { replayed: 0 });
      assert.deepEqual(await replay({ endpoint: 'other' }), { replayed: 1 });
      const { lines } = await (await staff.get('/v1/audit?action=outbox.replayed')).json();
      assert.deepEqual(
        lines.map((line: { subject: string; pseudonym: string }) => [line.subject, line.pseudonym]),
        [
          ['outbox', staff.pseudonym],
          ['webhook:a', staff.pseudonym],
        ],
      );
    });
  });
}
