import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgeBand, Outcome, ReasonCode } from '@kith/contract';
import type { DecidedReason } from '@kith/engine';
import type { DeepLookState } from '../deep-look/index.ts';
import { createTelemetry } from '../ground/telemetry/index.ts';
import { area, CHART, outline, roundUp, steps } from './chart.ts';
import { listed, view } from './view.ts';
import { loadPageWords } from './words.ts';

const START = Date.UTC(2026, 10, 23, 12);
const STORE = { kind: 'resident', events: 1234, accounts: 5, contacts: 6, savedAge_s: 150, memory: {} } as const;
const words = loadPageWords();

function world() {
  let now = START;
  const telemetry = createTelemetry({ clock: () => now });
  const ages = new Map<string, AgeBand>([
    ['grown', 'adult'],
    ['kid', '13to15'],
  ]);
  let deepLook: DeepLookState | null = null;
  return {
    deepLook(state: DeepLookState) {
      deepLook = state;
    },
    decide(
      outcome: Outcome,
      code: ReasonCode,
      actor = 'grown',
      because: DecidedReason['because'] = undefined,
      beside: DecidedReason['beside'] = undefined,
    ) {
      now += 1000;
      const measure = code === 'not_connected' && { measure: 'F1.5a' as const };
      const reasons = [{ code, ...measure, ...(because && { because }), ...(beside && { beside }) }];
      const other = 'kid';
      const decision = { outcome, reasons, notices: [], policy: 'p' };
      telemetry.decided({ type: 'message.sent', at: now, took_ms: 1, decision, actor, other });
    },
    last: () => telemetry.snapshot().last,
    see: (filter: Outcome | 'all' = 'all', language: 'en' | 'cy' = 'en') =>
      view(
        { snapshot: telemetry.snapshot(), store: STORE, policy: 'kith-1', version: '1', ages, deepLook },
        filter,
        words[language],
      ),
  };
}

describe('what the first page shows', () => {
  it('says what happened in plain words, with the measure', () => {
    const w = world();
    w.decide('block', 'not_connected');
    const [decision] = w.see().decisions;
    assert.equal(decision?.happened, 'Withheld');
    assert.equal(decision?.sentence, "an adult who isn't connected wrote to a child (13 to 15).");
    assert.equal(decision?.measure, 'Measure F1.5a');
    assert.equal(w.see('all', 'cy').decisions[0]?.measure, 'Mesur F1.5a');
  });

  it('says what a risk is made of with its numbers, the largest three, in each language', () => {
    const w = world();
    const behaviour = { family: 'behaviour', points: 1 } as const;
    w.decide('hold', 'sender_high_risk', 'grown', [
      { ...behaviour, term: 'children7d', value: 9 },
      { ...behaviour, term: 'unanswered', value: 7 },
      { term: 'SECRECY', family: 'text', points: 0.5, value: 3 },
      { term: 'GIFT', family: 'text', points: 0.2, value: 1 },
    ]);
    w.decide('hold', 'sender_high_risk', 'grown', [{ term: 'SECRECY', family: 'text', points: 0.5, value: 1 }]);
    w.decide('hold', 'sender_high_risk');
    const said = (language: 'en' | 'cy') => w.see('all', language).decisions.map(({ because }) => because);
    assert.deepEqual(said('en'), [
      '',
      'asked 1 child to keep it secret',
      'first turned to 9 children in 7 days; 7 children that know nobody it knows were not seen to answer; asked 3 children to keep it secret',
    ]);
    assert.deepEqual(said('cy')[1], 'wedi gofyn i blant gadw cyfrinach: 1');
    assert.match(said('cy')[2] ?? '', /^plant y trodd atynt am y tro cyntaf mewn 7 diwrnod: 9; .*: 7; .*: 3$/);
  });

  it('says what was counted before what a second look makes of it, and what was seen beside that weighs nothing', () => {
    const w = world();
    const look = { term: 'secondLook', family: 'text', points: 3, value: 2, feature: 'SECRECY' } as const;
    const secrecy = { term: 'SECRECY', family: 'text', points: 1, value: 3 } as const;
    const beside = [
      { term: 'unanswered', value: 7 },
      { term: 'cold', value: 9 },
    ] as const;
    w.decide('hold', 'sender_high_risk', 'grown', [look, secrecy], beside);
    // without anything that adds there is nothing to say it beside
    w.decide('hold', 'sender_high_risk', 'grown', [], beside);
    const said = (language: 'en' | 'cy') => w.see('all', language).decisions.map(({ because }) => because);
    assert.deepEqual(said('en'), [
      '',
      'asked 3 children to keep it secret; taken together with everything else: asking for secrecy; ' +
        '7 children that know nobody it knows were not seen to answer',
    ]);
    assert.match(said('cy')[1] ?? '', /: 3; .*; .*: 7$/);
  });

  it('calls somebody of whom nothing is known what they are', () => {
    const w = world();
    w.decide('confirm', 'stranger_asks', 'nobody');
    assert.match(w.see().decisions[0]?.sentence ?? '', /^somebody whose age isn't known who isn't connected/);
  });

  it('lists some of each outcome, newest first, and all of one where it is asked for', () => {
    const w = world();
    w.decide('hold', 'sender_high_risk');
    for (let i = 0; i < 10; i++) {
      w.decide('notice', 'first_message');
      w.decide('allow', 'ordinary');
    }
    const outcomes = listed(w.last(), 'all').map((d) => d.outcome);
    assert.equal(outcomes.filter((o) => o === 'allow').length, 2);
    assert.equal(outcomes.filter((o) => o === 'notice').length, 4);
    assert.equal(outcomes.at(-1), 'hold');
    assert.equal(listed(w.last(), 'notice').length, 10);
  });

  it('gives numbers as they are written in the language', () => {
    const w = world();
    w.decide('allow', 'ordinary');
    const { facts, outcomes, empty } = w.see();
    assert.equal(empty, false);
    const fact = (key: string) => facts.find((f) => f.key === key)?.value;
    assert.equal(fact('Events kept'), '1,234');
    assert.equal(fact('Knowledge saved'), '2 minutes ago');
    assert.equal(fact('Policy'), 'kith-1');
    assert.equal(outcomes.find((o) => o.outcome === 'allow')?.share, '100%');
    assert.equal(world().see().empty, true);
    assert.equal(world().see().figures[2]?.value, '–');
  });
});

