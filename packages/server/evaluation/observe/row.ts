/**
 * What a score was made of at one moment, as a row of numbers: the raw values of all terms, before any weight. Kept so that
 * other weights can be tried, and terms left out, without replaying.
 */
import { behaviourTerm, type RiskModel, textTerm } from '@kith/contract';
import { type CompiledPolicy, evidenceCodes, type Family, type TermName } from '@kith/engine';

/** What only a contact has; everything else of behaviour is the account's. */
const CONTACT_ONLY = ['ageGap', 'stranger', 'oneSided'] as const;
const isOfContact = (term: string): boolean => CONTACT_ONLY.some((name) => name === term);

const accountBehaviour = behaviourTerm.options.filter((term) => !isOfContact(term));
/** Of an account: sums of evidence by code (log-odds), what its texts and behaviour add up to, and what a second look adds. */
export const accountTerms = [
  ...evidenceCodes,
  ...textTerm.options,
  ...accountBehaviour,
  'rules',
  'secondLook',
] as const;
/** Of a contact: evidence towards this child, then behaviour towards it, then the account's behaviour. */
export const contactTerms = [...evidenceCodes, ...CONTACT_ONLY, ...accountBehaviour, 'rules', 'secondLook'] as const;
/** Where the account's behaviour begins in a contact's row. */
const PRIOR_FROM: number = evidenceCodes.length + CONTACT_ONLY.length;

export type Subject = 'account' | 'contact';
export const termsOf = { account: accountTerms, contact: contactTerms } as const;

const placesOf = (terms: readonly TermName[]): ReadonlyMap<string, number> =>
  new Map(terms.map((term, i) => [term, i]));
const places = { account: placesOf(accountTerms), contact: placesOf(contactTerms) };

/** Where a term stands in a row; undefined for what rows don't hold (what behaviour adds to a contact is worked out). */
export const placeOf = (subject: Subject, term: TermName): number | undefined => places[subject].get(term);

export const familyOf = (term: TermName): Family =>
  evidenceCodes.some((code) => code === term) || textTerm.options.some((name) => name === term) ? 'text' : 'behaviour';

/**
 * A model under which a visit tells every value as it was observed, whatever the weights are: each term begins to count at
 * nothing.
 */
export function observingModel(model: CompiledPolicy['risk']): CompiledPolicy['risk'] {
  const names = [...behaviourTerm.options, ...textTerm.options];
  const terms = Object.fromEntries(names.map((name) => [name, { weight: 1, from: 0, full: OBSERVED_MAX }]));
  // every name is there
  return { ...model, scales: evidenceCodes.map(() => 1), terms: terms as RiskModel['terms'] };
}
/** A count beyond this is told as it is, too: the largest value that a policy may give a term. */
const OBSERVED_MAX = 1000;

/** Told of one term of a row's score. */
export type VisitPoints = (term: TermName, points: number, value: number) => void;

/** Terms that are left out of a score, to see what they are worth. */
export type LeftOut = ReadonlySet<TermName>;
export const NOTHING_LEFT_OUT: LeftOut = new Set();

/** The most that the operator's rules add together, as in the engine. */
const RULES_POINTS_MAX = 6;

/** What each term of a row adds under a model: the engine's score again, from what was observed. */
export function visitRow(
  model: RiskModel,
  subject: Subject,
  row: ArrayLike<number>,
  visit: VisitPoints,
  leftOut: LeftOut = NOTHING_LEFT_OUT,
): void {
  const terms = termsOf[subject];
  let prior = 0;
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i];
    const value = row[i] ?? 0;
    if (term === undefined || value === 0 || leftOut.has(term)) continue;
    const points = pointsOf(model, term, value);
    if (points === 0) continue;
    if (subject === 'contact' && i >= PRIOR_FROM && term !== 'secondLook') prior += points;
    else visit(term, points, value);
  }
  if (prior > 0 && !leftOut.has('prior')) visit('prior', Math.min(prior, model.priorMax), prior);
}

function pointsOf(model: RiskModel, term: (typeof accountTerms | typeof contactTerms)[number], value: number): number {
  if (term === 'secondLook') return value;
  if (term === 'rules') return Math.min(RULES_POINTS_MAX, value);
  if (!isWeighed(term)) return value * (model.evidence.scale?.[term] ?? 1);
  const { weight, from, full } = model.terms[term];
  return value <= from ? 0 : weight * Math.min(1, (value - from) / (full - from));
}

const weighed: ReadonlySet<string> = new Set([...behaviourTerm.options, ...textTerm.options]);
const isWeighed = (term: string): term is keyof RiskModel['terms'] => weighed.has(term);

/** The score of a row, log-odds. */
export function scoreRow(model: RiskModel, subject: Subject, row: ArrayLike<number>, leftOut?: LeftOut): number {
  let total = 0;
  visitRow(
    model,
    subject,
    row,
    (_term, points) => {
      total += points;
    },
    leftOut,
  );
  return total;
}
