/** The text of a message goes with its event in memory, is read where deciding asks what it says, and is written nowhere. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import { inspect } from 'node:util';
import { compilePolicy, consider, type Told } from '@kith/engine';
import fc from 'fast-check';
import pg from 'pg';
import { Refused, readTold } from './intake/index.ts';
import { digestOf, digestOfWorkingSet } from './knowledge/digest.ts';
import { type KnowledgeStore, verifyLog, WorkingSet } from './knowledge/index.ts';
import { type Home, newHome } from './knowledge/testing/homes.ts';
import { collect, plainDuties, plainly, recordsIn, testPolicy, timeless } from './knowledge/testing/plain.ts';
import { sampleStream, streams } from './knowledge/testing/streams.ts';
import { loadShippedPolicy } from './policy/index.ts';
import { createMessageReader, loadShippedReader, type MessageReader } from './signals/index.ts';

const SEED = 20_261_125;
const MARK = 'MARKED-3b9d';

/** Reads nothing into a text but what the stream says is in it, and counts how often it is asked. */
class Reading implements MessageReader {
  readonly #found = new Map<string, ReturnType<MessageReader['read']>>();
  readonly times = new Map<string, number>();

  read({ text }: { text: string }): ReturnType<MessageReader['read']> {
    this.times.set(text, (this.times.get(text) ?? 0) + 1);
    return this.#found.get(text) ?? { evidence: [], sketch: 0 };
  }

  /** A stream whose messages carry a text each, in which there is what the event had in its place. */
  carrying(stream: readonly Told[]): Told[] {
    return stream.map((told) => {
      if (told.type !== 'message.sent') return told;
      const { evidence, sketch, links, ...data } = told.data;
      const text = `${MARK} ${told.id}`;
      this.#found.set(text, { evidence: [...(evidence ?? [])], sketch: sketch ?? 0 });
      const event = { id: told.id, type: told.type, time: new Date(told.at).toISOString(), data: { ...data, text } };
      const read = readTold(event, told.at, this, { links: () => links ?? [] });
      assert.ok(!(read instanceof Refused), 'the stream has an event that nobody could send');
      return read;
    });
  }
}

async function commitCut(store: KnowledgeStore, stream: readonly Told[], cuts: readonly number[]): Promise<void> {
  for (let at = 0, n = 0; at < stream.length; n++) {
    const size = cuts[n % cuts.length] ?? 1;
    for (const { status } of await store.commit(stream.slice(at, at + size))) assert.equal(status, 'accepted');
    at += size;
  }
}

