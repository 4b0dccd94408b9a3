/**
 * Rulings teach the risk model: online logistic regression over what each term adds. The hand-set weights are where it
 * begins and what it is pulled to; steps are bounded, so is a whole run, and no weight falls below 0: what is seen can
 * only add to a risk. The same examples give the same weights, in whatever order they are given.
 */
import type { BehaviourTerm, EvidenceCode, RiskModel, TextTerm } from '@kith/contract';
import { evidenceCodes } from '../knowledge/index.ts';
import { accountTerms, contactTerms, type Features, featureOf, textTerms } from './features.ts';
import { RULES_POINTS_MAX } from './score.ts';

/** One account that was ruled on. */
export interface Example {
  id: string;
  /** when it was ruled; the earlier teaches first */
  at: number;
  harmful: boolean;
  /** how many accounts it stands for: 1 for one that was flagged, 1/probability for one drawn at random */
  weight: number;
  /** as they were when it came to be reviewed */
  features: Features;
}

/** One run moves a term's weight by at most this, log-odds: what one month's rulings say must last to count whole. */
export const TERM_MOVE_MAX = 0.75;
/** And what evidence of a code counts times, by at most this. */
export const SCALE_MOVE_MAX = 0.25;
/** One example moves a weight by at most this in one pass, log-odds. */
const STEP_MAX = 0.05;
/** The prior counts like so many examples. */
const PRIOR_EXAMPLES = 20;
const PASSES = 20;
const RATE = 0.2;
/** As in contract/risk.ts, whose numbers only types may cross from. */
const TERM_WEIGHT_MAX = 6;
/** As there, times. */
const CODE_SCALE_MAX = 2;

type Term = BehaviourTerm | TextTerm;
const terms: readonly Term[] = [...textTerms, ...accountTerms, ...contactTerms];
const CODES = evidenceCodes.length;
const WEIGHTS = CODES + terms.length;
const TEXT_TO = CODES + textTerms.length;
const ACCOUNT_TO = TEXT_TO + accountTerms.length;

/** What learning changes of a model. */
export interface Weights {
  readonly scales: ReadonlyMap<EvidenceCode, number>;
  readonly terms: ReadonlyMap<Term, number>;
}
type Vector = Float64Array;

const vectorOf = (model: RiskModel): Vector =>
  Float64Array.from([
    ...evidenceCodes.map((code) => model.evidence.scale?.[code] ?? 1),
    ...terms.map((term) => model.terms[term].weight),
  ]);

/** The model with other weights; its thresholds, and from where on each term counts, stay. */
export function withWeights(model: RiskModel, { scales, terms: learned }: Weights, version: string): RiskModel {
  const changed = { ...model.terms };
  for (const [term, weight] of learned) changed[term] = { ...model.terms[term], weight };
  const { scale: _, ...evidence } = model.evidence;
  const scale = Object.fromEntries([...scales].filter(([, times]) => times !== 1));
  const any = Object.keys(scale).length > 0;
  return { ...model, version, terms: changed, evidence: any ? { ...evidence, scale } : evidence };
}

/** What an example's score is made of, before the weights: of the account, and of the contact. */
interface Row {
  account: Vector;
  contact: Vector;
  /** what operators' rules add, log-odds */
  rules: number;
}

function rowOf(model: RiskModel, features: Features): Row {
  const account = new Float64Array(WEIGHTS);
  const contact = new Float64Array(WEIGHTS);
  evidenceCodes.forEach((code, i) => {
    account[i] = featureOf(features, code);
    contact[i] = featureOf(features, `to.${code}`);
  });
  terms.forEach((term, i) => {
    const place = CODES + i;
    const ofContact = place >= ACCOUNT_TO;
    const value = featureOf(features, ofContact ? `to.${term}` : term);
    const { from, full } = model.terms[term];
    const share = value <= from ? 0 : Math.min(1, (value - from) / (full - from));
    if (ofContact) contact[place] = share;
    else account[place] = share;
    if (place >= TEXT_TO && !ofContact) contact[place] = share;
  });
  return { account, contact, rules: Math.min(RULES_POINTS_MAX, featureOf(features, 'rules')) };
}

