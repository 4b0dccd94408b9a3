/** What rules do to decisions, on knowledge in plain maps; and what is said of rules that can't be used. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { EventType, Outcome } from '@kith/contract';
import { type Considered, compilePolicy, consider, isOfRule, type Told } from '@kith/engine';
import fc from 'fast-check';
import { WorkingSet } from '../knowledge/index.ts';
import { loadWords, renderDecision } from '../words/index.ts';
import { formatProblems, parsePolicy, shippedPolicyPath } from './index.ts';

const shipped = readFileSync(shippedPolicyPath, 'utf8').replace(/^rules:[\s\S]*/m, '');

interface Wanted {
  name?: string;
  on?: string;
  mode?: string;
  when?: string;
  words?: string;
  more?: string;
  examples?: string;
}

const ruleText = (r: Wanted): string => `  - name: ${r.name ?? 'tried'}
    about: a rule of a test
    on: [${r.on ?? 'message.sent'}]
    mode: ${r.mode ?? 'live'}
    when: ${JSON.stringify(r.when ?? 'true')}
    then: { signal: { weight: 1.5, words: ${JSON.stringify(r.words ?? 'so it is')} }${r.more ?? ''} }
    examples: ${r.examples ?? '[]'}
`;
const policyText = (rules: readonly Wanted[]): string =>
  `${shipped}\nrules:${rules.length === 0 ? ' []' : `\n${rules.map(ruleText).join('')}`}`;

function policyWith(...rules: Wanted[]) {
  const parsed = parsePolicy(policyText(rules), 'mine.yaml');
  assert.ok(parsed.ok, parsed.ok ? '' : formatProblems(parsed.problems));
  return compilePolicy(parsed.policy);
}

function problem(rule: Wanted): string {
  const parsed = parsePolicy(policyText([rule]), 'mine.yaml');
  assert.ok(!parsed.ok, 'was taken, though it is wrong');
  return formatProblems(parsed.problems);
}

const AT = Date.parse('2026-06-01T12:00:00Z');
let ids = 0;
/** An event of these tests: the data belongs to the type. */
const told = (type: EventType, data: Record<string, unknown>): Told =>
  ({ id: `e${ids++}`, type, at: AT, data: { message: 'm', ...data } }) as unknown as Told;

const CAST = { grown: 'adult', pat: 'adult', lena: '13to15', mia: '16to17' };

/** A town of a few, where lena takes messages from everyone. */
function town(policy: ReturnType<typeof policyWith>, ...history: Told[]): (event: Told) => Considered {
  const known = new WorkingSet();
  const people = Object.entries(CAST).map(([actor, band]) =>
    told('account.created', {
      actor,
      age: { band, method: 'verified', confidence: 1 },
      createdAt: '2026-01-01T00:00:00Z',
      ...(actor === 'lena' && { settings: { directMessages: 'everyone' } }),
    }),
  );
  for (const event of [...people, ...history]) known.apply(consider(known, event, policy).changes);
  return (event) => consider(known, event, policy);
}

const toLena = told('message.sent', { actor: 'grown', other: 'lena' });
const toPat = told('message.sent', { actor: 'grown', other: 'pat' });
const outcomeOf = (policy: ReturnType<typeof policyWith>, event: Told, ...history: Told[]): Outcome =>
  town(policy, ...history)(event).decision.outcome;

