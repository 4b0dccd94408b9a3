import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SMALL_GROUP_MAX } from '@kith/contract';
import { type Considered, compilePolicy, consider, type Told } from '@kith/engine';
import fc from 'fast-check';
import type { FamilyRows } from '../ground/database/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { recordsOf } from './records.ts';
import { plainly } from './testing/plain.ts';
import { sampleStream } from './testing/streams.ts';
import { WorkingSet } from './working-set.ts';

const policy = compilePolicy(loadShippedPolicy());
const AT = Date.parse('2026-06-15T12:00:00Z');
const DAY = AT / 86_400_000 - 0.5;

type Act = Pick<Told, 'type' | 'data'>;

/** lena and tom are children, ann and max adults; lena has a guardian. */
class Town {
  readonly #knowledge = new WorkingSet();
  readonly #decided: { told: Told; considered: Considered }[] = [];

  constructor() {
    for (const [actor, band] of Object.entries({
      lena: '13to15',
      tom: '13to15',
      ann: 'adult',
      max: 'adult',
    } as const)) {
      this.tell({ type: 'account.created', data: { actor, age: { band, method: 'declared', confidence: 1 } } });
    }
    this.guarded('lena');
  }

  tell(act: Act, day = 0): Considered {
    const n = this.#decided.length;
    // joins a type and the data that belongs to it again
    const told = { id: `e${n}`, at: AT + day * 86_400_000 + n * 1000, ...act } as Told;
    const considered = consider(this.#knowledge, told, policy);
    this.#knowledge.apply(considered.changes);
    this.#decided.push({ told, considered });
    return considered;
  }

  guarded = (actor: string, guarded = true) => this.tell({ type: 'guardianship.changed', data: { actor, guarded } });
  befriend = (actor: string, other: string) => this.tell({ type: 'connection.accepted', data: { actor, other } });
  write = (actor: string, other: string, day = 0) =>
    this.tell({ type: 'message.sent', data: { actor, other, message: 'm' } }, day);
  post = (actor: string, conversation: string) =>
    this.tell({ type: 'message.sent', data: { actor, conversation, message: 'm' } });
  join = (actor: string, conversation: string) =>
    this.tell({ type: 'conversation.joined', data: { actor, conversation } });

  get rows(): FamilyRows {
    const { families } = recordsOf(this.#decided, 0);
    assert.ok(families !== null);
    return families;
  }
}

describe('what families see of events', () => {
  it('is with whom a message went to and fro, once a day, and of children with a guardian alone', () => {
    const town = new Town();
    town.befriend('tom', 'ann');
    town.befriend('lena', 'tom');
    for (const day of [0, 0, 1]) town.write('tom', 'lena', day);
    town.write('tom', 'ann');
    town.write('lena', 'tom');
    const of = { child: 'lena', other: 'tom', grouped: 0 };
    assert.deepEqual(town.rows.days, [
      { ...of, day: DAY },
      { ...of, day: DAY + 1 },
    ]);
    assert.deepEqual(town.rows.friends, [{ child: 'lena', other: 'tom', day: DAY }]);
    assert.deepEqual(town.rows.keptAway, []);
  });

  it('is that strangers were kept away: by the policy, and by the child, but nobody whom it is connected to', () => {
    const town = new Town();
    town.write('max', 'lena');
    assert.deepEqual([town.rows.days, town.rows.keptAway], [[], [{ child: 'lena', day: DAY, other: 'max' }]]);
    town.befriend('lena', 'tom');
    town.tell({ type: 'account.blocked', data: { actor: 'lena', other: 'tom' } });
    town.tell({ type: 'account.blocked', data: { actor: 'lena', other: 'ann' } });
    town.tell({ type: 'account.blocked', data: { actor: 'tom', other: 'max' } });
    assert.deepEqual(
      town.rows.keptAway.map(({ child, other }) => `${child} ${other}`),
      ['lena ann', 'lena max'],
    );
  });

  it('is that a child said no to a stranger, and never who is its guardian', () => {
    for (const [notice, choice, kept] of [
      ['stranger_message', 'decline', true],
      ['connection_request_stranger', 'decline', true],
      ['first_message', 'block', true],
      ['stranger_message', 'accept', false],
      ['stranger_message', 'get_help', false],
      ['asking_stranger', 'decline', false],
      ['family_invitation', 'decline', false],
    ] as const) {
      const town = new Town();
      town.tell({ type: 'notice.answered', data: { actor: 'lena', other: 'max', notice, choice } });
      assert.equal(town.rows.keptAway.length, Number(kept), `${notice} ${choice}`);
    }
  });

  it('is a group, with whom the child was in touch there, until it leaves', () => {
    const town = new Town();
    for (const actor of ['lena', 'tom']) town.join(actor, 'g');
    town.post('tom', 'g');
    assert.deepEqual(town.rows.groups, [{ child: 'lena', conversation: 'g' }]);
    assert.deepEqual(town.rows.days, [{ child: 'lena', day: DAY, other: 'tom', grouped: 1 }]);
    town.tell({ type: 'conversation.left', data: { actor: 'tom', conversation: 'g', member: 'lena' } });
    assert.deepEqual([town.rows.groups, town.rows.left], [[], [{ child: 'lena', conversation: 'g' }]]);
    town.join('lena', 'g');
    assert.deepEqual([town.rows.groups, town.rows.left], [[{ child: 'lena', conversation: 'g' }], []]);
  });

  it('is in a large group nobody, and the group where the child wrote there itself', () => {
    const town = new Town();
    for (let i = 0; i <= SMALL_GROUP_MAX; i++) town.join(`p${i}`, 'hall');
    town.post('lena', 'hall');
    town.post('p0', 'hall');
    assert.deepEqual([town.rows.groups, town.rows.days], [[{ child: 'lena', conversation: 'hall' }], []]);
  });

  it('is no group where two are in a direct conversation', () => {
    const town = new Town();
    town.befriend('lena', 'tom');
    town.tell({
      type: 'conversation.created',
      data: { actor: 'tom', conversation: 'd', kind: 'direct', members: ['lena'] },
    });
    town.tell({ type: 'message.sent', data: { actor: 'tom', conversation: 'd', message: 'm' } });
    assert.deepEqual([town.rows.groups, town.rows.days.map((r) => r.grouped)], [[], [0]]);
  });

  it('is that somebody whom the child does not know tried to bring it into a group', () => {
    const town = new Town();
    town.befriend('tom', 'lena');
    for (const actor of ['max', 'tom']) {
      const data = { actor, conversation: `of ${actor}`, kind: 'group' as const, members: ['lena', 'ann'] };
      assert.equal(town.tell({ type: 'conversation.created', data }).decision.outcome, 'confirm');
    }
    assert.deepEqual([town.rows.groups, town.rows.keptAway], [[], [{ child: 'lena', day: DAY, other: 'max' }]]);
  });

  it('is which kinds of warnings it was shown, not what they were about', () => {
    const town = new Town();
    for (const notice of ['warning', 'after_report', 'family_review'] as const) {
      town.tell({ type: 'notice.shown', data: { actor: 'lena', other: 'max', notice } });
    }
    assert.deepEqual(town.rows.warnings, [{ child: 'lena', day: DAY, kind: 'warning' }]);
  });

  it('is no friend where nobody became one', () => {
    const town = new Town();
    town.tell({ type: 'connection.requested', data: { actor: 'lena', other: 'tom' } });
    town.befriend('lena', 'tom');
    assert.deepEqual(town.rows.friends, []);
    town.befriend('tom', 'lena');
    town.befriend('lena', 'tom');
    assert.deepEqual(town.rows.friends, [{ child: 'lena', other: 'tom', day: DAY }]);
  });

  it('ends with the last guardian, and begins with nothing when another comes', () => {
    const town = new Town();
    town.befriend('lena', 'tom');
    town.write('tom', 'lena');
    town.guarded('lena', false);
    const gone = town.rows;
    assert.deepEqual([gone.begunAgain, gone.days, gone.friends], [['lena'], [], []]);
    town.write('tom', 'lena');
    town.guarded('lena');
    assert.deepEqual(town.rows.days, []);
    town.write('tom', 'lena');
    assert.equal(town.rows.days.length, 1);
  });

  it('ends with childhood and with the account, which waits for whoever ends guardianships', () => {
    const town = new Town();
    town.befriend('lena', 'tom');
    town.tell({
      type: 'account.updated',
      data: { actor: 'lena', age: { band: 'adult', method: 'declared', confidence: 1 } },
    });
    town.write('tom', 'lena');
    assert.deepEqual(town.rows.days, []);
    town.tell({ type: 'account.deleted', data: { actor: 'lena' } });
    const { changes, friends } = town.rows;
    assert.deepEqual([changes.map(({ change }) => change), friends], [['account_gone', 'came_of_age'], []]);
  });
});

describe('the rows of what families see', () => {
  it('are the same however the events are cut into blocks', () => {
    const stream = sampleStream(20_261_127, 1500, 10);
    const set = new WorkingSet();
    const decided = stream.map((told) => {
      const considered = consider(set, told, policy);
      set.apply(considered.changes);
      return { told, considered };
    });
    const whole = stored([decided]);
    for (const [table, rows] of Object.entries(whole)) assert.ok(rows.size > 0, `the stream has some ${table}`);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (cuts) => {
        const blocks: (typeof decided)[] = [];
        for (let at = 0, n = 0; at < decided.length; n++) {
          const size = cuts[n % cuts.length] ?? 1;
          blocks.push(decided.slice(at, at + size));
          at += size;
        }
        assert.deepEqual(stored(blocks), whole);
      }),
      { seed: 20_261_126, numRuns: 60 },
    );
  });

  it('name nobody but children who have a guardian, and nothing that anybody wrote', () => {
    const stream = sampleStream(7, 1500, 10).map(
      (told): Told => (told.type === 'message.sent' ? { ...told, data: { ...told.data, message: 'MARKED' } } : told),
    );
    const guarded = new Set(stream.flatMap((told) => (told.type === 'guardianship.changed' ? [told.data.actor] : [])));
    const { families } = plainly(stream).records;
    assert.ok(families !== null && families.days.length > 0);
    assert.ok(!JSON.stringify(families).includes('MARKED'));
    for (const { child } of Object.values(families)
      .flat()
      .filter((row) => typeof row === 'object')) {
      assert.ok(guarded.has(child));
    }
  });
});