async function everythingIn({ kind, address }: Home): Promise<string> {
  if (kind === 'resident') {
    const entries = await readdir(address, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return Buffer.concat(await Promise.all(files.map((f) => readFile(join(f.parentPath, f.name))))).toString('latin1');
  }
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  const { rows } = await client.query(
    "SELECT query_to_xml('SELECT * FROM ' || quote_ident(tablename), true, false, '') AS all FROM pg_tables WHERE schemaname = 'public'",
  );
  await client.end();
  return rows.map((row) => String(row.all)).join('\n');
}

for (const kind of ['resident', 'postgres'] as const) {
  async function withStore(work: (store: KnowledgeStore, home: Home) => Promise<void>): Promise<void> {
    const home = await newHome(kind);
    const store = await home.open(plainDuties());
    try {
      await work(store, home);
    } finally {
      await store.close();
      await home.leave();
    }
  }

  test(`${kind}: in any cut, texts read on asking give what was found at once, each read at most once`, async () => {
    const cutStream = fc.record({
      stream: streams(200),
      cuts: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(cutStream, ({ stream, cuts }) =>
        withStore(async (store) => {
          const reading = new Reading();
          await commitCut(store, reading.carrying(stream), cuts);
          const expected = plainly(stream);
          assert.deepEqual(await digestOf(store.rows()), digestOfWorkingSet(expected.set));
          const logged = await collect(store.log());
          assert.deepEqual(
            JSON.stringify(logged.map(({ decision }) => decision)),
            JSON.stringify([...expected.decisions.values()]),
          );
          const { signals, cases } = await recordsIn(store);
          assert.deepEqual(signals, expected.records.signals);
          assert.deepEqual(
            cases,
            expected.records.cases.map(timeless).toSorted((a, b) => (a.account < b.account ? -1 : 1)),
          );
          for (const times of reading.times.values()) assert.equal(times, 1);
        }),
      ),
      { seed: SEED, numRuns: 10, endOnFailure: true },
    );
  });

  test(`${kind}: the log has what was read in the text's place, in any cut the same, and replays to the same`, async () => {
    const stream = sampleStream(SEED, 600, 10);
    const logs: string[] = [];
    for (const cuts of [[1], [256], [7, 90, 31]]) {
      await withStore(async (store) => {
        await commitCut(store, new Reading().carrying(stream), cuts);
        const logged = await collect(store.log());
        logs.push(JSON.stringify(logged.map(({ told }) => told)));
        const verified = await verifyLog(store, async () => testPolicy);
        assert.deepEqual([verified.whole, verified.same], [true, true]);
      });
    }
    assert.ok(logs[0]?.includes('"evidence"') && logs[0].includes('"sketch"'));
    assert.equal(logs[1], logs[0]);
    assert.equal(logs[2], logs[0]);
  });

  test(`${kind}: of what comes again nothing is read, once it is known that some does`, () =>
    withStore(async (store) => {
      const stream = sampleStream(SEED + 1, 300, 6);
      await commitCut(store, new Reading().carrying(stream), [50]);
      const again = new Reading();
      const repeated = again.carrying(stream);
      for (const { status } of await store.commit(repeated.slice(0, 50))) assert.equal(status, 'duplicate');
      // PostgreSQL finds out when it writes, and looks first from then on
      if (kind === 'postgres') again.times.clear();
      for (const { status } of await store.commit(repeated.slice(50, 250))) assert.equal(status, 'duplicate');
      assert.equal(again.times.size, 0);
    }));

  test(`${kind}: no text is stored`, async () => {
    const home = await newHome(kind);
    const store = await home.open(plainDuties());
    const reading = new Reading();
    await commitCut(store, reading.carrying(sampleStream(SEED + 2, 600, 10)), [64]);
    if (kind === 'postgres') await hasNoMark(home);
    await store.close();
    if (kind === 'resident') await hasNoMark(home);
    await home.leave();
    assert.ok(reading.times.size > 0, 'no text was read: the test shows less than it says');
  });

  async function hasNoMark(home: Home): Promise<void> {
    const stored = await everythingIn(home);
    assert.ok(stored.includes('p1'), 'what is stored was not found: the test shows nothing');
    assert.ok(!stored.includes(MARK), 'a text was stored');
  }
}

describe('a text is read', () => {
  const policy = compilePolicy(loadShippedPolicy());
  const shipped = createMessageReader(() => loadShippedReader(), null);

  /** A small world; says how many texts were read for a message. */
  function world(inForce = policy) {
    const known = new WorkingSet();
    let texts = 0;
    let n = 0;
    const tell = (type: string, data: object) => {
      const counting: MessageReader = {
        read(message) {
          texts++;
          return shipped.read(message);
        },
      };
      const told = readTold({ id: `e${++n}`, type, data }, Date.UTC(2026, 5, 1) + n * 1000, counting);
      assert.ok(!(told instanceof Refused));
      const considered = consider(known, told, inForce);
      known.apply(considered.changes);
      return considered;
    };
    const is = (actor: string, band: string) =>
      tell('account.created', { actor, age: { band, method: 'verified', confidence: 1 } });
    return {
      is,
      tell,
      says: (actor: string, to: object) => {
        texts = 0;
        const { read } = tell('message.sent', {
          actor,
          ...to,
          message: 'm',
          text: 'how old are you? dont tell your mum',
        });
        return { texts, codes: (read?.evidence ?? []).map(({ code }) => code) };
      },
    };
  }

  it('where it is to a child, or to somebody who may be one', () => {
    const { is, says } = world();
    is('adult', 'adult');
    is('child', '13to15');
    assert.deepEqual(says('adult', { other: 'child' }), { texts: 1, codes: ['AGE_QUERY', 'SECRECY'] });
    assert.equal(says('adult', { other: 'nobody-told-of' }).texts, 1);
    assert.equal(says('child', { other: 'child' }).texts, 0);
  });

  it('not where it is to an adult, whoever writes', () => {
    const { is, says } = world();
    is('adult', 'adult');
    is('other', 'adult');
    is('child', '13to15');
    assert.deepEqual(says('adult', { other: 'other' }), { texts: 0, codes: [] });
    assert.equal(says('child', { other: 'adult' }).texts, 0);
    assert.equal(says('nobody-told-of', { other: 'adult' }).texts, 0);
  });

  it('in a group only where a child is in it', () => {
    const { is, tell, says } = world();
    for (const name of ['a', 'b', 'c']) is(name, 'adult');
    is('child', 'under13');
    tell('conversation.created', { actor: 'a', conversation: 'g', kind: 'group', members: ['b', 'c'] });
    assert.equal(says('a', { conversation: 'g' }).texts, 0);
    for (const actor of ['child', 'a', 'b', 'c'])
      tell('connection.accepted', { actor, other: actor === 'child' ? 'a' : 'child' });
    tell('conversation.joined', { actor: 'child', conversation: 'g' });
    assert.equal(says('a', { conversation: 'g' }).texts, 1);
  });

  it('between adults, where a rule asks what was said', () => {
    const [rule] = loadShippedPolicy().rules;
    assert.ok(rule !== undefined);
    const when = "account.ageBand == 'adult' && 'SECRECY' in event.codes";
    const asks = { ...rule, on: ['message.sent' as const], when, examples: [] };
    const { is, says } = world(compilePolicy({ ...loadShippedPolicy(), rules: [asks] }));
    is('adult', 'adult');
    is('other', 'adult');
    is('child', '13to15');
    assert.equal(says('adult', { other: 'other' }).texts, 1);
    assert.equal(says('child', { other: 'other' }).texts, 0);
  });

  it('and gives nothing of itself where its event is written out by mistake', () => {
    const told = readTold(
      { id: 'e', type: 'message.sent', data: { actor: 'a', other: 'b', message: 'm', text: MARK } },
      Date.UTC(2026, 5, 1),
      shipped,
    );
    assert.ok(!(told instanceof Refused) && told.type === 'message.sent');
    assert.equal(told.carried?.text, MARK);
    for (const written of [
      JSON.stringify(told),
      JSON.stringify([told.carried]),
      inspect(told, { depth: 9, showHidden: true }),
      JSON.stringify(structuredClone(told.data)),
    ])
      assert.ok(!written.includes(MARK));
  });
});
