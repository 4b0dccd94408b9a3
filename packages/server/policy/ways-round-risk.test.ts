/** Sequences of events that were once a way to hide from Kith's own eye, or to use it against somebody. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  type Considered,
  childrenWithin,
  compilePolicy,
  consider,
  type Evidence,
  explainAccount,
  explainContact,
  RISKS,
  type Told,
} from '@kith/engine';
import { WorkingSet } from '../knowledge/index.ts';
import { loadShippedPolicy } from './index.ts';

const shipped = loadShippedPolicy();
/** As the shipped one, except that a risk rises soon: what hides from it is asked here, not how much it takes. */
const thresholds = { low: 0.5, medium: 1, high: 2 };
const policy = compilePolicy({ ...shipped, risk: { ...shipped.risk, thresholds, cohorts: [], familyLeast: 0.1 } });
const AT = Date.parse('2026-06-15T12:00:00Z');
const DAY_MS = 86_400_000;

type Act = Pick<Told, 'type' | 'data'> & { at?: number };

const isAged = (actor: string, band: '13to15' | 'adult' | 'unknown'): Act => ({
  type: 'account.created',
  data: {
    actor,
    age: { band, method: 'declared', confidence: 1 },
    ...(band === '13to15' && { settings: { directMessages: 'everyone' } }),
  },
});
const CAST: Act[] = [isAged('lena', '13to15'), isAged('uma', 'adult'), isAged('max', 'adult')];
const CODES = ['SECRECY', 'MEDIA_REQUEST', 'OFF_PLATFORM', 'MEETING', 'PRESSURE', 'SUPERVISION_CHECK'] as const;
const BAD: readonly Evidence[] = CODES.map((code) => ({ code, cue: 'test', weight: 1.5 }));

/** A small world after some acts, a second apart where they say no time. */
function world(...acts: Act[]) {
  return worldUnder(policy, ...acts);
}

function worldUnder(inForce: typeof policy, ...acts: Act[]) {
  const knowledge = new WorkingSet();
  const considered = [...CAST, ...acts].map((act, i): Considered => {
    // joins a type and the data that belongs to it again
    const one = consider(knowledge, { id: `e${i}`, at: AT + i * 1000, ...act } as Told, inForce);
    knowledge.apply(one.changes);
    return one;
  });
  return { knowledge, considered: considered.slice(CAST.length), now: AT / 1000 + CAST.length + acts.length };
}

const write = (other: string, evidence: readonly Evidence[] = []): Act => ({
  type: 'message.sent',
  data: { actor: 'max', other, message: 'm', ...(evidence.length > 0 && { evidence }) },
});
const casesIn = (considered: readonly Considered[]) =>
  considered.flatMap(({ effects }) => effects.filter(({ type }) => type === 'case.opened'));

it('blocking, unblocking or reporting a child first does not make a first message an old one', () => {
  const data = { actor: 'max', other: 'lena' };
  const before: Act[][] = [
    [
      { type: 'account.blocked', data },
      { type: 'account.unblocked', data },
    ],
    [{ type: 'connection.removed', data }],
    [{ type: 'report.filed', data: { ...data, category: 'spam' } }],
    [{ type: 'notice.answered', data: { ...data, notice: 'first_message', choice: 'ok' } }],
  ];
  for (const acts of before) {
    const { knowledge, now } = world(...acts, write('lena'), write('lena'));
    const conduct = knowledge.conduct('max');
    assert.deepEqual([conduct.cold, childrenWithin(conduct, 1, now)], [1, 1]);
  }
});

it('a child that was found evidence towards before its first message was told is counted once', () => {
  const found: Act = { type: 'evidence.found', data: { actor: 'max', other: 'lena', evidence: BAD } };
  const { knowledge, now } = world(found, found, write('lena'), found, write('lena', BAD));
  assert.equal(childrenWithin(knowledge.conduct('max'), 1, now), 1);
});

it("a child's one answer is counted once, whatever the account does between its own messages", () => {
  const answer: Act = { type: 'message.sent', data: { actor: 'lena', other: 'max', message: 'm' } };
  const hides: Act[] = [
    { type: 'account.blocked', data: { actor: 'max', other: 'lena' } },
    { type: 'account.unblocked', data: { actor: 'max', other: 'lena' } },
  ];
  const again = Array.from({ length: 9 }, () => [...hides, write('lena')]).flat();
  assert.ok(world(write('lena'), answer, ...again).knowledge.conduct('max').answered <= 1);
});

it('an account that is deleted and taken back is no cleaner than before', () => {
  const acts = Array.from({ length: 4 }, () => write('lena', BAD));
  const seen = world(...acts);
  const levelOf = ({ knowledge, now }: typeof seen) => explainContact(knowledge, 'max', 'lena', now, policy)?.level;
  assert.equal(levelOf(seen), 'high');
  const deleted: Act = { type: 'account.deleted', data: { actor: 'max' } };
  const back: Act = { type: 'account.created', data: { actor: 'max', status: 'active' } };
  const after = world(...acts, deleted, back, write('lena'));
  assert.equal(levelOf(after), 'high');
  assert.equal(after.considered.at(-1)?.decision.outcome, 'hold');
});

