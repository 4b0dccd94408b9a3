/** The demo's first minutes as Kith sees them: risks that are made of what was written have to come up, with their numbers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Beside, type Contribution, compilePolicy } from '@kith/engine';
import { OPENING_EVENTS, type Said, town } from '@kith/town';
import { loadShippedPolicy } from '../../policy/index.ts';
import { loadSecondLook } from '../../second-look/index.ts';
import { createMessageReader, loadShippedReader } from '../../signals/index.ts';
import { loadShippedTerms, saidOfRisk, sayTerm } from '../../words/index.ts';
import { Replay } from '../replay/replay.ts';

const START = Date.UTC(2026, 10, 23, 12);
/** As `npm start` lets it live: 400 events at once, then 50 a second; for five minutes. */
const [ACCOUNTS, RATE, SECONDS] = [2000, 50, 300];
const terms = loadShippedTerms('en');

interface Why {
  because?: readonly Contribution[];
  beside?: readonly Beside[];
}
const isOfText = ({ because = [] }: Why): boolean =>
  because.some(({ family, term }) => family === 'text' && term !== 'secondLook');
const wordsOf = ({ because = [], beside }: Why): string =>
  saidOfRisk(because, beside)
    .map((one) => sayTerm(terms, one))
    .join('; ');

/** What is said of each case and each decision that rests on evidence. */
function firstMinutes(run: string): { cases: string[]; decisions: string[] } {
  const reader = loadShippedReader();
  const policy = compilePolicy(loadShippedPolicy(), reader.settings, loadSecondLook());
  const replay = new Replay(
    policy,
    createMessageReader(() => reader, null),
  );
  const life = town('kith', { accounts: ACCOUNTS, start: START, rate: RATE, run });
  const seen: { cases: string[]; decisions: string[] } = { cases: [], decisions: [] };
  let said: Said | undefined;
  for (let i = 0; i < OPENING_EVENTS + RATE * SECONDS; i++) {
    const { value: event } = life.next(said);
    const { decision, effects } = replay.tell(event, Date.parse(event.time ?? ''), false).considered;
    said = { outcome: decision.outcome, reasons: decision.reasons, notices: decision.notices };
    for (const effect of effects) {
      if (effect.type === 'case.opened' && 'because' in effect && isOfText(effect)) seen.cases.push(wordsOf(effect));
    }
    seen.decisions.push(...decision.reasons.filter(isOfText).map(wordsOf));
  }
  return seen;
}

describe('the demo, in its first five minutes', () => {
  for (const run of ['1', '2']) {
    it(`opens cases about risks made of what was written, and says so with numbers (run ${run})`, () => {
      const { cases } = firstMinutes(run);
      const numbers = cases.filter((words) =>
        /\b(asked|praised|offered|pressed).* \d+ child|\d+ kinds of evidence/.test(words),
      );
      assert.ok(numbers.length >= 1, `${numbers.length} of ${cases.length}: ${cases.slice(0, 3).join(' | ')}`);
    });
  }

  it('tells why with the warning that it is a cause of (run 2, in which nothing is held for it)', () => {
    const { decisions } = firstMinutes('2');
    assert.ok(decisions.length > 0);
  });

  it('decides by such a risk where somebody goes on, and the reason says how many did not answer (run 1)', () => {
    const { decisions } = firstMinutes('1');
    assert.ok(
      decisions.some((words) =>
        /\d+ kinds of evidence.*; \d+ child(ren)? that knows? nobody it knows w\w+ not seen to answer/.test(words),
      ),
      decisions.join(' | '),
    );
  });
});
