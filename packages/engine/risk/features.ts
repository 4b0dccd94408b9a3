/**
 * What can be told of an account, and of one of its contacts with a child, as numbers with names: what rulings teach by,
 * and what the second look looks at. Raw values, before any weight; 0 where there is nothing.
 */
import type { BehaviourTerm, TextTerm } from '@kith/contract';
import {
  breadthOf,
  COUNT_HALF_LIFE,
  type EvidenceSums,
  evidenceCodes,
  faded,
  isKnownChild,
} from '../knowledge/index.ts';
import type { CompiledRiskModel } from './model.ts';
import {
  type AccountObserved,
  type ContactObserved,
  type Family,
  type TermName,
  visitAccount,
  visitContact,
} from './score.ts';

export const textTerms = ['breadth', 'approached', 'pursued', 'inGroups'] as const satisfies readonly TextTerm[];
/** How an account behaves, whomever it turns to. */
export const accountTerms = [
  'children1d',
  'children7d',
  'children30d',
  'childShare',
  'cold',
  'aimed',
  'kept',
  'unanswered',
  'childrenAgainst',
  'sameOpener',
  'handOffs',
  'far',
  'requests',
  'withheld',
  'newAccount',
  'adult',
] as const satisfies readonly BehaviourTerm[];
/** How it behaves towards one child. */
export const contactTerms = ['ageGap', 'stranger', 'oneSided'] as const satisfies readonly BehaviourTerm[];

/** Of the account beside its terms. Shares are 0 to 1. */
const accountMore = [
  'contacted',
  'answeredShare',
  'kinds',
  'evidence',
  'accountDays',
  'ageConfidence',
  'ageDeclared',
  'busiestDay',
] as const;
/** Of the contact beside its terms. */
const contactMore = [
  'messages',
  'replies',
  'answers',
  'days',
  'kinds',
  'evidence',
  'knownChild',
  'evidenceHours',
] as const;

/** Names of what is told of the contact begin so. */
const TO = 'to.';

/** In the order of a vector: of the account, then of the contact. 62 together. */
export const featureNames: readonly string[] = [
  ...evidenceCodes,
  ...textTerms,
  ...accountTerms,
  'rules',
  ...accountMore,
  ...[...evidenceCodes, ...contactTerms, ...contactMore].map((name) => `${TO}${name}`),
];
const places: ReadonlyMap<string, number> = new Map(featureNames.map((name, i) => [name, i]));

/** A value a name, in the order of featureNames. */
export type Features = Float32Array;

const ofText: ReadonlySet<string> = new Set([...evidenceCodes, ...textTerms, 'kinds', 'evidence', 'evidenceHours']);
/** The family of each feature. */
export const featureFamilies: readonly Family[] = featureNames.map((name) =>
  ofText.has(name.startsWith(TO) ? name.slice(TO.length) : name) ? 'text' : 'behaviour',
);

/** The value of a name that is one of featureNames; 0 of any other. */
export const featureOf = (features: Features, name: string): number => features[places.get(name) ?? -1] ?? 0;

const DAY_S = 86_400;
const HOUR_S = 3_600;
/** An account, or a contact, that is older says nothing more. */
const DAYS_MAX = 365;

const OBSERVING = { weight: 1, from: 0, full: 1 };
const UNSCALED: readonly number[] = evidenceCodes.map(() => 1);

/** The model with every term told from nothing on, whatever it weighs. */
export const observing = (model: CompiledRiskModel): CompiledRiskModel => ({
  ...model,
  terms: EVERY_TERM,
  scales: UNSCALED,
});
const EVERY_TERM: CompiledRiskModel['terms'] = {
  children1d: OBSERVING,
  children7d: OBSERVING,
  children30d: OBSERVING,
  childShare: OBSERVING,
  cold: OBSERVING,
  aimed: OBSERVING,
  kept: OBSERVING,
  unanswered: OBSERVING,
  childrenAgainst: OBSERVING,
  sameOpener: OBSERVING,
  handOffs: OBSERVING,
  far: OBSERVING,
  requests: OBSERVING,
  withheld: OBSERVING,
  newAccount: OBSERVING,
  adult: OBSERVING,
  ageGap: OBSERVING,
  stranger: OBSERVING,
  oneSided: OBSERVING,
  breadth: OBSERVING,
  approached: OBSERVING,
  pursued: OBSERVING,
  inGroups: OBSERVING,
};

