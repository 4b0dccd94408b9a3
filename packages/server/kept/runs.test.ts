/** Kept messages are found by their marks, wherever these are: in the tail, in runs, in none yet; on both stores. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { keptConversation, keptOf } from './index.ts';
import { bytesOf, marksOf, wordsOf } from './marks.ts';
import { everyRowOf } from './rows.ts';
import { makeRuns, partsOf } from './runs.ts';
import { DAY_MS, Keeping, NOON } from './testing/keeping.ts';

const looking = { at_ms: NOON, by: 'staff:sta_1', subject: 'account:a1' } as const;
const DAY = Math.floor(NOON / DAY_MS);
/** More than a day that is over needs for a run, less than two of today's runs. */
const MESSAGES = 1_500;

/** Of some accounts, who write to one another and into groups; about eight a second, over two days, told late now and then. */
const messages = Array.from({ length: MESSAGES }, (_, n) => {
  const at = NOON - (n % 3 === 0 ? DAY_MS : 0) + n * 120 - (n % 7) * 1_000;
  return {
    ...{ message: `m${n}`, event: `e${n}`, conversation: null, at, day: Math.floor(at / DAY_MS) },
    ...{ actor: `a${(n * 31) % 13}`, other: n % 11 === 0 ? null : `a${(n * 17 + 5) % 13}`, outcome: 'allow' },
    ...{ media: null, text: n % 5 === 0 ? '' : `text ${n} 👋` },
  };
});
const inTime = (list: typeof messages) => list.toSorted((a, b) => a.at - b.at || (a.message < b.message ? -1 : 1));
const namesOf = (list: readonly { message: string }[]) => list.map(({ message }) => message);

for (const kind of ['resident', 'postgres'] as const) {
  describe(`kept messages (${kind})`, () => {
    let k: Keeping;
    beforeEach(async () => {
      k = await Keeping.begin(kind);
    });
    afterEach(() => k.end());

    const write = async (list: typeof messages) => {
      for (const { marks, ...pack } of k.kept.pack(list)) {
        const { id } = await k.db.insertInto('kept_pack').values(pack).returning('id').executeTakeFirstOrThrow();
        await k.db.insertInto('kept_tail').values({ pack: id, day: pack.day, marks }).execute();
      }
    };
    const writeAlone = async (list: typeof messages) => {
      const packs = list.flatMap((message) => k.kept.pack([message])).map(({ marks: _, ...pack }) => pack);
      const made = await k.db.insertInto('kept_pack').values(packs).returning(['id', 'day']).execute();
      await k.db
        .insertInto('kept_tail')
        .values(made.map(({ id, day }) => ({ pack: id, day, marks: null })))
        .execute();
    };
    const runs = async () => (await k.db.selectFrom('kept_run').selectAll().execute()).map(({ day }) => day).sort();
    const areAllFound = async () => {
      for (const a of ['a0', 'a7', 'a12', 'nobody']) {
        const its = inTime(messages.filter(({ actor, other }) => actor === a || other === a));
        const found = await Array.fromAsync(everyRowOf(k.db, a));
        assert.deepEqual(namesOf(found.flat()).sort(), namesOf(its).sort());
        const newest = await keptOf(k.db, k.kept.folder, { account: a, limit: 50 }, looking);
        assert.deepEqual(namesOf(newest), namesOf(its.slice(-50)));
        const [middle] = its.slice(its.length / 2);
        const older = await keptOf(k.db, k.kept.folder, { account: a, limit: 9, before: middle?.at ?? 0 }, looking);
        assert.deepEqual(namesOf(older), namesOf(its.filter(({ at }) => at < (middle?.at ?? 0)).slice(-9)));
        const later = await keptOf(k.db, k.kept.folder, { account: a, limit: 9, after: middle?.at ?? NOON }, looking);
        assert.deepEqual(namesOf(later), namesOf(its.filter(({ at }) => at > (middle?.at ?? NOON)).slice(0, 9)));
      }
      const both = inTime(
        messages.filter(({ actor, other }) => [actor, other].includes('a5') && [actor, other].includes('a0')),
      );
      const read = await keptConversation(k.db, k.kept.folder, { a: 'a0', b: 'a5', limit: 500 }, looking);
      assert.ok(both.length > 5);
      assert.deepEqual(
        read.map(({ message, text, unreadable }) => [message, text ?? '', unreadable]),
        both.map(({ message, text }) => [message, text, false]),
      );
    };

    it('are found while no run has them, when some do, and when most do', async () => {
      await write(messages.slice(0, 1_000));
      assert.equal(await makeRuns(k.db, NOON, DAY - 14), 1);
      assert.deepEqual(await runs(), [DAY - 1]);
      await write(messages.slice(1_000));
      await areAllFound();
      assert.equal(await makeRuns(k.db, NOON + DAY_MS, DAY - 14), 1);
      assert.deepEqual(await runs(), [DAY - 1, DAY]);
      await areAllFound();
    });

    it('are found where they came without marks, one by one as before there were packs', async () => {
      await writeAlone(messages);
      await areAllFound();
      await makeRuns(k.db, NOON + DAY_MS, DAY - 14);
      assert.deepEqual(await k.db.selectFrom('kept_tail').selectAll().execute(), []);
      await areAllFound();
    });

    it('are in one run each, however many processes make runs', async () => {
      await write(messages);
      await Promise.all([1, 2, 3].map(() => makeRuns(k.db, NOON + DAY_MS, DAY - 14)));
      assert.deepEqual(await k.db.selectFrom('kept_tail').selectAll().execute(), []);
      const parts = await k.db.selectFrom('kept_part').selectAll().execute();
      const entries = parts.reduce((sum, part) => sum + part.entries.length / 8, 0);
      assert.equal(entries, marksOf(messages).length / 4);
      await areAllFound();
    });

    it('leave nothing that finds them, when their day ends', async () => {
      await write(messages);
      await makeRuns(k.db, NOON + DAY_MS, DAY - 14);
      await k.tell('message.deleted', { actor: 'a1', message: 'm1' });
      k.now = NOON + 15 * DAY_MS;
      await k.kept.work();
      for (const table of ['kept_pack', 'kept_tail', 'kept_run', 'kept_part', 'kept_deleted'] as const) {
        assert.deepEqual(await k.db.selectFrom(table).selectAll().execute(), [], table);
      }
    });
  });
}

describe('a run', () => {
  it('has every mark in the part of its first bits, and nothing else', () => {
    const word = fc.nat(2 ** 32 - 1);
    const marked = fc.array(fc.record({ pack: fc.nat(1e6), marks: fc.array(word, { maxLength: 96 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(marked, fc.nat(2 ** 40), (list, from) => {
        const packs = list.map(({ pack, marks }) => ({ pack: from + pack, marks: bytesOf(Uint32Array.from(marks)) }));
        const { first, shift, parts } = partsOf(packs);
        const found: string[] = [];
        for (const [part, entries] of parts) {
          const words = wordsOf(entries);
          for (let i = 0; i < words.length; i += 2) {
            assert.equal(Math.floor(words[i] / 2 ** shift), part);
            found.push(`${words[i]} ${first + words[i + 1]}`);
          }
        }
        const put = list.flatMap(({ pack, marks }) => marks.map((mark) => `${mark} ${from + pack}`));
        assert.deepEqual(found.sort(), put.sort());
      }),
    );
  });
});
