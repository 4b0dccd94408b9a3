import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Told } from '@kith/engine';
import fc from 'fast-check';
import { newHome } from '../testing/homes.ts';
import { AT, adult } from '../testing/people.ts';
import { plainDuties, statuses } from '../testing/plain.ts';
import { Contended } from './contended.ts';

test('who was refused takes a turn for what it writes, in an order that all processes share, for ten seconds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 }), (keys) => {
      const [one, two] = [new Contended(), new Contended()];
      assert.deepEqual(one.turns(keys, 0), []);
      one.note(keys, 0);
      two.note(keys.toReversed(), 0);
      const turns = one.turns(keys, 9_999);
      assert.deepEqual(turns, two.turns(keys.toReversed(), 9_999));
      assert.deepEqual(
        turns,
        turns.toSorted((a, b) => a - b),
      );
      assert.equal(turns.length > 0, keys.length > 0);
      assert.deepEqual(one.turns(['nobody, for they are longer than any key of the property'], 0), []);
      assert.deepEqual(one.turns(keys, 10_000), []);
    }),
  );
});

test('a group in which everybody talks at once, on two processes, loses no message and refuses none', async () => {
  const home = await newHome('postgres');
  try {
    const stores = [await home.open(plainDuties()), await home.open(plainDuties())];
    const [first] = stores;
    assert.ok(first !== undefined);
    try {
      const people = Array.from({ length: 30 }, (_, i) => `p${i}`);
      await first.commit(people.map((actor, i) => adult(actor, i)));
      const [founder = '', ...members] = people;
      await first.commit([
        {
          id: 'group',
          at: AT,
          type: 'conversation.created',
          data: { actor: founder, conversation: 'g', kind: 'group', members },
        },
      ]);
      const blocks = Array.from({ length: 60 }, (_, b) =>
        Array.from({ length: 5 }, (_, i): Told => {
          const n = b * 5 + i;
          const actor = people[n % people.length] ?? '';
          return { id: `m${n}`, at: AT + n, type: 'message.sent', data: { actor, conversation: 'g', message: 'm' } };
        }),
      );
      // every third block goes to both
      const committed = await Promise.all(
        blocks.flatMap((block, b) =>
          (b % 3 === 2 ? stores : stores.slice(b % 3, (b % 3) + 1)).map((s) => s.commit(block)),
        ),
      );
      const accepted = committed.flatMap((results) => statuses(results)).filter((status) => status === 'accepted');
      assert.equal(accepted.length, 300);
      let messages = 0;
      for await (const rows of first.rows()) {
        for (const row of rows) if (row.row === 'conversation') messages += row.value.messages;
      }
      assert.equal(messages, 300);
      const { events } = await first.status();
      assert.equal(events, 331);
    } finally {
      for (const store of stores) await store.close();
    }
  } finally {
    await home.leave();
  }
});