/** Of a code its sum counts, of everything else what was observed. */
function collector(features: Features, prefix: string) {
  return (term: TermName, family: Family, points: number, value: number): void => {
    const place = places.get(`${prefix}${term}`);
    if (place !== undefined) features[place] = family === 'text' && isCode(term) ? points : value;
  };
}
const isCode = (term: TermName): boolean => evidenceCodes.some((code) => code === term);

function setter(features: Features, prefix: string) {
  return (name: string, value: number): void => {
    const place = places.get(`${prefix}${name}`);
    if (place !== undefined) features[place] = value;
  };
}

const sumOf = (sums: EvidenceSums): number => sums.reduce((total, sum) => total + sum, 0);

/** Of the account alone: what is told of a contact is 0. */
export function accountFeatures(model: CompiledRiskModel, o: AccountObserved): Features {
  const features = new Float32Array(featureNames.length);
  const { account, conduct: c, at } = o;
  if (c.at === 0) return features;
  visitAccount(observing(model), o, collector(features, ''));
  const set = setter(features, '');
  const contacted = faded(c.contacted, at - c.at, COUNT_HALF_LIFE);
  set('contacted', contacted);
  // as if two more had been turned to in vain: of a few a share says little
  set('answeredShare', faded(c.answered, at - c.at, COUNT_HALF_LIFE) / (contacted + 2));
  set('kinds', breadthOf(c.evidence, model.evidence.kindFrom));
  set('evidence', sumOf(features.subarray(0, evidenceCodes.length)));
  set('accountDays', daysSince(account.createdAt, at));
  set('ageConfidence', account.ageConfidence / 100);
  set('ageDeclared', account.ageMethod === 'declared' ? 1 : 0);
  set('busiestDay', Math.max(...c.childrenByDay));
  return features;
}

/** Of an account and its contact with one child. */
export function contactFeatures(model: CompiledRiskModel, o: ContactObserved): Features {
  const features = accountFeatures(model, o);
  const { conduct, approach, out, back, other, at } = o;
  if (conduct.at === 0) return features;
  const collect = collector(features, TO);
  visitContact(observing(model), o, (term, family, points, value) => {
    if (term !== 'prior') collect(term, family, points, value);
  });
  const set = setter(features, TO);
  set('messages', out.messages + out.withheld);
  set('replies', out.replies);
  set('answers', back.messages);
  set('days', daysSince(out.firstAt, at));
  set('kinds', breadthOf(approach.evidence, model.evidence.kindFrom));
  set('evidence', sumOf(approach.evidence));
  set('knownChild', isKnownChild(other) ? 1 : 0);
  if (approach.firstAt > 0)
    set('evidenceHours', Math.max(0, Math.min(DAYS_MAX * 24, (at - approach.firstAt) / HOUR_S)));
  return features;
}

const daysSince = (since: number, at: number): number =>
  since === 0 ? 0 : Math.max(0, Math.min(DAYS_MAX, (at - since) / DAY_S));

/** With their names, those that are not 0: how they are written down. */
export const namedFeatures = (features: Features): Readonly<Record<string, number>> =>
  Object.fromEntries(featureNames.flatMap((name, i) => (features[i] ? [[name, features[i]]] : [])));

/** Back from names; null where a name is none of ours. */
export function featuresFrom(named: Readonly<Record<string, number>>): Features | null {
  const features = new Float32Array(featureNames.length);
  for (const [name, value] of Object.entries(named)) {
    const place = places.get(name);
    if (place === undefined) return null;
    features[place] = value;
  }
  return features;
}
