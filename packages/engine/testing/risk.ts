/** A risk model and observations for tests. */
import type { RiskModel } from '@kith/contract';
import fc from 'fast-check';
import {
  type Account,
  type Approach,
  blankAccount,
  blankApproach,
  blankConduct,
  bringUpTo,
  type Conduct,
  countChild,
  countNames,
  evidenceCodes,
} from '../knowledge/index.ts';
import { type CompiledRiskModel, compileRiskModel } from '../risk/model.ts';

const term = { weight: 1, from: 0, full: 4 };

const model: RiskModel = {
  version: 'test',
  terms: {
    children1d: term,
    children7d: term,
    children30d: term,
    childShare: { weight: 1, from: 0.2, full: 1 },
    cold: term,
    aimed: term,
    kept: term,
    unanswered: term,
    childrenAgainst: term,
    sameOpener: term,
    handOffs: term,
    far: term,
    requests: term,
    withheld: term,
    newAccount: term,
    adult: { weight: 1, from: 0.5, full: 1 },
    ageGap: { weight: 1, from: 0.25, full: 1 },
    stranger: { weight: 1, from: 0, full: 1 },
    oneSided: term,
    breadth: term,
    approached: term,
    pursued: term,
    inGroups: term,
  },
  evidence: { least: 0.4, inCommon: 0.5, inGroups: 0.3, kindFrom: 0.2, several: 3, manyChildren: 1.5 },
  priorMax: 4,
  sameOpenerBits: 3,
  keptMessages: 10,
  handOffMessages: 20,
  thresholds: { low: 3, medium: 6, high: 9 },
  cohorts: [],
  familyLeast: 1.5,
  restrictAtHigh: false,
  foundHarmless: { days: 30, points: 1 },
};

export const testModel: CompiledRiskModel = compileRiskModel(model, {});

/** When what is observed in tests was observed, seconds since 1970. */
export const AT = 1_790_000_000;
export const DAY = 86_400;

export const person = (id: string, ageBand: Account['ageBand'], ageConfidence = 90): Account => ({
  ...blankAccount(id),
  known: true,
  ageBand,
  ageConfidence,
});

const count = fc.float({ min: 0, max: 30, noNaN: true });
const sums = fc
  .array(fc.float({ min: 0, max: 5, noNaN: true }), {
    minLength: evidenceCodes.length,
    maxLength: evidenceCodes.length,
  })
  .map((values) => new Float32Array(values));

/** A conduct that was last brought up to date at AT. */
export const conducts: fc.Arbitrary<Conduct> = fc
  .record({
    counts: fc.array(count, { minLength: countNames.length, maxLength: countNames.length }),
    breadth: count,
    ruled: fc.float({ min: 0, max: 8, noNaN: true }),
    evidence: sums,
    childrenByCode: sums,
    children: fc.nat(12),
  })
  .map(({ counts, children, ...rest }) => {
    const conduct = { ...blankConduct('a'), ...rest };
    countNames.forEach((name, i) => {
      conduct[name] = counts[i] ?? 0;
    });
    bringUpTo(conduct, AT, testModel.codes.halfLives);
    for (let i = 0; i < children; i++) countChild(conduct, AT);
    return conduct;
  });

export const approaches: fc.Arbitrary<Approach> = sums.map((evidence) => ({
  ...blankApproach('a', 'b'),
  at: AT,
  firstAt: AT,
  evidence,
}));