describe('the deep look on the first page', () => {
  const line = (state: DeepLookState | null, language: 'en' | 'cy' = 'en') => {
    const w = world();
    if (state !== null) w.deepLook(state);
    return w.see('all', language).facts.find(({ key }) => key === words[language].facts.deepLook)?.value;
  };

  it('is not named where it is off', () => assert.equal(line(null), undefined));

  it('says what was looked at and found, or since when it is cut off and why', () => {
    const works: DeepLookState = { circuit: 'closed', cutOff: null, looked: 1200, found: 3 };
    assert.equal(line(works), 'works: looked at 1,200, found something in 3');
    const cutOff: DeepLookState = { ...works, circuit: 'open', cutOff: { since_ms: START, why: 'timed_out' } };
    assert.match(line(cutOff) ?? '', /^cut off since \d\d:\d\d: the model didn't answer in time\. Decisions go on/);
    assert.match(line({ ...cutOff, circuit: 'half_open' }) ?? '', /being tried again$/);
    assert.match(line(cutOff, 'cy') ?? '', /^wedi’i dorri i ffwrdd ers \d\d:\d\d: nid atebodd/);
  });
});

describe('a chart', () => {
  it('goes from edge to edge, the highest value near the top and nothing on the ground', () => {
    const line = outline([0, 5, 10], 10);
    assert.equal(line, `M0 ${CHART.height}L${CHART.width / 2} 31L${CHART.width} 2`);
    assert.equal(area([0, 5, 10], 10), `M0 60L${line.slice(1)}L${CHART.width} ${CHART.height}Z`);
    assert.equal(outline([1], 1), '');
    assert.equal(outline([1, 1], 0), '');
  });

  it('means over two seconds a step, and ends its scale at a round number', () => {
    assert.deepEqual(steps([1, 3, 5, 5, 4]), [2, 5, 4]);
    assert.deepEqual([0, 1, 1.2, 2.2, 7, 11, 41, 99, 101].map(roundUp), [1, 1, 1.5, 2.5, 8, 15, 50, 100, 150]);
  });
});
