/**
 * What every knowledge store must hold, as tests: both stores run them, on their real databases, against the plainest
 * store there can be (a working set that holds everything).
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type CompiledPolicy, consider, type Told } from '@kith/engine';
import fc from 'fast-check';
import { verifyAudit } from '../../ground/audit/index.ts';
import type { OutboxRow } from '../../ground/database/index.ts';
import { digestOf, digestOfWorkingSet } from '../digest.ts';
import type { KnowledgeStore, StoreDuties } from '../store.ts';
import { type Kind, newHome } from './homes.ts';
import { AT, adult, blockedBy, crowd } from './people.ts';
import {
  arrived,
  auditIn,
  collect,
  commitAll,
  familiesIn,
  familiesOf,
  linesOf,
  lookingOnce,
  outboxIds,
  outboxRow,
  plainDuties,
  plainly,
  recordsIn,
  statuses,
  testPolicy,
  timeless,
  told,
} from './plain.ts';
import { lookedTwice, scoresAfter } from './scores.ts';
import { lanes, sampleStream, streams } from './streams.ts';

const SEED = 20_261_123;

const by =
  <K extends string>(key: K) =>
  (a: Record<K, string>, b: Record<K, string>): number =>
    a[key] < b[key] ? -1 : 1;

/** Registers the suite's tests for a kind of store. */
export function storeConformance(kind: Kind): void {
  const named = (name: string, body: (t: TestContext) => Promise<void>): void => {
    test(`${kind}: ${name}`, body);
  };

  /** A home with an open store, both gone when the work is done. */
  async function withStore(
    work: (store: KnowledgeStore) => Promise<void>,
    duties: StoreDuties = plainDuties(),
  ): Promise<void> {
    const home = await newHome(kind);
    try {
      const store = await home.open(duties);
      try {
        await work(store);
      } finally {
        await store.close();
      }
    } finally {
      await home.leave();
    }
  }

  async function sameAsPlainly(store: KnowledgeStore, stream: readonly Told[]): Promise<void> {
    const expected = plainly(stream);
    assert.deepEqual(await digestOf(store.rows()), digestOfWorkingSet(expected.set));
    const logged = await collect(store.log());
    assert.deepEqual(
      logged.map(({ told: { id } }) => id),
      [...expected.decisions.keys()],
    );
    assert.deepEqual(told(logged.map((l) => l.decision)), told([...expected.decisions.values()]));
    assert.deepEqual((await outboxIds(store)).sort(), [...expected.outbox].sort());
    assert.equal((await store.status()).events, expected.decisions.size);
    const scores = await store.ask((k) => scoresAfter(stream, k));
    assert.deepEqual(told(scores), told(scoresAfter(stream, expected.set)));
    const { signals, cases, lines, reports, audit } = await recordsIn(store);
    assert.deepEqual(audit, auditIn(expected.records));
    assert.deepEqual((await verifyAudit(store.records.kysely)).faults, []);
    assert.deepEqual(signals, expected.records.signals.toSorted(by('id')));
    assert.deepEqual(cases, expected.records.cases.map(timeless).toSorted(by('account')));
    assert.deepEqual(lines, linesOf(expected.records).toSorted(by('id')));
    assert.deepEqual(reports, expected.records.reports.map(arrived).toSorted(by('id')));
    assert.deepEqual(await familiesIn(store), familiesOf(expected.records));
  }

  named(
    'however a stream is cut into blocks and repeated, knowledge, decisions, scores, log and outbox are those of plain maps',
    async () => {
      /** accounts and contacts whose score the second look changed, and streams whose cases are others by it */
      const second = { scores: 0, cases: 0 };
      const cutStream = fc.record({
        stream: streams(250),
        cuts: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        /** after which block to send which part of the stream again */
        again: fc.array(fc.tuple(fc.nat(20), fc.nat(250), fc.nat(20)), { maxLength: 6 }),
      });
      await fc.assert(
        fc.asyncProperty(cutStream, ({ stream, cuts, again }) =>
          withStore(async (store) => {
            const { set, decisions: expected, records } = plainly(stream);
            second.scores += Object.values(scoresAfter(stream, set)).filter((one) => lookedTwice(one) !== 0).length;
            const once = plainly(stream, lookingOnce).records.cases.map(({ score }) => score);
            if (JSON.stringify(records.cases.map(({ score }) => score)) !== JSON.stringify(once)) second.cases++;
            const answered = new Set<string>();
            const send = async (block: readonly Told[]): Promise<void> => {
              const results = await store.commit(block);
              assert.equal(results.length, block.length);
              for (const [i, { id }] of block.entries()) {
                const result = results[i];
                assert.ok(result !== undefined && result.status !== 'failed');
                assert.equal(result.status, answered.has(id) ? 'duplicate' : 'accepted');
                assert.deepEqual(told(result.decision), told(expected.get(id)));
                answered.add(id);
              }
            };
            for (let at = 0, n = 0; at < stream.length; n++) {
              const size = cuts[n % cuts.length] ?? 1;
              const block = stream.slice(at, at + size);
              at += size;
              const repeated = again
                .filter(([after]) => after === n)
                .flatMap(([, from, count]) => stream.slice(Math.min(from, at), Math.min(from + count, at)));
              await send([...block, ...repeated]);
            }
            await sameAsPlainly(store, stream);
          }),
        ),
        { seed: SEED, numRuns: 12, endOnFailure: true },
      );
      // else this would say nothing of the scores as they are shipped
      assert.ok(second.scores > 0 && second.cases > 0, JSON.stringify(second));
    },
  );

  named('a long stream among many accounts comes to the same as in plain maps, also after reopening', async () => {
    const stream = sampleStream(SEED + 1, 3000, 60);
    const home = await newHome(kind);
    try {
      const store = await home.open(plainDuties());
      await commitAll(store, stream.slice(0, 1500), store.blockMax);
      await store.close();
      const again = await home.open(plainDuties());
      try {
        await commitAll(again, stream.slice(1500), again.blockMax);
        await sameAsPlainly(again, stream);
      } finally {
        await again.close();
      }
    } finally {
      await home.leave();
    }
  });

  named(
    'an id gives its first decision when it comes twice in a block, at the same time, later, and after reopening',
    async () => {
      const home = await newHome(kind);
      try {
        const [first] = sampleStream(SEED + 2, 1);
        assert.ok(first !== undefined);
        const store = await home.open(plainDuties());
        const other: Told = { ...first, at: first.at + 1 };
        const inOne = await store.commit([first, other, first]);
        assert.deepEqual(statuses(inOne), ['accepted', 'duplicate', 'duplicate']);
        const later = await store.commit([other]);
        assert.deepEqual(statuses(later), ['duplicate']);
        const next: Told = { ...first, id: 'next' };
        const atOnce = await Promise.all(Array.from({ length: 8 }, () => store.commit([next])));
        assert.deepEqual(
          atOnce
            .flat()
            .map((c) => c.status)
            .sort(),
          ['accepted', ...Array(7).fill('duplicate')],
        );
        await store.close();
        const again = await home.open(plainDuties());
        try {
          const reopened = await again.commit([next, first]);
          assert.deepEqual(statuses(reopened), ['duplicate', 'duplicate']);
          const decisions = [...inOne, ...later, ...reopened.slice(1)].map((c) =>
            c.status === 'failed' ? null : c.decision,
          );
          for (const decision of decisions) assert.deepEqual(told(decision), told(decisions[0]));
          assert.equal((await again.status()).events, 2);
        } finally {
          await again.close();
        }
      } finally {
        await home.leave();
      }
    },
  );

  named(
    'blocks of different people that are committed at once are all there, each event once, in the order of its block',
    () =>
      withStore(async (store) => {
        const all = lanes(SEED + 10, 12, 120);
        await Promise.all(all.map((lane) => commitAll(store, lane, 17)));
        const set = plainly(all.flat()).set;
        assert.deepEqual(await digestOf(store.rows()), digestOfWorkingSet(set));
        const logged = await collect(store.log());
        const places = logged.map((l) => l.place);
        assert.deepEqual(
          places,
          [...new Set(places)].sort((a, b) => a - b),
        );
        for (const [lane, events] of all.entries()) {
          const ids = logged.map((l) => l.told.id).filter((id) => id.startsWith(`${lane}-`));
          assert.deepEqual(
            ids,
            events.map((e) => e.id),
          );
        }
      }),
  );

  named('blocks of the same people that are committed at once lose nothing and double nothing', () =>
    withStore(async (store) => {
      const people = ['x', 'y', 'z'];
      await store.commit(people.map((actor, i) => adult(actor, i)));
      const messages = Array.from({ length: 600 }, (_, i): Told => {
        const [actor = '', other = ''] = [people[i % 3], people[(i + 1 + (i % 2)) % 3]];
        return { id: `m${i}`, at: AT + i * 1000, type: 'message.sent', data: { actor, other, message: 'm' } };
      });
      const blocks = Array.from({ length: 60 }, (_, b) => messages.slice(b * 10, b * 10 + 10));
      // each block twice, all at once
      await Promise.all([...blocks, ...blocks].map((block) => store.commit(block)));
      let sent = 0;
      for await (const rows of store.rows()) {
        for (const row of rows) if (row.row === 'contact') sent += row.value.messages;
      }
      assert.equal(sent, 600);
      const ids = (await collect(store.log())).map((l) => l.told.id);
      assert.equal(ids.length, 603);
      assert.equal(new Set(ids).size, 603);
    }),
  );

  named('asking sees what was committed, and changes nothing', () =>
    withStore(async (store) => {
      const stream = sampleStream(SEED + 3, 200);
      await commitAll(store, stream);
      const { set } = plainly(stream);
      const before = await digestOf(store.rows());
      for (const event of sampleStream(SEED + 4, 60)) {
        const later = { ...event, at: event.at + 60_000_000_000 };
        const asked = await store.ask((k) => consider(k, later, testPolicy));
        assert.deepEqual(told(asked), told(consider(set, later, testPolicy)));
      }
      await assert.rejects(
        store.ask(() => {
          throw new Error('no such thing');
        }),
        /no such thing/,
      );
      assert.deepEqual(await digestOf(store.rows()), before);
      assert.equal((await collect(store.log())).length, plainly(stream).decisions.size);
    }),
  );

  named('the log, sent to a fresh store, makes the same knowledge and the same decisions', () =>
    withStore(async (store) => {
      await commitAll(store, sampleStream(SEED + 5, 800, 12), 64);
      const logged = await collect(store.log());
      await withStore(async (fresh) => {
        await commitAll(
          fresh,
          logged.map((l) => l.told),
          100,
        );
        assert.deepEqual(await digestOf(fresh.rows()), await digestOf(store.rows()));
        const replayed = await collect(fresh.log());
        assert.deepEqual(
          replayed.map((l) => l.decision),
          logged.map((l) => l.decision),
        );
      });
      const middle = logged[Math.floor(logged.length / 2)];
      assert.ok(middle !== undefined);
      const rest = await collect(store.log(middle.place));
      assert.deepEqual(rest, logged.slice(Math.floor(logged.length / 2)));
    }),
  );

  named('the knowledge of one store fills another, which goes on from there in the same way', () =>
    withStore(async (store) => {
      const stream = sampleStream(SEED + 6, 900, 14);
      await commitAll(store, stream.slice(0, stream.length / 2));
      await withStore(async (other) => {
        await other.fill(store.rows());
        assert.deepEqual(await digestOf(other.rows()), await digestOf(store.rows()));
        await commitAll(other, stream.slice(stream.length / 2));
        assert.deepEqual(await digestOf(other.rows()), digestOfWorkingSet(plainly(stream).set));
        await assert.rejects(other.fill(store.rows()), /empty/);
      });
    }),
  );

  named('more connections, flags and members than are looked at count as in plain maps', () =>
    withStore(async (store) => {
      const stream = crowd();
      await commitAll(store, stream, 97);
      await sameAsPlainly(store, stream);
      const { set } = plainly(stream);
      for (const event of stream.slice(-20)) {
        const asked = await store.ask((k) => consider(k, event, testPolicy));
        assert.deepEqual(told(asked), told(consider(set, event, testPolicy)));
      }
    }),
  );

  named('an event whose considering throws fails alone, and may come again', async () => {
    let broken = true;
    const throwing: CompiledPolicy = {
      ...testPolicy,
      get tables() {
        if (!broken) return testPolicy.tables;
        const fault = () => {
          throw new Error('a defect');
        };
        const row = testPolicy.tables['account.blocked'][0];
        assert.ok(row !== undefined);
        return { ...testPolicy.tables, 'account.blocked': [{ ...row, tests: [fault] }] };
      },
    };
    await withStore(
      async (store) => {
        const blocked: Told = { id: 'b', at: AT, type: 'account.blocked', data: { actor: 'x', other: 'y' } };
        const block = [adult('x', 0), blocked, adult('y', 1)];
        const results = await store.commit(block);
        assert.deepEqual(statuses(results), ['accepted', 'failed', 'accepted']);
        assert.deepEqual(statuses(await store.commit([blocked])), ['failed']);
        broken = false;
        assert.deepEqual(statuses(await store.commit(block)), ['duplicate', 'accepted', 'duplicate']);
        await sameAsPlainly(store, [adult('x', 0), adult('y', 1), blocked]);
      },
      plainDuties({ policy: () => throwing }),
    );
  });

  named('a commit that fails answers nothing, and nothing of it is there', async () => {
    const home = await newHome(kind);
    try {
      const failures: Error[] = [];
      // the database refuses it: no such row is made by anything but a fault, hence the cast
      const impossible = { ...outboxRow('impossible'), body: null } as unknown as OutboxRow;
      const duties = plainDuties({
        outbox: (event) => [outboxRow(event.id), ...(event.id === 'bad' ? [impossible] : [])],
        failed: (error) => void failures.push(error),
      });
      const store = await home.open(duties);
      try {
        await store.commit(blockedBy('c1', 'good'));
        await assert.rejects(store.commit(blockedBy('c2', 'bad')));
      } finally {
        await store.close();
      }
      const again = await home.open(plainDuties());
      try {
        assert.deepEqual(await digestOf(again.rows()), digestOfWorkingSet(plainly(blockedBy('c1', 'good')).set));
        assert.deepEqual(await outboxIds(again), ['good']);
        assert.equal((await again.status()).events, 2);
        assert.deepEqual(statuses(await again.commit(blockedBy('c2', 'bad'))), ['accepted', 'accepted']);
      } finally {
        await again.close();
      }
    } finally {
      await home.leave();
    }
  });
}
