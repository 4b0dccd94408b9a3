/** What was held and people have looked at since: decided anew, with what is known by then. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type CompiledPolicy, type Considered, compilePolicy, consider, type Told } from '@kith/engine';
import { WorkingSet } from '../knowledge/index.ts';
import { formatProblems, loadShippedPolicy, parsePolicy, shippedPolicyPath } from './index.ts';

const AT = Date.parse('2026-06-15T12:00:00Z');
const policy = compilePolicy(loadShippedPolicy());
type Act = Pick<Told, 'type' | 'data'>;

/** lena, 14 and seen by a guardian, is friends with max, an adult of high risk. */
class Town {
  readonly k = new WorkingSet();
  readonly #policy: CompiledPolicy;
  #told = 0;

  constructor(of = policy) {
    this.#policy = of;
    for (const [actor, band, more] of [
      ['lena', '13to15', {}],
      ['mia', '13to15', { settings: { directMessages: 'ask' } }],
      ['max', 'adult', { risk: 'high' }],
      ['eve', 'adult', {}],
    ] as const) {
      const age = { band, method: 'verified', confidence: 1 } as const;
      this.tell({ type: 'account.created', data: { actor, age, country: 'GB', language: 'en', ...more } });
    }
    this.tell({ type: 'guardianship.changed', data: { actor: 'lena', guarded: true } });
    this.friends('lena', 'max');
  }

