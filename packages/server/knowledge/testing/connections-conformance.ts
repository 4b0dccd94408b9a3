/** What every knowledge store must hold of who is connected to whom, as tests that both stores run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isConnected, type Knowledge, type Told } from '@kith/engine';
import type { KnowledgeStore } from '../store.ts';
import { type Kind, newHome } from './homes.ts';
import { AT } from './people.ts';
import { commitAll, plainDuties, plainly } from './plain.ts';
import { sampleStream } from './streams.ts';

const SEED = 20_261_130;

/** Registers the tests for a kind of store. */
export function connectionsConformance(kind: Kind): void {
  const named = (name: string, work: (store: KnowledgeStore) => Promise<void>): void => {
    test(`${kind}: ${name}`, async () => {
      const home = await newHome(kind);
      const store = await home.open(plainDuties());
      try {
        await work(store);
      } finally {
        await store.close();
        await home.leave();
      }
    });
  };

  named(
    'who is connected with whom in common, and with somebody where, is answered as in plain maps',
    async (store) => {
      const stream = sampleStream(SEED + 7, 900, 12);
      await commitAll(store, stream);
      const { set } = plainly(stream);
      const people = [...set.accounts.keys(), 'nobody'];
      const pairs = people.flatMap((a) => people.map((b) => [a, b] as const));
      const places = ['GB', 'IE', 'US'].flatMap((country) =>
        ['', 'GB-WLS', "o'"].map((region) => [country, region] as const),
      );
      const look = (k: Knowledge) => ({
        mutual: pairs.map(([a, b]) => [1, 2, 9].map((enough) => k.mutualConnections(a, b, enough))),
        near: pairs.map(([a, b]) => places.map(([country, region]) => k.hasConnectionIn(a, country, region, b))),
      });
      const expected = look(set);
      assert.ok(expected.mutual.some(([, , mutual = 0]) => mutual > 2));
      assert.equal(new Set(expected.near.flat()).size, 2);
      assert.deepEqual(await store.ask(look), expected);
    },
  );

  named('all connections of an account are those that hold, who became one last first', async (store) => {
    const stream = sampleStream(SEED + 8, 900, 12);
    await commitAll(store, stream, 64);
    const { set } = plainly(stream);
    const people = [...set.accounts.keys()];
    for (const one of people) {
      const connected = people.filter((other) => isConnected(set.contact(one, other), set.contact(other, one)));
      assert.deepEqual((await store.connectionsOf(one, 100)).toSorted(), connected.toSorted());
    }
    assert.deepEqual(await store.connectionsOf('nobody', 100), []);
    const act = (
      n: number,
      type: 'connection.accepted' | 'connection.removed',
      actor: string,
      other: string,
    ): Told => ({
      ...{ id: `last${n}`, at: AT, type, data: { actor, other } },
    });
    await store.commit([
      ...['a', 'b', 'c', 'd'].map((other, n) =>
        act(n, 'connection.accepted', n % 2 ? 'star' : other, n % 2 ? other : 'star'),
      ),
      act(4, 'connection.removed', 'star', 'a'),
      act(5, 'connection.removed', 'c', 'star'),
      // of one that both sides accepted the later counts
      act(6, 'connection.accepted', 'star', 'a'),
    ]);
    assert.deepEqual(await store.connectionsOf('star', 100), ['a', 'd', 'b']);
    assert.deepEqual(await store.connectionsOf('star', 2), ['a', 'd']);
  });
}