interface Scored {
  score: number;
  /** what it depends on, and by how much */
  by: Vector;
}

/** As the engine scores: the higher of account and contact, to which behaviour adds so much at most. */
function scoreRow(row: Row, weights: Vector, priorMax: number, by: Vector): Scored {
  let account = row.rules;
  let prior = row.rules;
  let contact = 0;
  for (let i = 0; i < WEIGHTS; i++) {
    const weight = weights[i] ?? 0;
    account += weight * (row.account[i] ?? 0);
    const points = weight * (row.contact[i] ?? 0);
    if (i >= TEXT_TO && i < ACCOUNT_TO) prior += points;
    else contact += points;
  }
  // without evidence towards a child there is no score of a contact
  const ofContact = contact === 0 ? 0 : contact + Math.min(prior, priorMax);
  if (account >= ofContact) {
    by.set(row.account);
    return { score: account, by };
  }
  by.set(row.contact);
  if (prior > priorMax) by.fill(0, TEXT_TO, ACCOUNT_TO);
  return { score: ofContact, by };
}

type Ruled = Pick<Example, 'harmful' | 'weight'>;

/** How a score becomes a probability: 1 / (1 + e^-(slope * score + bias)). */
interface Calibration {
  slope: number;
  bias: number;
}
const probability = ({ slope, bias }: Calibration, score: number): number =>
  1 / (1 + Math.exp(-(slope * score + bias)));

/** Newton's steps for slope and bias, halved until they help; the slope held near 1 as by one example: it stays finite. */
function calibrate(scores: readonly number[], examples: readonly Ruled[], medium: number): Calibration {
  let c: Calibration = { slope: 1, bias: -medium };
  let loss = lossOf(c, scores, examples);
  for (let step = 0; step < CALIBRATE_STEPS; step++) {
    let [gs, gb, ss, sb, bb] = [c.slope - 1, 0, 1, 0, 1e-6];
    examples.forEach(({ harmful, weight }, i) => {
      const score = scores[i] ?? 0;
      const p = probability(c, score);
      const error = weight * (p - (harmful ? 1 : 0));
      const curve = weight * p * (1 - p);
      gs += error * score;
      gb += error;
      ss += curve * score * score;
      sb += curve * score;
      bb += curve;
    });
    const det = ss * bb - sb * sb;
    const [toSlope, toBias] = [bounded((bb * gs - sb * gb) / det, 1), bounded((ss * gb - sb * gs) / det, 4)];
    let share = 1;
    let next = c;
    do {
      next = { slope: Math.max(SLOPE_MIN, c.slope - share * toSlope), bias: c.bias - share * toBias };
      share /= 2;
    } while (lossOf(next, scores, examples) >= loss && share > 1e-3);
    const better = lossOf(next, scores, examples);
    if (!(better < loss - 1e-9)) break;
    c = next;
    loss = better;
  }
  return c;
}
const CALIBRATE_STEPS = 50;
/** A score never speaks against a risk. */
const SLOPE_MIN = 0.01;

const lossOf = (c: Calibration, scores: readonly number[], examples: readonly Ruled[]): number =>
  examples.reduce((sum, e, i) => sum + e.weight * surprise(c, scores[i] ?? 0, e.harmful), (c.slope - 1) ** 2 / 2);
const surprise = (c: Calibration, score: number, harmful: boolean): number =>
  -Math.log(Math.max(1e-12, harmful ? probability(c, score) : 1 - probability(c, score)));

const bounded = (value: number, most: number): number => Math.max(-most, Math.min(most, value));

export interface Learned {
  weights: Weights;
  /** how well the examples are told apart, before and after: log loss an account that an example stands for */
  before: Fit;
  after: Fit;
}
export interface Fit {
  logLoss: number;
  /** how likely a harmful example scores above a harmless one */
  auc: number;
}

/**
 * @param from where it begins: the weights in force
 * @param prior what it is pulled to: the weights that Kith ships
 */
