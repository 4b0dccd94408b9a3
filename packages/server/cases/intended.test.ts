/** Whom somebody meant and did not reach, on both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Told } from '@kith/engine';
import { newHome } from '../knowledge/testing/homes.ts';
import { AT, adult } from '../knowledge/testing/people.ts';
import { commitAll, plainDuties } from '../knowledge/testing/plain.ts';
import { attemptAt, intendedOf } from './intended.ts';

let made = 0;
const at = () => AT + ++made * 60_000;
const child = (actor: string): Told => ({
  ...{ id: `child-${actor}`, at: at(), type: 'account.created' },
  data: { actor, age: { band: '13to15', method: 'verified', confidence: 1 } },
});
const asks = (actor: string, other: string): Told => ({
  ...{ id: `asks-${actor}-${other}`, at: at(), type: 'connection.requested', data: { actor, other } },
});
const writes = (actor: string, other: string): Told => ({
  ...{ id: `writes-${++made}`, at: at(), type: 'message.sent', data: { actor, other, message: `m-${made}` } },
});
const answers = (actor: string, other: string): Told => ({
  ...{ id: `answers-${++made}`, at: at(), type: 'notice.answered' },
  data: { actor, other, notice: 'stranger_message', choice: 'accept' },
});

for (const kind of ['resident', 'postgres'] as const) {
  describe(`whom an account meant and did not reach (${kind})`, () => {
    it('are children whom it only asked, or whose every message was withheld, the last first; of a child the latter alone', async () => {
      const home = await newHome(kind);
      const store = await home.open(plainDuties());
      try {
        await commitAll(store, [adult('man', 0), adult('aunt', 1), adult('loner', 2)]);
        await commitAll(store, ['asked', 'withheld', 'friend', 'yes', 'peer'].map(child));
        await commitAll(store, [asks('man', 'asked'), writes('man', 'withheld'), asks('man', 'aunt')]);
        await commitAll(store, [asks('man', 'friend')]);
        const accepts = { actor: 'friend', other: 'man' };
        await commitAll(store, [{ id: 'accepts', at: at(), type: 'connection.accepted', data: accepts }]);
        await commitAll(store, [writes('man', 'yes'), answers('yes', 'man'), asks('peer', 'asked')]);
        await commitAll(store, [asks('loner', 'aunt')]);
        assert.deepEqual(await intendedOf(store, 'man'), ['withheld', 'asked']);
        assert.deepEqual(await intendedOf(store, 'peer'), []);
        assert.deepEqual(await intendedOf(store, 'loner'), []);
        assert.deepEqual(await intendedOf(store, 'nobody'), []);
        const attempts = await store.ask((k) => [attemptAt(k, 'man', 'withheld'), attemptAt(k, 'man', 'asked')]);
        assert.deepEqual(attempts[0], { askedAt_ms: null, withheld: 1 });
        assert.deepEqual([typeof attempts[1]?.askedAt_ms, attempts[1]?.withheld], ['number', 0]);
      } finally {
        await store.close();
        await home.leave();
      }
    });
  });
}
