import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SMALL_GROUP_MAX } from '@kith/contract';
import type { Told } from '@kith/engine';
import type { KnowledgeStore } from '../knowledge/index.ts';
import { type Kind, newHome } from '../knowledge/testing/homes.ts';
import { commitAll, plainDuties } from '../knowledge/testing/plain.ts';
import { familyFacts } from './facts.ts';
import { sweepGroups, sweepOld } from './sweep.ts';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const DAY_MS = 86_400_000;
const TODAY = '2026-06-15';

/** A store in which events happen; kid is 14, and has a guardian from the eleventh day back. */
class Place {
  readonly store: KnowledgeStore;
  #told = 0;

  constructor(store: KnowledgeStore) {
    this.store = store;
  }

  static async with(kind: Kind, work: (place: Place) => Promise<void>): Promise<void> {
    const home = await newHome(kind);
    const store = await home.open(plainDuties());
    try {
      const place = new Place(store);
      const people = {
        kid: '13to15',
        tom: '13to15',
        zoe: '13to15',
        amy: '16to17',
        max: 'adult',
        eve: 'adult',
      } as const;
      for (const [actor, band] of Object.entries(people)) {
        await place.tell(
          { type: 'account.created', data: { actor, age: { band, method: 'declared', confidence: 1 } } },
          -11,
        );
      }
      await work(place);
    } finally {
      await store.close();
      await home.leave();
    }
  }