  tell(act: Act): Considered {
    // joins a type and the data that belongs to it again
    const told = { id: `e${this.#told}`, at: AT + this.#told++ * 60_000, ...act } as Told;
    const considered = consider(this.k, told, this.#policy);
    this.k.apply(considered.changes);
    return considered;
  }

  friends(a: string, b: string): void {
    this.tell({ type: 'connection.requested', data: { actor: a, other: b } });
    this.tell({ type: 'connection.accepted', data: { actor: b, other: a } });
  }

  writes(other = 'lena') {
    return this.tell({ type: 'message.sent', data: { actor: 'max', other, message: 'm1' } });
  }

  /** People have looked at the last event that was held. */
  looked(held: Considered, choice: 'release' | 'refuse' = 'release'): Considered {
    const effect = held.effects.find(({ type }) => type === 'event.held');
    assert.ok(effect?.type === 'event.held', 'it was not held');
    return this.tell({ type: 'held.judged', data: { ...effect.held, event: 'e9', choice } });
  }
}

const notesOf = ({ effects }: Considered) =>
  effects.flatMap((effect) => (effect.type === 'family.noted' ? effect.notes.map(({ note }) => note) : []));
const revisedIn = ({ effects }: Considered) =>
  effects.flatMap((effect) =>
    effect.type === 'decision.revised'
      ? [[effect.event, effect.decision.outcome, effect.decision.reasons[0]?.code]]
      : [],
  );

describe('a message that was held, and is let go', () => {
  it('is a contact from then on, and not before, and its family sees it', () => {
    const town = new Town();
    const held = town.writes();
    assert.deepEqual([held.decision.outcome, held.decision.reasons[0]?.code], ['hold', 'sender_high_risk']);
    assert.deepEqual([town.k.contact('max', 'lena').messages, town.k.contact('max', 'lena').withheld], [0, 1]);
    assert.ok(!notesOf(held).includes('contact'));
    const judged = town.looked(held);
    assert.deepEqual(revisedIn(judged), [['e9', 'notice', 'first_message']]);
    assert.deepEqual([town.k.contact('max', 'lena').messages, town.k.contact('max', 'lena').withheld], [1, 0]);
    assert.deepEqual(notesOf(judged), ['contact']);
    assert.deepEqual(
      judged.effects.filter(({ type }) => type === 'notice.requested'),
      [],
      'its notice goes with the decision',
    );
    // there is no first message any more; of a new account one is warned once; then nothing but what people found is to be said
    assert.deepEqual(revisedIn(town.looked(town.writes())), [['e9', 'notice', 'warning_sign']]);
    assert.deepEqual(revisedIn(town.looked(town.writes())), [['e9', 'allow', 'found_harmless']]);
  });

  it('does not pass a block that came meanwhile, and is no contact then', () => {
    const town = new Town();
    const held = town.writes();
    town.tell({ type: 'account.blocked', data: { actor: 'lena', other: 'max' } });
    const judged = town.looked(held);
    assert.deepEqual(revisedIn(judged), [['e9', 'block', 'blocked']]);
    assert.deepEqual([town.k.contact('max', 'lena').messages, notesOf(judged)], [0, []]);
  });

  it('does not pass by a child who is to be asked first', () => {
    const town = new Town();
    const judged = town.looked(town.writes('mia'));
    assert.deepEqual(revisedIn(judged), [['e9', 'confirm', 'stranger_asks']]);
    assert.equal(town.k.contact('max', 'mia').messages, 0);
    assert.deepEqual(
      judged.decision.notices.map(({ to, kind }) => `${to} ${kind}`),
      ['mia stranger_message'],
    );
  });

  it('goes to nobody where the account has been taken away since', () => {
    const town = new Town();
    const held = town.writes();
    town.tell({ type: 'enforcement.requested', data: { actor: 'max', kind: 'disable' } });
    assert.deepEqual(revisedIn(town.looked(held)), [['e9', 'block', 'sender_restricted']]);
  });

  it('counts in a group, for each of its members', () => {
    const town = new Town();
    town.friends('mia', 'max');
    const conversation = { actor: 'lena', conversation: 'g', kind: 'group', members: ['mia', 'max'] } as const;
    town.tell({ type: 'conversation.created', data: { ...conversation, members: [...conversation.members] } });
    const held = town.tell({ type: 'message.sent', data: { actor: 'max', conversation: 'g', message: 'm2' } });
    assert.equal(held.decision.outcome, 'hold');
    assert.equal(town.k.contact('max', 'lena').groupMessages, 0);
    assert.deepEqual(revisedIn(town.looked(held)), [['e9', 'allow', 'found_harmless']]);
    const others = town.k.members('g').filter((member) => member !== 'max');
    assert.ok(others.includes('lena'));
    for (const member of others) assert.equal(town.k.contact('max', member).groupMessages, 1, member);
  });

  it('that is refused for good changes nothing of what is known', () => {
    const town = new Town();
    const judged = town.looked(town.writes(), 'refuse');
    assert.deepEqual(revisedIn(judged), [['e9', 'block', 'found_harmful']]);
    assert.deepEqual([town.k.contact('max', 'lena').messages, notesOf(judged)], [0, []]);
  });
});

describe('a request that was held, and is let go', () => {
  it('reaches the child with the notice that it always has', () => {
    const town = new Town();
    let held: Considered | undefined;
    for (let n = 0; n < 100 && held === undefined; n++) {
      const age = { band: '13to15', method: 'verified', confidence: 1 } as const;
      town.tell({ type: 'account.created', data: { actor: `c${n}`, age } });
      town.tell({ type: 'account.updated', data: { actor: 'max', risk: 'none' } });
      const asked = town.tell({ type: 'connection.requested', data: { actor: 'max', other: `c${n}` } });
      if (asked.decision.outcome === 'hold') held = asked;
    }
    assert.ok(held !== undefined, 'no request was one too many');
    const judged = town.looked(held);
    assert.deepEqual(revisedIn(judged), [['e9', 'notice', 'connection_request_stranger']]);
  });
});

const parsed = (text: string): CompiledPolicy => {
  const read = parsePolicy(text, 'test.yaml');
  assert.ok(read.ok, read.ok ? '' : formatProblems(read.problems));
  return compilePolicy(read.policy);
};
const shippedText = readFileSync(shippedPolicyPath, 'utf8');
/** A rule as operators write them: whoever is at high risk brings nobody into a conversation before people have looked. */
const byRule = parsed(
  shippedText.replace(
    /^rules:\n/m,
    `rules:
  - name: brings-people
    about: Somebody at high risk brings others together
    on: [conversation.created, conversation.joined]
    mode: live
    when: account.risk == 'high'
    then: { signal: { weight: 1, words: at high risk }, outcome: hold }
    examples:
      - { given: { account: { risk: high } }, fires: true }
      - { given: { account: { risk: none } }, fires: false }
`,
  ),
);
/** The same by a table's row, of children only. */
const byTable = compilePolicy({
  ...loadShippedPolicy(),
  tables: {
    ...loadShippedPolicy().tables,
    'conversation.joined': [
      { when: ['added_by_somebody_else', 'other_child', 'blocked_either_way'], outcome: 'block', reason: 'blocked' },
      { when: ['actor_high_risk', 'other_child'], outcome: 'hold', reason: 'sender_high_risk' },
      {
        ...{ when: ['added_by_somebody_else', 'other_child'], outcome: 'confirm', reason: 'added_to_group' },
        notice: 'group_invite',
      },
    ],
  },
});

const comesIn = (town: Town, group: string) => [...town.k.members(group)].sort();
const makes = (members: string[], conversation = 'g') =>
  ({ type: 'conversation.created', data: { actor: 'max', conversation, kind: 'group', members } }) as const;
const heldIn = ({ effects }: Considered) => effects.flatMap((one) => (one.type === 'event.held' ? [one.held] : []));

describe('a group that was held, and is let go', () => {
  it('is made then: whoever may comes in, and a child is asked first', () => {
    const town = new Town(byRule);
    const held = town.tell(makes(['lena', 'eve']));
    assert.deepEqual([held.decision.outcome, comesIn(town, 'g')], ['hold', []]);
    const judged = town.looked(held);
    assert.deepEqual(revisedIn(judged), [['e9', 'confirm', 'added_to_group']]);
    assert.deepEqual(comesIn(town, 'g'), ['eve', 'max']);
    assert.deepEqual(
      judged.decision.notices.map(({ to, kind }) => `${to} ${kind}`),
      ['lena group_invite'],
    );
    assert.ok(!judged.effects.some(({ type }) => type === 'notice.requested'));
    // the child's own act after its yes, as ever
    town.tell({ type: 'conversation.joined', data: { actor: 'lena', conversation: 'g' } });
    assert.deepEqual(comesIn(town, 'g'), ['eve', 'lena', 'max']);
    assert.equal(town.k.conversation('g').members, 3);
  });

  it('takes in only those who could not come in at first', () => {
    const town = new Town(byTable);
    const held = town.tell(makes(['lena', 'eve']));
    assert.deepEqual([held.decision.outcome, comesIn(town, 'g')], ['hold', ['eve', 'max']]);
    assert.deepEqual(
      heldIn(held).map(({ members, kind }) => [members, kind]),
      [[['lena'], 'group']],
    );
    // eve has left meanwhile: nobody brings her back
    town.tell({ type: 'conversation.left', data: { actor: 'eve', conversation: 'g' } });
    assert.deepEqual(revisedIn(town.looked(held)), [['e9', 'confirm', 'added_to_group']]);
    assert.deepEqual(comesIn(town, 'g'), ['max']);
  });

  it('does not pass a block that came meanwhile: nobody comes in', () => {
    const town = new Town(byRule);
    const held = town.tell(makes(['lena', 'eve']));
    town.tell({ type: 'account.blocked', data: { actor: 'lena', other: 'max' } });
    assert.deepEqual(revisedIn(town.looked(held)), [['e9', 'block', 'blocked']]);
    assert.deepEqual([comesIn(town, 'g'), town.k.conversation('g').known], [[], false]);
  });

  it('that is refused for good brings nobody in', () => {
    const town = new Town(byRule);
    const judged = town.looked(town.tell(makes(['eve'])), 'refuse');
    assert.deepEqual([revisedIn(judged), comesIn(town, 'g')], [[['e9', 'block', 'found_harmful']], []]);
  });
});

describe('a child’s own coming into a group that was held, and is let go', () => {
  it('is seen by its family from then on', () => {
    const town = new Town(byRule);
    town.tell({ type: 'conversation.created', data: { actor: 'eve', conversation: 'g', kind: 'group', members: [] } });
    town.tell({ type: 'account.updated', data: { actor: 'lena', risk: 'high' } });
    const held = town.tell({ type: 'conversation.joined', data: { actor: 'lena', conversation: 'g' } });
    assert.deepEqual([held.decision.outcome, notesOf(held)], ['hold', []]);
    const judged = town.looked(held);
    assert.deepEqual([revisedIn(judged), notesOf(judged)], [[['e9', 'allow', 'found_harmless']], ['group']]);
    assert.deepEqual(comesIn(town, 'g'), ['eve', 'lena']);
  });
});