describe('a rule that is live', () => {
  it('gives a signal with its weight and words, whatever the tables decided', () => {
    const policy = policyWith({
      when: "account.ageBand == 'adult'",
      words: 'is {account.ageBand}, {account.ageDays} days here',
    });
    const { signals, decision } = town(policy)(toPat);
    assert.deepEqual(signals, [{ rule: 'tried', mode: 'live', weight: 1.5, words: 'is adult, 151.5 days here' }]);
    assert.equal(decision.outcome, 'allow');
  });

  it('makes a decision stricter, and says which rule did and why', () => {
    const policy = policyWith({ more: ', outcome: hold', words: 'writes to {other.ageBand}' });
    const { decision } = town(policy)(toLena);
    assert.deepEqual(decision, {
      outcome: 'hold',
      reasons: [{ code: 'rule', rule: 'tried', words: 'writes to 13to15' }],
      notices: [],
      policy: 'kith-1',
    });
    const loaded = loadWords({ defaultLanguage: 'en' });
    assert.ok(loaded.ok);
    const { reasons } = renderDecision(decision, loaded.words);
    assert.deepEqual(reasons, [
      { code: 'rule', rule: 'tried', words: "The policy's rule tried applies - writes to 13to15." },
    ]);
  });

  it('counts a message that it holds as withheld', () => {
    const { changes } = town(policyWith({ more: ', outcome: hold' }))(toPat);
    assert.deepEqual([changes.contacts[0]?.messages, changes.contacts[0]?.withheld], [0, 1]);
  });

  it('opens a case in its queue', () => {
    const { effects } = town(policyWith({ more: ', case: urgent' }))(toPat);
    assert.deepEqual(effects, [
      { type: 'case.opened', account: 'grown', queue: 'urgent', rule: 'tried', words: 'so it is' },
    ]);
  });

  it('asks a child first with confirm, and does not ask again after a yes', () => {
    const policy = policyWith({ more: ', outcome: confirm' });
    const { decision } = town(policy)(toLena);
    assert.equal(decision.outcome, 'confirm');
    assert.deepEqual(
      decision.notices.map(({ to, kind }) => [to, kind]),
      [['lena', 'stranger_message']],
    );
    const yes = told('notice.answered', {
      actor: 'lena',
      other: 'grown',
      notice: 'stranger_message',
      choice: 'accept',
    });
    assert.equal(outcomeOf(policy, toLena, toLena, yes), 'notice');
  });

  it('warns a child with notice, once within the time of the policy', () => {
    const policy = policyWith({ more: ', outcome: notice' });
    const { decision } = town(policy)(toLena);
    assert.equal(decision.outcome, 'notice');
    assert.deepEqual(
      decision.notices.map(({ to, kind }) => [to, kind]),
      [
        ['lena', 'first_message'],
        ['lena', 'warning'],
      ],
    );
    assert.deepEqual(
      decision.reasons.map(({ code }) => code),
      ['first_message', 'rule'],
    );
    assert.equal(outcomeOf(policy, toLena, toLena), 'allow');
  });

  it('tells an adult nothing: neither notice nor confirm', () => {
    assert.equal(outcomeOf(policyWith({ more: ', outcome: notice' }), toPat), 'allow');
    assert.equal(outcomeOf(policyWith({ more: ', outcome: confirm' }), toPat), 'allow');
  });

  it('holds requests, group messages and joining', () => {
    const on = 'message.sent, connection.requested, conversation.created, conversation.joined';
    const policy = policyWith({ on, more: ', outcome: hold' });
    assert.equal(outcomeOf(policy, told('connection.requested', { actor: 'grown', other: 'pat' })), 'hold');
    const made = told('conversation.created', { actor: 'grown', conversation: 'c', kind: 'group', members: ['pat'] });
    const considered = town(policy)(made);
    assert.equal(considered.decision.outcome, 'hold');
    assert.deepEqual([considered.changes.joined, considered.changes.conversation], [[], null]);
    assert.equal(outcomeOf(policy, told('message.sent', { actor: 'grown', conversation: 'c' })), 'hold');
  });

  it('that asks about two accounts is not tried on a message to a group', () => {
    const policy = policyWith({ when: "other.ageBand == 'unknown'", more: ', outcome: block' });
    assert.deepEqual(town(policy)(told('message.sent', { actor: 'grown', conversation: 'c' })).signals, []);
  });

  it('notes what has happened: it sees the contact before it, and the account after it', () => {
    const policy = policyWith(
      { name: 'blocks', on: 'account.blocked', when: 'contact.connected == false && account.ageBand == "13to15"' },
      { name: 'signs-up', on: 'account.created', when: "account.country == 'GB'" },
    );
    const blocked = town(policy)(told('account.blocked', { actor: 'lena', other: 'grown' }));
    assert.deepEqual(
      blocked.signals.filter(isOfRule).map((s) => s.rule),
      ['blocks'],
    );
    assert.equal(blocked.decision.notices[0]?.kind, 'after_block');
    const signsUp = town(policy)(told('account.created', { actor: 'new', country: 'GB' }));
    assert.deepEqual(
      signsUp.signals.filter(isOfRule).map((s) => s.rule),
      ['signs-up'],
    );
  });

  it('that can not be evaluated does not fire, and is named', () => {
    const policy = policyWith({ when: 'contact.messages / contact.replies > 1', more: ', outcome: block' });
    const { signals, faults, decision } = town(policy)(toPat);
    assert.deepEqual([signals, faults, decision.outcome], [[], ['tried'], 'allow']);
  });
});

describe('a rule that asks what an account does', () => {
  it('sees the event itself among what it adds up to', () => {
    const policy = policyWith({
      when: "account.distinctChildren7d == 1 && 'SECRECY' in event.codes && contact.evidence.SECRECY > 0.5 && contact.score > 0.0",
      words: '{account.distinctChildren7d}, {event.codes}',
    });
    const evidence = [{ code: 'SECRECY', cue: 'device', weight: 2 }];
    const { signals, faults } = town(policy)(told('message.sent', { actor: 'grown', other: 'lena', evidence }));
    assert.deepEqual(faults, []);
    assert.ok(signals.some((s) => 'rule' in s && s.words === '1, SECRECY'));
    assert.equal(town(policy)(toLena).signals.length, 0);
  });

  it('sees evidence that is told of later, and counts children in the days that it asks for', () => {
    const policy = policyWith({
      on: 'evidence.found',
      when: 'contact.breadth == 1 && account.distinctChildren30d == 1 && account.coldChildren30d > 0.9',
    });
    const found = told('evidence.found', {
      actor: 'grown',
      other: 'lena',
      evidence: [{ code: 'GIFT', cue: 'device', weight: 2 }],
    });
    const { signals } = town(policy, toLena)(found);
    assert.ok(signals.some((s) => 'rule' in s && s.rule === 'tried'));
  });
});