export function learn(from: RiskModel, prior: RiskModel, given: readonly Example[]): Learned {
  const examples = given.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const rows = examples.map(({ features }) => rowOf(from, features));
  const weights = vectorOf(from);
  const begin = vectorOf(from);
  const pull = vectorOf(prior);
  const by = new Float64Array(WEIGHTS);
  const scores = (): number[] => rows.map((row) => scoreRow(row, weights, from.priorMax, by).score);
  const mean = examples.reduce((sum, e) => sum + e.weight, 0) / Math.max(1, examples.length);
  const before = fitOf(scores(), examples, from);
  for (let pass = 0; pass < PASSES; pass++) {
    const c = calibrate(scores(), examples, from.thresholds.medium);
    const rate = RATE / (1 + pass);
    examples.forEach((example, n) => {
      const row = rows[n];
      if (row === undefined) return;
      const { score } = scoreRow(row, weights, from.priorMax, by);
      const error = (example.weight / mean) * (probability(c, score) - (example.harmful ? 1 : 0));
      for (let i = 0; i < WEIGHTS; i++) {
        const now = weights[i] ?? 0;
        const away = (PRIOR_EXAMPLES / examples.length) * (now - (pull[i] ?? 0));
        const step = bounded(rate * (error * c.slope * (by[i] ?? 0) + away * PULL), STEP_MAX);
        weights[i] = within(now - step, begin[i] ?? 0, i);
      }
    });
  }
  return { weights: named(weights), before, after: fitOf(scores(), examples, from) };
}
/** Curvature of one example's loss where it is undecided: what makes the prior count like examples. */
const PULL = 0.25;

function within(weight: number, begin: number, place: number): number {
  const [move, most] = place < CODES ? [SCALE_MOVE_MAX, CODE_SCALE_MAX] : [TERM_MOVE_MAX, TERM_WEIGHT_MAX];
  return Math.max(0, begin - move, Math.min(most, begin + move, weight));
}

const named = (weights: Vector): Weights => ({
  scales: new Map(evidenceCodes.map((code, i) => [code, rounded(weights[i] ?? 0)])),
  terms: new Map(terms.map((term, i) => [term, rounded(weights[CODES + i] ?? 0)])),
});
/** As a person reads and writes weights. */
const rounded = (weight: number): number => Math.round(weight * 1000) / 1000;

/** The higher of the scores of an account and of its contact, as the engine scores: from features alone. */
export const scoreOfFeatures = (model: RiskModel, features: Features): number =>
  scoreRow(rowOf(model, features), vectorOf(model), model.priorMax, new Float64Array(WEIGHTS)).score;

/** How well a model tells examples apart. */
export function fit(model: RiskModel, examples: readonly Example[]): Fit {
  const scores = examples.map(({ features }) => scoreOfFeatures(model, features));
  return fitOf(scores, examples, model);
}

function fitOf(scores: readonly number[], examples: readonly Example[], { thresholds }: RiskModel): Fit {
  const c = calibrate(scores, examples, thresholds.medium);
  const stoodFor = examples.reduce((sum, { weight }) => sum + weight, 0);
  const loss = examples.reduce((sum, e, i) => sum + e.weight * surprise(c, scores[i] ?? 0, e.harmful), 0);
  return { logLoss: stoodFor === 0 ? 0 : loss / stoodFor, auc: aucOf(scores, examples) };
}

/** Ties count half; 0.5 where there is nothing to tell apart. */
function aucOf(scores: readonly number[], examples: readonly Example[]): number {
  const order = examples.map((e, i) => ({ score: scores[i] ?? 0, ...e })).sort((a, b) => a.score - b.score);
  let [below, pairs, won] = [0, 0, 0];
  for (let i = 0; i < order.length; ) {
    let [harmful, harmless] = [0, 0];
    const score = order[i]?.score;
    for (; i < order.length && order[i]?.score === score; i++) {
      const one = order[i];
      if (one === undefined) continue;
      if (one.harmful) harmful += one.weight;
      else harmless += one.weight;
    }
    won += harmful * (below + harmless / 2);
    below += harmless;
    pairs += harmful;
  }
  return pairs * below === 0 ? 0.5 : won / (pairs * below);
}
