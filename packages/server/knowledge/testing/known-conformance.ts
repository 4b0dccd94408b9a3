/** What every knowledge store must hold of who comes back and of known material, as tests that both stores run. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type Identifier,
  identifierKinds,
  type Knowledge,
  LINKS_JUDGED_MAX,
  LINKS_MAX,
  type Links,
  type Media,
  SHARERS_COUNTED,
  SHARERS_SEEN,
  type Told,
  type TraitKind,
} from '@kith/engine';
import { digestOf, digestOfWorkingSet } from '../digest.ts';
import type { KnowledgeRow, KnowledgeStore } from '../store.ts';
import { WorkingSet } from '../working-set.ts';
import { type Kind, newHome } from './homes.ts';
import { AT } from './people.ts';
import { commitAll, plainDuties, plainly, testPolicy } from './plain.ts';
import { sampleStream } from './streams.ts';

const SEED = 20_261_126;
const [SCHOOL, FAMILY, SELDOM] = ['0000000000000001', 'f'.repeat(16), '80000000deadbeef'];

type Hashed = { kind: TraitKind; hash: string; verified?: true };
let told = 0;
const adult = { age: { band: 'adult', method: 'declared', confidence: 0.9 } } as const;
const signUp = (actor: string, of: readonly Hashed[], more: Partial<typeof adult> = {}): Told => ({
  id: `s${told++}`,
  at: AT + told * 1000,
  type: 'signup.requested',
  data: { actor, identifiers: { layers: 1, of }, ...more },
});
const leave = (actor: string): Told => ({
  id: `s${told++}`,
  at: AT + told * 1000,
  type: 'account.deleted',
  data: { actor },
});

/** Registers the tests for a kind of store. */
export function knownConformance(kind: Kind): void {
  const named = (name: string, body: (t: TestContext) => Promise<void>): void => {
    test(`${kind}: ${name}`, body);
  };

  async function withStores(count: number, work: (...stores: KnowledgeStore[]) => Promise<void>): Promise<void> {
    const homes = await Promise.all(Array.from({ length: count }, () => newHome(kind)));
    const stores: KnowledgeStore[] = [];
    try {
      for (const home of homes) stores.push(await home.open(plainDuties()));
      await work(...stores);
    } finally {
      for (const store of stores) await store.close();
      for (const home of homes) await home.leave();
    }
  }

  named(
    'who shares an identifier is answered as in plain maps, in the same order, also after a reopening',
    async () => {
      const stream = sampleStream(SEED, 1200, 24);
      const { set } = plainly(stream);
      const look = lookAt([...set.accounts.keys()], set);
      const expected = look(set);
      assert.ok(expected.sharers.some(({ count }) => count > 8));
      for (const sort of ['target', 'barred device'] as const) {
        assert.ok(expected.own.some((own) => own.some((i) => i.kind === sort)));
      }
      const home = await newHome(kind);
      try {
        const store = await home.open(plainDuties());
        await commitAll(store, stream, 61);
        assert.deepEqual(await store.ask(look), expected);
        await store.close();
        const again = await home.open(plainDuties());
        assert.deepEqual(await again.ask(look), expected);
        await again.close();
      } finally {
        await home.leave();
      }
    },
  );

  named('more accounts than are given or counted share one, and those who leave make room, in one block or many', () =>
    withStores(1, async (store) => {
      const pupils = Array.from({ length: SHARERS_COUNTED + 20 }, (_, i) => `pupil${i}`);
      const family = pupils.slice(-SHARERS_SEEN - 6);
      const stream = pupils.map((id) => {
        const school = { kind: 'ip', hash: SCHOOL } as const;
        return signUp(id, family.includes(id) ? [school, { kind: 'device', hash: FAMILY }] : [school]);
      });
      const look = (k: Knowledge) => [k.sharers('ip', SCHOOL), k.sharers('device', FAMILY), k.sharers('ip', SELDOM)];
      const check = async (more: readonly Told[], size: number): Promise<void> => {
        stream.push(...more);
        await commitAll(store, more, size);
        const { set } = plainly(stream);
        assert.deepEqual(await store.ask(look), look(set));
        assert.deepEqual(await digestOf(store.rows()), digestOfWorkingSet(set));
      };
      await commitAll(store, stream, store.blockMax);
      await check([], 1);
      const [, ofFamily] = await store.ask(look);
      assert.deepEqual(ofFamily, { accounts: family.slice(-SHARERS_SEEN).reverse(), count: family.length });
      // those who are left at the end of the block are more than were given before it
      await check([...family.slice(-8).map(leave), signUp('late', [{ kind: 'device', hash: FAMILY }])], 64);
      await check(
        family.slice(0, 4).flatMap((id) => [leave(id), signUp(id, [{ kind: 'device', hash: FAMILY }])]),
        64,
      );
      await check(pupils.slice(0, 60).map(leave), 7);
      await check(
        pupils.slice(0, 3).map((id) => signUp(id, [{ kind: 'ip', hash: SCHOOL }])),
        1,
      );
    }),
  );

  named(
    'whoever is gone and can be recognised still is found, whether a block or evidence left that, and not who was barred',
    () =>
      withStores(1, async (store) => {
        const had = (hash: string): Hashed[] => [{ kind: 'device', hash }];
        const between = (type: 'account.blocked' | 'account.deleted', actor: string, other = ''): Told => ({
          // the type with its own data, as is written here
          ...({ id: `g${told++}`, at: AT, type, data: { actor, ...(other !== '' && { other }) } } as Told),
        });
        const stream: Told[] = [
          ...['blocked', 'barred', 'here', 'plain'].map((id, i) => signUp(id, had(`${i}`.repeat(16)), adult)),
          ...['blocked', 'barred', 'here'].map((id) => between('account.blocked', 'kid', id)),
          { id: 'bars', at: AT, type: 'enforcement.requested', data: { actor: 'barred', kind: 'disable' } },
          ...['blocked', 'barred', 'plain'].map((id) => between('account.deleted', id)),
        ];
        await commitAll(store, stream, 4);
        const gone = async (at_ms: number): Promise<string[]> =>
          (await Array.fromAsync(store.goneSince(at_ms / 1000))).flat();
        assert.deepEqual(await gone(AT - 1000), []);
        assert.deepEqual(await gone(AT), ['blocked']);
        const { daysAfterDeletion } = testPolicy.policy.keep.identifiers;
        const over: Told = { ...between('account.deleted', 'blocked'), at: AT + daysAfterDeletion * 86_400_000 };
        await commitAll(store, [over], 1);
        assert.deepEqual(await gone(over.at), []);
        const { set } = plainly([...stream, over]);
        assert.deepEqual(await digestOf(store.rows()), digestOfWorkingSet(set));
        assert.deepEqual(await store.ask((k) => k.sharers('device', '0'.repeat(16))), { accounts: [], count: 0 });
      }),
  );

  named('no crowd of sign-ups with what a barred account had hides it from the next', () =>
    withStores(1, async (store) => {
      // what nobody verified says no more beside the device: whoever lives with somebody can write it down
      const had: Hashed[] = [
        { kind: 'device', hash: '0'.repeat(16) },
        { kind: 'telephone', hash: '1'.repeat(16), verified: true },
        { kind: 'email', hash: '2'.repeat(16), verified: true },
      ];
      const barred: Told = {
        ...{ id: 'barred', at: AT, type: 'enforcement.requested', data: { actor: 'max', kind: 'disable' } },
      };
      const crowd = Array.from({ length: 3 * SHARERS_SEEN }, (_, i) => signUp(`crowd${i}`, had, adult));
      const stream = [signUp('max', had, adult), barred, ...crowd, signUp('last', had, adult)];
      await commitAll(store, stream, 10);
      const { set } = plainly(stream);
      const look = (k: Knowledge) => ({
        links: k.links('last'),
        marked: k.sharers('barred device', had[0]?.hash ?? ''),
      });
      const seen = await store.ask(look);
      assert.deepEqual(seen, look(set));
      assert.deepEqual(seen.marked, { accounts: ['max'], count: 1 });
      assert.ok(seen.links.links.some(({ other, points }) => other === 'max' && points > 12));
      assert.deepEqual(await digestOf(store.rows()), digestOfWorkingSet(set));
    }),
  );

  named('accounts that are taken for others, and media that matched, go from one store to another', () =>
    withStores(2, async (one, two) => {
      const links: Links = {
        account: 'b"{\\',
        links: [
          { other: "a'1", points: Math.fround(3.1), byDevice: true, state: 'confirmed', at: 5 },
          { other: '名', points: -0.5, byDevice: false, state: 'cut', at: 9 },
        ],
      };
      const many: Links = {
        account: 'many',
        links: Array.from({ length: LINKS_JUDGED_MAX + LINKS_MAX }, (_, i) => {
          const state = i < LINKS_JUDGED_MAX ? 'cut' : 'seen';
          return { other: `of many ${i}`, points: i / 2, byDevice: i % 3 === 0, state, at: i };
        }),
      };
      const media: Media = { id: 'pic"1', uploader: 'b"{\\', verdict: 'verified', at: 7 };
      const identifiers = [0, 1, 2].map((i): Identifier => {
        return { account: `a${i}`, kind: 'device', hash: FAMILY, layers: i, firstAt: 3 + i, lastAt: 4 + i };
      });
      const places = [7, 3, 5];
      const set = new WorkingSet();
      set.linksOf.set(links.account, links);
      set.linksOf.set(many.account, many);
      set.mediaOf.set(media.id, media);
      for (const i of [1, 2, 0]) set.recognised.keep(identifiers[i] ?? assert.fail());
      const rows: KnowledgeRow[] = [
        { row: 'links', value: links },
        { row: 'links', value: many },
        { row: 'media', value: media },
        ...identifiers.map((value, i): KnowledgeRow => ({ row: 'identifier', value, place: places[i] ?? 0 })),
      ];
      await one.fill(of(rows));
      await two.fill(one.rows());
      for (const store of [one, two]) {
        assert.deepEqual(await digestOf(store.rows()), digestOfWorkingSet(set));
        const seen = await store.ask((k) => ({
          links: [k.links(links.account), k.links('a0'), k.links('nobody'), k.links('many')],
          media: [k.media(media.id), k.media('other')],
          sharers: k.sharers('device', FAMILY),
        }));
        assert.deepEqual(seen.links, [links, { account: 'a0', links: [] }, { account: 'nobody', links: [] }, many]);
        assert.deepEqual(seen.media, [media, { id: 'other', uploader: '', verdict: 'none', at: 0 }]);
        assert.deepEqual(seen.sharers, { accounts: ['a0', 'a2', 'a1'], count: 3 });
      }
    }),
  );
}

/** Everything that accounts can be recognised by, and who shares it. */
function lookAt(accounts: readonly string[], set: WorkingSet) {
  const hashes = new Set([...set.recognised.all()].map(({ hash }) => hash)).add(SELDOM);
  return (k: Knowledge) => ({
    own: accounts.map((id) => k.identifiers(id)),
    sharers: identifierKinds.flatMap((sort) => [...hashes].map((hash) => k.sharers(sort, hash))),
  });
}

async function* of(rows: readonly KnowledgeRow[]): AsyncGenerator<readonly KnowledgeRow[]> {
  yield rows;
}