describe('a rule in shadow', () => {
  it('gives its signal, and changes nothing', () => {
    const { signals, decision, effects } = town(policyWith({ mode: 'shadow', more: ', outcome: block, case: urgent' }))(
      toPat,
    );
    assert.deepEqual(
      signals.filter(isOfRule).map(({ mode }) => mode),
      ['shadow'],
    );
    assert.deepEqual([decision.outcome, effects], ['allow', []]);
  });

  it('that is off gives nothing', () => {
    assert.deepEqual(town(policyWith({ mode: 'off', more: ', outcome: block' }))(toPat).signals, []);
  });
});

describe('rules and tables', () => {
  const STRICT: readonly Outcome[] = ['allow', 'notice', 'confirm', 'hold', 'block'];
  const outcomes = fc.array(fc.constantFrom<Outcome>('notice', 'confirm', 'hold', 'block'), { maxLength: 3 });
  const events = [toLena, toPat, told('message.sent', { actor: 'grown', other: 'mia' })];

  it('never add up to a milder decision than the tables alone, nor to a stricter one than either asked for', () => {
    const plain = policyWith();
    fc.assert(
      fc.property(outcomes, fc.constantFrom(...events), (asked, event) => {
        const policy = policyWith(...asked.map((o, i) => ({ name: `r${i}`, more: `, outcome: ${o}` })));
        const alone = STRICT.indexOf(outcomeOf(plain, event));
        const both = STRICT.indexOf(outcomeOf(policy, event));
        assert.ok(both >= alone);
        assert.ok(both <= Math.max(alone, ...asked.map((o) => STRICT.indexOf(o))));
      }),
      { seed: 9, numRuns: 60 },
    );
  });
});

describe('a policy with a rule that can not be used', () => {
  it('is refused at the line of its condition, with the name that was meant', () => {
    const rule = { when: "account.ageBnd == 'adult'" };
    const line =
      policyText([rule])
        .split('\n')
        .findIndex((l) => l.includes('ageBnd')) + 1;
    assert.match(
      problem(rule),
      new RegExp(`^mine\\.yaml:${line}:5 rules\\[0\\]\\.when: account\\.ageBnd .*did you mean account\\.ageBand`),
    );
  });

  const cases: [what: string, rule: Wanted, says: RegExp][] = [
    [
      'words that name no fact',
      { words: 'from {account.contry}' },
      /then\.signal\.words: .*did you mean \{account\.country\}/,
    ],
    ['a brace alone', { words: 'from {account.country' }, /brace without its partner/],
    [
      'a pair where there is none',
      { on: 'account.created', when: 'contact.connected' },
      /account\.created is not between two accounts/,
    ],
    ['a pair in its words only', { on: 'media.uploaded', words: '{other.ageBand}' }, /words: asks for other\.ageBand/],
    ['an outcome of what has happened', { on: 'account.blocked', more: ', outcome: hold' }, /no outcome can follow/],
    [
      'an outcome that has no notice there',
      { on: 'connection.requested', more: ', outcome: confirm' },
      /expected one of: hold, block/,
    ],
    ['an outcome that loosens', { more: ', outcome: allow' }, /then\.outcome: "allow" is not one of/],
    ['a type of event that is none', { on: 'message.send' }, /on\[0\]: .*message\.sent/],
    ['a mode that is none', { mode: 'dark' }, /mode: "dark" is not one of: live, shadow, off/],
    [
      'an example with a fact that is none',
      { examples: '[{ given: { account: { agebnd: adult } }, fires: true }]' },
      /examples\[0\]\.given\.account\.agebnd/,
    ],
    [
      'an example of another type',
      { examples: '[{ given: { account: { ageDays: old } }, fires: true }]' },
      /expected a number/,
    ],
    [
      'an example of another event',
      { examples: '[{ given: {}, on: report.filed, fires: true }]' },
      /not tried on report\.filed/,
    ],
  ];
  for (const [what, rule, says] of cases) {
    it(`says what is wrong: ${what}`, () => assert.match(problem(rule), says));
  }

  it('is refused where two have one name, and where there are more than anybody reads', () => {
    const twice = parsePolicy(policyText([{}, {}]), 'mine.yaml');
    assert.match(twice.ok ? '' : formatProblems(twice.problems), /rules\[1\]\.name: tried is named twice/);
    const many = Array.from({ length: 201 }, (_, i) => ({ name: `r${i}` }));
    const parsed = parsePolicy(policyText(many), 'mine.yaml');
    assert.match(parsed.ok ? '' : formatProblems(parsed.problems), /rules: .*200/);
  });
});