/** What tables hold when these blocks are written one after the other, as the databases do it. */
function stored(blocks: readonly { told: Told; considered: Considered }[][]) {
  const tables = {
    days: new Set<string>(),
    friends: new Set<string>(),
    groups: new Set<string>(),
    warnings: new Set<string>(),
  };
  const more = { keptAway: new Set<string>(), changes: new Set<string>() };
  const days = new Map<string, number>();
  const keyOf = (row: object) => JSON.stringify(row);
  for (const block of blocks) {
    const { families } = recordsOf(block, 0);
    if (families === null) continue;
    for (const child of families.begunAgain) {
      for (const table of [...Object.values(tables), more.keptAway]) {
        for (const row of table) if (JSON.parse(row).child === child) table.delete(row);
      }
      for (const key of days.keys()) if (key.startsWith(`${child}\n`)) days.delete(key);
    }
    for (const row of families.left) tables.groups.delete(keyOf(row));
    for (const row of families.groups) tables.groups.add(keyOf(row));
    for (const row of families.days) tables.days.add(keyOf(row));
    for (const row of families.warnings) tables.warnings.add(keyOf(row));
    for (const row of families.keptAway) more.keptAway.add(keyOf(row));
    for (const { child, change } of families.changes) more.changes.add(keyOf({ child, change }));
    for (const { child, other, day } of families.friends) {
      const key = `${child}\n${other}`;
      days.set(key, Math.max(days.get(key) ?? day, day));
    }
  }
  for (const [key, day] of days) tables.friends.add(`${key} ${day}`);
  return { ...tables, ...more };
}