it('of an account that did nothing as evidence, deleting it leaves nothing', () => {
  const deleted: Act = { type: 'account.deleted', data: { actor: 'max' } };
  const { knowledge } = worldUnder(compilePolicy(shipped), write('lena'), deleted);
  assert.equal(knowledge.conduct('max').at, 0);
});

it('a child that a message names beside the conversation with an adult is approached all the same', () => {
  const direct: Act = {
    type: 'conversation.created',
    data: { actor: 'max', conversation: 'c', kind: 'direct', members: ['uma'] },
  };
  const both: Act = {
    type: 'message.sent',
    data: { actor: 'max', other: 'lena', conversation: 'c', message: 'm', evidence: BAD },
  };
  const { knowledge, now } = world(direct, both, both);
  assert.ok(knowledge.conduct('max').approached > 0);
  assert.notEqual(explainContact(knowledge, 'max', 'lena', now, policy)?.level, 'none');
});

/** A group that these come into by themselves. */
const group = (...members: string[]): Act[] => [
  { type: 'conversation.created', data: { actor: 'max', conversation: 'g', kind: 'group', members: [] } },
  ...members.map((actor): Act => ({ type: 'conversation.joined', data: { actor, conversation: 'g' } })),
];
const toGroup: Act = { type: 'message.sent', data: { actor: 'max', conversation: 'g', message: 'm', evidence: BAD } };

it('a group of two is no way round: what is written there is written to the child', () => {
  const { knowledge, now, considered } = world(...group('lena'), toGroup, toGroup, toGroup, toGroup);
  assert.equal(explainContact(knowledge, 'max', 'lena', now, policy)?.level, 'high');
  assert.ok(casesIn(considered).length > 0);
  assert.equal(considered.at(-1)?.decision.outcome, 'hold');
});

it('evidence in a group with children is noted, and opens a case, without a direct message', () => {
  const { considered } = world(...group('lena', 'uma'), ...Array.from({ length: 30 }, () => toGroup));
  assert.ok(considered.some(({ signals }) => signals.some((signal) => 'code' in signal && signal.other === null)));
  assert.ok(casesIn(considered).length > 0);
});

it('messages and evidence that are told late count as if they had been told in time', () => {
  const other = isAged('kim', '13to15');
  const early: Act = { ...write('lena', BAD), at: AT - 20 * DAY_MS };
  const inTime = world(other, early, write('kim'));
  const late = world(other, write('kim'), early);
  const [a, b] = [inTime.knowledge.conduct('max'), late.knowledge.conduct('max')];
  assert.deepEqual(b.childrenByDay, a.childrenByDay);
  assert.ok(Math.abs(b.cold - a.cold) < 1e-4 && Math.abs(b.approached - a.approached) < 1e-4);
  b.evidence.forEach((sum, i) => {
    assert.ok(Math.abs(sum - (a.evidence[i] ?? 0)) < 1e-4);
  });
});

it('children who report somebody together do not make a risk of it: neither medium nor a message held', () => {
  const gang = Array.from({ length: 300 }, (_, i) => `kid${i}`);
  const against = gang.flatMap((actor): Act[] => [
    isAged(actor, actor.endsWith('0') ? 'unknown' : '13to15'),
    { type: 'report.filed', data: { actor, other: 'max', category: 'grooming' } },
    { type: 'account.blocked', data: { actor, other: 'max' } },
  ]);
  // max knows one child, whose messages it gets as before
  const friends: Act[] = [
    { type: 'connection.accepted', data: { actor: 'lena', other: 'max' } },
    write('lena'),
    { type: 'message.sent', data: { actor: 'lena', other: 'max', message: 'm' } },
    write('lena'),
  ];
  const inForce = compilePolicy(shipped);
  const last = [write('lena'), write('lena'), write('uma')];
  const { knowledge, considered, now } = worldUnder(inForce, ...friends, ...against, ...last);
  const { level, score } = explainAccount(knowledge, 'max', now, inForce);
  assert.ok(RISKS.indexOf(level) < RISKS.indexOf('medium'), `${level} (${score.total})`);
  assert.equal(casesIn(considered).length, 0);
  const outcomes = considered.slice(-3).map(({ decision }) => decision.outcome);
  // the child is warned once; everything is delivered
  assert.deepEqual(outcomes, ['notice', 'allow', 'allow']);
});

it('writing a lot to a child without a word that is evidence leaves a risk towards it, and evidence still counts as the first', () => {
  const { knowledge, now } = world(...Array.from({ length: 12 }, () => write('lena')));
  const seen = explainContact(knowledge, 'max', 'lena', now, policy);
  assert.ok(seen !== null && seen.level !== 'none');
  assert.equal(knowledge.approach('max', 'lena').level, seen.level);
  assert.equal(knowledge.approach('max', 'lena').firstAt, 0);
  const later = world(...Array.from({ length: 12 }, () => write('lena')), write('lena', BAD)).knowledge;
  assert.ok(later.approach('max', 'lena').firstAt > 0);
  assert.ok(later.conduct('max').approached > 0);
});
