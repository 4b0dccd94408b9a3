/** What must hold for every story, however events follow on each other: with the shipped policy, on plain maps. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type EventInput, evidenceCode, type Settings } from '@kith/contract';
import type { Changes, Considered, Told } from '@kith/engine';
import {
  type Account,
  compilePolicy,
  consider,
  type Decided,
  isConnected,
  settingNames,
  settingOf,
} from '@kith/engine';
import fc from 'fast-check';
import { type HashRaw, Refused, readTold } from '../intake/index.ts';
import { WorkingSet } from '../knowledge/index.ts';
import { createMessageReader, loadShippedReader } from '../signals/index.ts';
import { loadShippedPolicy } from './index.ts';

const policy = compilePolicy(loadShippedPolicy());

const CAST = {
  lena: '13to15',
  mia: '16to17',
  max: 'adult',
  eve: 'adult',
  sam: 'unknown',
} as const;
const names = Object.keys(CAST) as (keyof typeof CAST)[];
const START = Date.parse('2026-06-01T00:00:00Z');

type Act = Pick<EventInput, 'type' | 'data'>;

const who = fc.constantFrom(...names);
const pair = fc.tuple(who, who).filter(([a, b]) => a !== b);
const between = (type: Act['type']) => pair.map(([actor, other]) => ({ type, data: { actor, other } }) as Act);
const chosen = fc.constantFrom<Partial<Settings>>(
  { directMessages: 'ask' },
  { directMessages: 'everyone' },
  { directMessages: 'connections' },
  { showLocation: true },
  { showLocation: false, beSuggested: true },
);
const conversation = fc.constantFrom('c1', 'c2');

/** Anything that people do to each other and to themselves. */
const social: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: pair.map(([actor, other]): Act => ({ type: 'message.sent', data: { actor, other, message: 'm' } })),
  },
  fc
    .tuple(who, conversation)
    .map(([actor, c]): Act => ({ type: 'message.sent', data: { actor, conversation: c, message: 'm' } })),
  pair.chain(([actor, other]) =>
    fc.option(fc.boolean(), { nil: undefined }).map(
      (inContacts): Act => ({
        type: 'connection.requested',
        data: { actor, other, inContacts },
      }),
    ),
  ),
  between('connection.declined'),
  between('connection.removed'),
  between('account.blocked'),
  between('account.unblocked'),
  pair.map(([actor, other]): Act => ({ type: 'report.filed', data: { actor, other, category: 'c' } })),
  fc.tuple(who, chosen).map(([actor, settings]): Act => ({ type: 'settings.changed', data: { actor, settings } })),
  fc
    .tuple(who, conversation, fc.constantFrom('direct' as const, 'group' as const), fc.array(who, { maxLength: 3 }))
    .map(
      ([actor, c, kind, members]): Act => ({
        type: 'conversation.created',
        data: { actor, conversation: c, kind, members },
      }),
    ),
  fc
    .tuple(who, conversation, fc.option(who, { nil: undefined }))
    .map(([actor, c, member]): Act => ({ type: 'conversation.joined', data: { actor, conversation: c, member } })),
  fc
    .tuple(who, conversation)
    .map(([actor, c]): Act => ({ type: 'conversation.left', data: { actor, conversation: c } })),
  fc
    .tuple(who, fc.constantFrom('restrict' as const, 'disable' as const, 'restore' as const))
    .map(([actor, kind]): Act => ({ type: 'enforcement.applied', data: { actor, kind } })),
  fc
    .tuple(who, fc.constantFrom('none' as const, 'medium' as const, 'high' as const))
    .map(([actor, risk]): Act => ({ type: 'account.updated', data: { actor, risk } })),
);
const accepted = between('connection.accepted');
const answered: fc.Arbitrary<Act> = fc
  .tuple(
    pair,
    fc.constantFrom('stranger_message' as const, 'weaker_setting' as const, 'warning' as const),
    fc.constantFrom('accept' as const, 'decline' as const, 'block' as const, 'ok' as const),
  )
  .map(
    ([[actor, other], notice, choice]): Act => ({ type: 'notice.answered', data: { actor, other, notice, choice } }),
  );

/** What platforms found in a message themselves, at once or later. */
const evidence = fc.uniqueArray(
  fc.record({ code: fc.constantFrom(...evidenceCode.options), confidence: fc.constantFrom(0.4, 1) }),
  { minLength: 1, maxLength: 3, selector: ({ code }) => code },
);
/** What says more than that something happened: what was found, what an account can be recognised by, what it uploaded. */
const telling: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(pair, evidence).map(
    ([[actor, other], found]): Act => ({
      type: 'message.sent',
      data: { actor, other, message: 'm', evidence: found },
    }),
  ),
  fc.tuple(who, conversation, evidence).map(
    ([actor, c, found]): Act => ({
      type: 'message.sent',
      data: { actor, conversation: c, message: 'm', evidence: found },
    }),
  ),
  fc.tuple(pair, evidence).map(
    ([[actor, other], found]): Act => ({
      type: 'evidence.found',
      data: { actor, other, message: 'm', evidence: found },
    }),
  ),
  fc
    .tuple(who, fc.constantFrom('d1', 'd2'))
    .map(
      ([actor, device]): Act => ({ type: 'account.updated', data: { actor, identifiers: { deviceIds: [device] } } }),
    ),
  fc.tuple(who, fc.constantFrom('p1', 'p2')).map(
    ([actor, media]): Act => ({
      type: 'media.uploaded',
      data: { actor, media, hashes: { md5: '0'.repeat(32) } },
    }),
  ),
);

