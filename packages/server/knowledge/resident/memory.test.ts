import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HashIndex, hashPair, hashString } from './hash-index.ts';
import { Journal, putBack } from './journal.ts';
import { CONTACT } from './rows.ts';
import { IDS_KEPT, Seen } from './seen.ts';
import { ResidentState } from './state.ts';
import { Strings } from './strings.ts';
import { CHUNK_ROWS, Table } from './table.ts';

test('an index finds every slot under its hash, however many share it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 400 }), (numbers) => {
      const index = new HashIndex();
      const slots = new Map<number, number[]>();
      numbers.forEach((n, slot) => {
        // few hashes, in few parts, so that runs collide
        const hash = hashPair(n % 7, n % 3);
        index.add(hash, slot);
        slots.set(hash, [...(slots.get(hash) ?? []), slot]);
      });
      for (const [hash, expected] of slots) {
        const found: number[] = [];
        for (let s = index.first(hash); s >= 0; s = index.more()) found.push(s);
        assert.deepEqual(
          found.sort((a, b) => a - b),
          expected,
        );
      }
      assert.equal(index.first(hashString('nobody added this')), -1);
    }),
  );
});

test('an index finds what is left after others were taken out or given other slots', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(12), fc.nat(3)), { maxLength: 300 }), (steps) => {
      const index = new HashIndex();
      const known = new Map<number, number>();
      steps.forEach(([key, what], step) => {
        const hash = hashPair(key % 5, key % 3) & 0xff00_000f;
        const name = (slot: number) => slot % 13 === key;
        let slot = index.first(hash);
        while (slot >= 0 && !name(slot)) slot = index.more();
        assert.equal(slot, known.get(key) ?? -1);
        const next = step * 13 + key;
        if (slot < 0) index.add(hash, next);
        else if (what === 0) index.replace(next);
        else index.remove();
        if (slot < 0 || what === 0) known.set(key, next);
        else known.delete(key);
      });
      for (const [key, expected] of known) {
        const found: number[] = [];
        const hash = hashPair(key % 5, key % 3) & 0xff00_000f;
        for (let s = index.first(hash); s >= 0; s = index.more()) found.push(s);
        assert.ok(found.includes(expected));
      }
    }),
  );
});

test('an index with room for what is expected need not grow', () => {
  const index = new HashIndex(100_000);
  const before = index.bytes;
  for (let i = 0; i < 100_000; i++) index.add(hashPair(i, i * 3), i);
  assert.equal(index.bytes, before);
});

test('entries added all at once are found as those that were added one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 3_000 }), (keys) => {
      const hashes = keys.map((key) => hashPair(key, key));
      const index = new HashIndex();
      index.addAll(hashes.length, (slot) => hashes[slot]);
      const one = new HashIndex();
      hashes.forEach((hash, slot) => {
        one.add(hash, slot);
      });
      for (const hash of new Set(hashes)) {
        const all = (of: HashIndex): number[] => {
          const found: number[] = [];
          for (let slot = of.first(hash); slot >= 0; slot = of.more()) found.push(slot);
          return found.sort((a, b) => a - b);
        };
        assert.deepEqual(all(index), all(one));
      }
    }),
  );
});

test('chunks that are made together are as those that are made one by one', () => {
  const table = new Table('many', 3);
  const last = CHUNK_ROWS * 5 + 7;
  table.reach(last);
  assert.equal(table.chunks.length, 6);
  for (const slot of [0, CHUNK_ROWS - 1, CHUNK_ROWS, last]) table.set(slot, 2, slot + 1);
  for (const slot of [0, CHUNK_ROWS - 1, CHUNK_ROWS, last]) assert.equal(table.get(slot, 2), slot + 1);
  assert.equal(table.get(CHUNK_ROWS + 1, 0), 0);
  assert.equal(table.add(), last + 1);
});

test('strings come back as they went in, of any script', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 }), { maxLength: 50 }), (list) => {
      const strings = new Strings();
      const places = list.map((s) => strings.add(s));
      places.forEach(({ offset, size }, i) => {
        assert.equal(strings.get(offset, size), list[i]);
        assert.ok(strings.equals(offset, size, list[i]));
        assert.equal(strings.hash(offset, size), hashString(list[i]));
        assert.ok(!strings.equals(offset, size, `${list[i]}x`));
      });
    }),
  );
});

test('no string lies across two chunks', () => {
  const strings = new Strings();
  const name = 'a'.repeat(127);
  for (let i = 0; i < 20_000; i++) {
    const { offset, size } = strings.add(name);
    if (i % 997 === 0) assert.equal(strings.get(offset, size), name);
  }
  assert.ok(strings.chunks.length > 1);
});

test('a journal put back, once or twice, makes the same memory', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.boolean()), {
        maxLength: 60,
      }),
      (steps) => {
        const journal = new Journal();
        const state = new ResidentState(journal);
        const journals: Uint8Array[] = [];
        for (const [a, b, accepted] of steps) {
          const slot = state.writeContact(
            {
              actor: `ünï-${a}`,
              other: `名-${b}`,
              firstAt: 1,
              lastAt: a,
              began: true,
              messages: b,
              groupMessages: 0,
              withheld: 0,
              replies: 0,
              inContacts: false,
              requestedAt: 0,
              acceptStep: Number(accepted),
              removeStep: 0,
              blocking: false,
              blockedAt: 0,
              reportedAt: 0,
              answer: 'none',
              answeredAt: 0,
              warnedAt: [0, 0, 0, a],
              toldOfBlock: b,
              toldOfReport: 4095,
            },
            accepted,
            false,
          );
          assert.equal(state.contacts.get(slot, CONTACT.messages), b);
          journals.push(journal.take());
        }
        const other = new ResidentState(new Journal());
        for (const j of journals) putBack(j, other.tables, other.strings);
        for (const j of journals) putBack(j, other.tables, other.strings);
        other.rebuild();
        for (let slot = 0; slot < state.contacts.count; slot++) {
          for (let w = 0; w < CONTACT.WIDTH; w++)
            assert.equal(other.contacts.get(slot, w), state.contacts.get(slot, w));
        }
        for (let a = 0; a < state.accounts.count; a++) {
          const id = state.accountId(a);
          assert.equal(other.account(id), a);
          for (const list of ['acceptedTo', 'acceptedFrom', 'flags'] as const) {
            let [x, y] = [state.newest(list, a), other.newest(list, a)];
            while (x >= 0 || y >= 0) {
              assert.equal(x, y);
              [x, y] = [state.older(list, x), other.older(list, y)];
            }
          }
          const acts = (slot: number): boolean => state.contacts.get(slot, CONTACT.actor) === a;
          const newestFirst = [...Array(state.contacts.count).keys()].filter(acts).reverse();
          assert.deepEqual([...state.contactLists.of(a)], newestFirst);
          assert.deepEqual([...other.contactLists.of(a)], newestFirst);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('an event id is known for at least an hour, however few came since', () => {
  const hour = 3_600_000;
  const seen = new Seen(1, 0);
  seen.add(7, 1, 0);
  for (let i = 0; i < 1000; i++) seen.add(hashPair(i, 1), 2 + i, hour * i);
  assert.equal(
    seen.find(7, (place) => place === 1),
    1,
  );
  assert.ok(IDS_KEPT >= 10_000_000);
});

test('an id whose hash is another one’s is not taken for it', () => {
  const seen = new Seen(1, 0);
  seen.add(7, 1, 0);
  assert.equal(
    seen.find(7, () => false),
    0,
  );
});
