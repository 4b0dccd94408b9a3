import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CaseSummary, type CaseView, caseView, type RulingView } from '@kith/contract';
import { ruledAs, takenAs } from './answered.ts';

const AT = '2026-11-26T12:00:00.000Z';
const summary: CaseSummary = {
  ...{ id: 'case_1', account: 'max', ageBand: 'adult', queue: 'risk', queueWords: 'Risk', state: 'open' },
  ...{
    secondReview: false,
    reopened: 0,
    priority: 1,
    band: 'normal',
    why: [],
    severity: 1,
    openedAt: AT,
    updatedAt: AT,
  },
  ...{ dueAt: AT, level: 'low', leasedBy: null, leasedUntil: null, mine: false, children: 1, reports: 0, version: 7 },
};
const fetched: CaseView = {
  ...summary,
  ...{ accounts: ['max'], risk: null, signals: [], reportsFiled: [], contacts: [], history: [], rulings: [] },
  ...{ enforcements: [], related: [], unopened: null, barred: null },
  exposure: { seen: 0, budget: 10, over: false },
};
const taken: CaseSummary = { ...summary, state: 'leased', mine: true, leasedBy: 'Heron', leasedUntil: AT, version: 8 };

describe('a case by what Kith answered', () => {
  it('is in front and can be ruled once it is taken, by the version that was taken', () => {
    const shown = takenAs(fetched, taken) ?? assert.fail();
    assert.deepEqual([shown.mine, shown.state, shown.version, shown.barred], [true, 'leased', 8, null]);
    assert.deepEqual(caseView.parse(shown), shown);
  });

  it('is not shown where anything else has happened to it since it was fetched, and never as another', () => {
    assert.equal(takenAs({ ...fetched, version: 6 }, taken), null);
    assert.equal(takenAs({ ...fetched, version: 8 }, taken), null);
    assert.equal(takenAs({ ...fetched, id: 'case_2' }, taken), null);
    assert.equal(takenAs(undefined, taken), null);
  });

  it('is nobody’s to rule once it is ruled', () => {
    const ruling: RulingView = {
      ...{ id: 'rul_1', case: 'case_1', account: 'max', measures: ['no_violation'], state: 'in_force', policy: 'p' },
      ...{ reason: 'r', content: [], refer: false, by: 'Heron', at: AT, undoUntil: AT, second: null, final: false },
      ...{ standingChanged: null, statement: null },
    };
    const held = takenAs(fetched, taken) ?? assert.fail();
    const ruled = ruledAs(held, ruling, 9);
    assert.deepEqual([ruled.state, ruled.mine, ruled.barred, ruled.version], ['decided', false, 'over', 9]);
    assert.deepEqual(caseView.parse(ruled).rulings, [ruling]);
    const proposed = ruledAs(held, { ...ruling, state: 'proposed' }, 9);
    assert.deepEqual([proposed.state, proposed.barred], ['second_review', 'first_look']);
  });
});