interface Step {
  told: Told;
  before: WorkingSet;
  considered: Considered;
}

const reader = loadShippedReader();
const texts = createMessageReader(() => reader, null);
/** As at the door, but with names for hashes, and whatever is uploaded is known. */
const hash: HashRaw = ({ deviceIds = [] }) => ({
  layers: 1,
  of: deviceIds.map((id) => ({ kind: 'device', hash: id.padEnd(16, '0') })),
});

const match = () => [{ list: 'l', entry: '1', kind: 'exact' as const, verified: false }];

function toldOf(act: Act, i: number, at: number): Told {
  const told = readTold({ id: `e${i}`, ...act }, at, texts, { hash, match });
  assert.ok(!(told instanceof Refused), told instanceof Refused ? told.problem.message : '');
  return told;
}

/** Tells a story from the beginning, and looks at each step before it is applied and after. */
function tell(acts: readonly Act[], gap_h: number, look: (step: Step, after: () => WorkingSet) => void): WorkingSet {
  const knowledge = new WorkingSet();
  const begin: Act[] = names.map((actor) => ({ type: 'account.created', data: { actor, age: { band: CAST[actor] } } }));
  [...begin, ...acts].forEach((act, i) => {
    const told = toldOf(act, i, START + i * gap_h * 3_600_000);
    const considered = consider(knowledge, told, policy);
    look({ told, before: knowledge, considered }, () => {
      knowledge.apply(considered.changes);
      return knowledge;
    });
  });
  return knowledge;
}

const reaches = (d: Decided): boolean => d.outcome === 'allow' || d.outcome === 'notice';
const isChild = (name: string): boolean => Object.entries(CAST).some(([n, band]) => n === name && band !== 'adult');
const stories = (acts: fc.Arbitrary<Act>) =>
  fc.tuple(fc.array(acts, { maxLength: 60 }), fc.integer({ min: 1, max: 200 }));
const RUNS = { seed: 11, numRuns: 400 };