  tell(act: Pick<Told, 'type' | 'data'>, day = 0): Promise<void> {
    // joins a type and the data that belongs to it again
    const told = { id: `e${this.#told++}`, at: NOW + day * DAY_MS + this.#told, ...act } as Told;
    return commitAll(this.store, [told]);
  }

  guarded = (guarded = true, day = -11) =>
    this.tell({ type: 'guardianship.changed', data: { actor: 'kid', guarded } }, day);
  befriend = (actor: string, other: string, day = 0) =>
    this.tell({ type: 'connection.accepted', data: { actor, other } }, day);
  write = (actor: string, other: string, day = 0) =>
    this.tell({ type: 'message.sent', data: { actor, other, message: 'm' } }, day);
  post = (actor: string, conversation: string, day = 0) =>
    this.tell({ type: 'message.sent', data: { actor, conversation, message: 'm' } }, day);
  join = (actor: string, conversation: string) =>
    this.tell({ type: 'conversation.joined', data: { actor, conversation } });
  facts = (day = 0) => familyFacts(this.store, 'kid', NOW + day * DAY_MS);
}

for (const kind of ['resident', 'postgres'] as const) {
  const on = (name: string, work: (place: Place) => Promise<void>) => it(name, () => Place.with(kind, work));

  describe(`what families see (${kind})`, () => {
    on(
      'is all friends, the newest first, and of new ones since when and how they may know each other',
      async (place) => {
        await place.befriend('amy', 'kid', -11);
        await place.guarded();
        await place.befriend('kid', 'tom', -8);
        await place.befriend('tom', 'zoe', -2);
        await place.befriend('kid', 'zoe', -2);
        await place.tell({ type: 'connection.requested', data: { actor: 'max', other: 'kid', inContacts: true } });
        await place.befriend('kid', 'max');
        await place.tell({ type: 'connection.requested', data: { actor: 'kid', other: 'eve', inContacts: true } });
        await place.befriend('eve', 'kid');
        for (const actor of ['kid', 'eve']) await place.join(actor, 'g');
        const { friends } = await place.facts();
        assert.deepEqual(friends, [
          // whom the kid has on its own device, not who has the kid on theirs
          { account: 'eve', since: TODAY, how: ['shared_group'] },
          { account: 'max', since: TODAY, how: ['device_contacts'] },
          { account: 'zoe', since: '2026-06-13', how: ['mutual_friends'] },
          { account: 'tom', since: null, how: [] },
          { account: 'amy', since: null, how: [] },
        ]);
        await place.tell({ type: 'connection.removed', data: { actor: 'eve', other: 'kid' } });
        assert.ok((await place.facts()).friends.every(({ account }) => account !== 'eve'));
      },
    );

    on('is whom the child was in touch with on which of seven days, direct or in a group', async (place) => {
      await place.guarded();
      await place.befriend('kid', 'tom', -8);
      for (const day of [-8, -6, -1, -1, 0]) await place.write('tom', 'kid', day);
      for (const actor of ['kid', 'zoe']) await place.join(actor, 'g');
      await place.post('zoe', 'g', -1);
      await place.write('zoe', 'tom');
      const { contacts } = await place.facts();
      assert.deepEqual(
        contacts.toSorted((a, b) => (a.account < b.account ? -1 : 1)),
        [
          { account: 'tom', friend: true, direct: [TODAY, '2026-06-14', '2026-06-09'], group: [] },
          { account: 'zoe', friend: false, direct: [], group: ['2026-06-14'] },
        ],
      );
    });

    on('is the groups that the child is in, with those who are there', async (place) => {
      await place.guarded();
      for (const actor of ['kid', 'zoe', 'tom']) await place.join(actor, 'old');
      for (let i = 0; i < SMALL_GROUP_MAX; i++) await place.join(`p${i}`, 'hall');
      await place.post('kid', 'hall', 0);
      await place.tell({ type: 'conversation.left', data: { actor: 'zoe', conversation: 'old' } });
      const { groups } = await place.facts();
      assert.deepEqual(
        groups.map(({ group, size }) => [group, size]),
        [
          ['hall', SMALL_GROUP_MAX + 1],
          ['old', 2],
        ],
      );
      assert.deepEqual(groups[1]?.members, ['tom', 'kid']);
      await place.tell({ type: 'conversation.left', data: { actor: 'tom', conversation: 'old', member: 'kid' } });
      assert.deepEqual(
        (await place.facts()).groups.map(({ group }) => group),
        ['hall'],
      );
    });

    on('is how many strangers were kept away, each once, and none whom the child let in after all', async (place) => {
      await place.guarded();
      for (const day of [-8, -1, 0]) await place.write('max', 'kid', day);
      assert.equal((await place.facts()).strangersKeptAway, 1);
      await place.write('eve', 'kid');
      await place.tell({ type: 'account.blocked', data: { actor: 'kid', other: 'zoe' } });
      assert.equal((await place.facts()).strangersKeptAway, 3);
      await place.tell({
        type: 'notice.answered',
        data: { actor: 'kid', other: 'eve', notice: 'stranger_message', choice: 'accept' },
      });
      await place.befriend('kid', 'max');
      assert.equal((await place.facts()).strangersKeptAway, 1);
      assert.equal((await place.facts(7)).strangersKeptAway, 0);
    });

    on('is which warnings the child was shown, and when', async (place) => {
      await place.guarded();
      for (const day of [-8, -1, -1])
        await place.tell({ type: 'notice.shown', data: { actor: 'kid', other: 'max', notice: 'warning' } }, day);
      assert.deepEqual((await place.facts()).warnings, [{ kind: 'warning', day: '2026-06-14' }]);
    });

    on(
      'is nothing but friends from before somebody was its guardian, and nothing at all of whoever is not known',
      async (place) => {
        await place.befriend('kid', 'tom');
        await place.write('tom', 'kid');
        await place.write('max', 'kid');
        await place.guarded();
        const nothing = { contacts: [], groups: [], warnings: [], strangersKeptAway: 0 };
        const { child, ...seen } = await place.facts();
        assert.equal(child.id, 'kid');
        assert.deepEqual(seen, { friends: [{ account: 'tom', since: null, how: [] }], ...nothing });
        const { child: nobody, ...unseen } = await familyFacts(place.store, 'nobody', NOW);
        assert.equal(nobody.known, false);
        assert.deepEqual(unseen, { friends: [], ...nothing });
      },
    );

    on('is swept when no page shows it any more; groups stay as long as there is a guardian', async (place) => {
      const { kysely: db } = place.store.records;
      const left = async () =>
        (
          await Promise.all([
            db.selectFrom('family_day').select('day').execute(),
            db.selectFrom('family_friend').select('day').execute(),
            db.selectFrom('family_warning').select('day').execute(),
            db.selectFrom('family_kept_away').select('day').execute(),
            db.selectFrom('family_group').select('child').execute(),
          ])
        ).map((rows) => rows.length);
      await place.guarded();
      await place.befriend('kid', 'tom', -8);
      await place.write('max', 'kid', -8);
      await place.tell({ type: 'notice.shown', data: { actor: 'kid', other: 'max', notice: 'warning' } }, -8);
      for (const day of [-9, -8, -7, 0]) await place.write('tom', 'kid', day);
      await place.join('kid', 'g');
      assert.deepEqual(await left(), [4, 1, 1, 1, 1]);
      const { signal } = new AbortController();
      const sweeping = {
        db,
        ask: <T>(look: Parameters<typeof place.store.ask<T>>[0]) => place.store.ask(look),
        clock: () => NOW,
      };
      assert.equal(await sweepOld(sweeping, 1), true);
      assert.deepEqual(await left(), [3, 0, 0, 0, 1]);
      while (await sweepOld(sweeping, 1));
      await sweepGroups(sweeping, signal);
      assert.deepEqual(await left(), [2, 0, 0, 0, 1]);
      await place.guarded(false, 0);
      assert.deepEqual(await left(), [0, 0, 0, 0, 0]);
      // as a block that was under way in another process might
      await db.insertInto('family_group').values({ child: 'kid', conversation: 'late' }).execute();
      await sweepGroups(sweeping, signal);
      assert.deepEqual(await left(), [0, 0, 0, 0, 0]);
    });
  });
}
