import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type AgeBand, TURNED_TO_MAX } from '@kith/contract';
import type { Told } from '@kith/engine';
import { newHome } from '../knowledge/testing/homes.ts';
import { AT } from '../knowledge/testing/people.ts';
import { commitAll, plainDuties } from '../knowledge/testing/plain.ts';
import { turnedTo } from './turned-to.ts';

const person = (actor: string, band: AgeBand): Told => ({
  ...{ id: `new-${actor}`, at: AT, type: 'account.created' },
  data: { actor, age: { band, method: 'declared', confidence: 1 } },
});
const wrote = (actor: string, other: string, minutes: number): Told => ({
  ...{ id: `${actor}-${other}-${minutes}`, at: AT + minutes * 60_000, type: 'message.sent' },
  data: { actor, other, message: 'm' },
});

for (const kind of ['resident', 'postgres'] as const) {
  it(`whom somebody turned to are children alone, the last first, and not too many, on ${kind}`, async () => {
    const home = await newHome(kind);
    const store = await home.open(plainDuties());
    try {
      const children = Array.from({ length: TURNED_TO_MAX + 5 }, (_, i) => `c${i}`);
      await commitAll(store, [person('rogue', 'adult'), person('friend', 'adult'), person('shy', 'under13')]);
      await commitAll(
        store,
        children.map((id) => person(id, '13to15')),
      );
      await commitAll(store, [
        ...children.map((id, i) => wrote('rogue', id, i)),
        wrote('rogue', 'c1', 900),
        wrote('rogue', 'friend', 901),
        wrote('shy', 'rogue', 902),
      ]);
      const expected = ['c1', ...children.toReversed().filter((id) => id !== 'c1')].slice(0, TURNED_TO_MAX);
      assert.deepEqual(await turnedTo(store, 'rogue'), expected);
      assert.deepEqual(await turnedTo(store, 'nobody'), []);
    } finally {
      await store.close();
      await home.leave();
    }
  });
}