describe('whatever happens', () => {
  it('an unconnected stranger does not reach a child who has not answered a notice', () => {
    fc.assert(
      fc.property(stories(fc.oneof({ weight: 8, arbitrary: social }, accepted)), ([acts, gap_h]) => {
        const connected = new Set<string>();
        const key = (a: string, b: string) => [a, b].sort().join(' ');
        tell(acts, gap_h, ({ told, before, considered }, after) => {
          if (told.type === 'message.sent' && told.data.other !== undefined && isChild(told.data.other)) {
            const { actor, other } = told.data;
            if (actor !== other && reaches(considered.decision)) assert.ok(connected.has(key(actor, other)), actor);
          }
          if (told.type === 'message.sent' && told.data.other === undefined && reaches(considered.decision)) {
            const { actor, conversation: c = '' } = told.data;
            // in a conversation that is direct, naming nobody is no way round either
            if (before.conversation(c).kind === 'direct') {
              for (const m of before.members(c))
                if (m !== actor && isChild(m)) assert.ok(connected.has(key(actor, m)), m);
            }
          }
          // the law's own account of who is connected: the last word of the two
          if (told.type === 'connection.accepted') connected.add(key(told.data.actor, told.data.other));
          if (
            told.type === 'connection.removed' ||
            told.type === 'connection.declined' ||
            told.type === 'account.blocked'
          ) {
            connected.delete(key(told.data.actor, told.data.other));
          }
          after();
        });
      }),
      RUNS,
    );
  });

  it("a child's settings never weaken but by its own yes to the notice that said what is given up", () => {
    fc.assert(
      fc.property(stories(fc.oneof({ weight: 4, arbitrary: social }, answered, accepted)), ([acts, gap_h]) => {
        const pending = new Map<string, ReadonlySet<string>>();
        tell(acts, gap_h, ({ told, before, considered }, after) => {
          const was = new Map(names.map((n) => [n, before.account(n)]));
          const now = after();
          for (const name of names.filter(isChild)) {
            const old = was.get(name);
            assert.ok(old !== undefined);
            const weakened = settingNames.filter((s) => isWeaker(old, now.account(name), s));
            if (weakened.length === 0) continue;
            assert.ok(told.type === 'notice.answered' && told.data.actor === name && told.data.choice === 'accept');
            for (const setting of weakened)
              assert.ok(pending.get(name)?.has(setting), `${setting} was never explained`);
          }
          const answer =
            told.type === 'notice.answered' && told.data.notice === 'weaker_setting' ? told.data.choice : '';
          if (answer === 'accept' || answer === 'decline') pending.delete(told.data.actor);
          for (const notice of considered.decision.notices) {
            if (notice.kind !== 'weaker_setting') continue;
            pending.set(notice.to, new Set([...(pending.get(notice.to) ?? []), ...(notice.givenUp ?? [])]));
          }
        });
      }),
      RUNS,
    );
  });

  it('whoever is blocked, or is out, reaches nobody who blocked them, and high risk reaches no child', () => {
    fc.assert(
      fc.property(stories(fc.oneof({ weight: 8, arbitrary: social }, accepted, answered)), ([acts, gap_h]) => {
        tell(acts, gap_h, ({ told, before, considered }, after) => {
          if (told.type === 'message.sent' || told.type === 'connection.requested') {
            const { actor, other } = told.data;
            const account = before.account(actor);
            const could = reaches(considered.decision) && other !== actor;
            if (could) assert.notEqual(account.status, 'disabled');
            if (could && other !== undefined) {
              assert.ok(!before.contact(actor, other).blocking && !before.contact(other, actor).blocking);
              if (isChild(other)) assert.ok(account.risk !== 'high' && account.status !== 'restricted');
            }
          }
          after();
        });
      }),
      RUNS,
    );
  });

  it('nobody but a child, or who may be one, is shown a notice, each in one of its own choices and never about itself', () => {
    fc.assert(
      fc.property(stories(fc.oneof({ weight: 4, arbitrary: social }, accepted, answered)), ([acts, gap_h]) => {
        tell(acts, gap_h, ({ considered }, after) => {
          for (const notice of considered.decision.notices) {
            assert.ok(isChild(notice.to), `${notice.to} was shown ${notice.kind}`);
            assert.notEqual(notice.about, notice.to);
            assert.ok(notice.choices.includes('get_help'));
          }
          after();
        });
      }),
      RUNS,
    );
  });

  it('an event writes only rows of its actor and the conversation that it happens in', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(stories(fc.oneof({ weight: 2, arbitrary: social }, accepted, answered, telling)), ([acts, gap_h]) => {
        tell(acts, gap_h, ({ told, considered: { changes } }, after) => {
          for (const [kind, writer] of writersOf(changes)) {
            assert.equal(writer, told.data.actor, `${told.type} wrote ${kind} of another`);
            seen.add(kind);
          }
          const { conversation: row, joined, left } = changes;
          const c = 'conversation' in told.data ? told.data.conversation : undefined;
          if (row !== null) assert.equal(row.id, c);
          else assert.deepEqual([joined, left], [[], []]);
          after();
        });
      }),
      RUNS,
    );
    // what nobody wrote, nobody wrote wrongly: that says nothing
    assert.deepEqual([...seen].sort(), ['account', 'approach', 'conduct', 'contact', 'identifier', 'links', 'media']);
  });

  it('the same story gives the same decisions and the same knowledge, and being asked changes nothing', () => {
    fc.assert(
      fc.property(stories(fc.oneof(social, accepted, answered)), ([acts, gap_h]) => {
        const decisions: Decided[] = [];
        const first = tell(acts, gap_h, ({ considered }, after) => {
          decisions.push(considered.decision);
          after();
        });
        let i = 0;
        const second = tell(acts, gap_h, ({ told, before, considered }, after) => {
          assert.deepEqual(considered.decision, decisions[i++]);
          assert.deepEqual(consider(before, told, policy), considered);
          after();
        });
        assert.deepEqual(second, first);
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('a connection is the same from both sides', () => {
    fc.assert(
      fc.property(stories(fc.oneof(social, accepted)), ([acts, gap_h]) => {
        const knowledge = tell(acts, gap_h, (_, after) => after());
        for (const a of names) {
          for (const b of names) {
            const [out, back] = [knowledge.contact(a, b), knowledge.contact(b, a)];
            assert.equal(isConnected(out, back), isConnected(back, out));
            assert.equal(knowledge.mutualConnections(a, b, 9), knowledge.mutualConnections(b, a, 9));
          }
        }
      }),
      { ...RUNS, numRuns: 100 },
    );
  });
});

/** Whose each row is that an event changes, but the conversation's. */
const writersOf = (changes: Changes): [kind: string, writer: string][] => [
  ...(changes.account === null ? [] : [['account', changes.account.id] as [string, string]]),
  ...(changes.conduct === null ? [] : [['conduct', changes.conduct.account] as [string, string]]),
  ...changes.contacts.map(({ actor }): [string, string] => ['contact', actor]),
  ...changes.approaches.map(({ actor }): [string, string] => ['approach', actor]),
  ...changes.identifiers.map(({ account }): [string, string] => ['identifier', account]),
  ...changes.forgotten.map(({ account }): [string, string] => ['identifier', account]),
  ...(changes.links === null ? [] : [['links', changes.links.account] as [string, string]]),
  ...(changes.media === null ? [] : [['media', changes.media.uploader] as [string, string]]),
];

function isWeaker(old: Account, now: Account, name: keyof Settings): boolean {
  const rank = (value: boolean | string) => [false, true, 'connections', 'ask', 'everyone'].indexOf(value);
  return rank(settingOf(now, name)) > rank(settingOf(old, name));
}
