export { consider } from './consider.ts';
export { familyNotice, isFamily, isToGuardian, kindOfNews } from './contact/family-notices.ts';
export { choicesOf } from './contact/notices.ts';
export { blocksOtherAccountOf, isEitherBlockedByLink, isOfFew } from './contact/other-accounts.ts';
export { maySeeInList, maySeeLocation, maySuggest, type Refusal } from './contact/questions.ts';
export * from './decided.ts';
export type { FamilyNote } from './family/notes.ts';
export { isKeptBetween, type ToKeep } from './keep/between.ts';
export * from './knowledge/index.ts';
export { type CompiledPolicy, compilePolicy, inShadow } from './policy/compile.ts';
export {
  type ExampleRun,
  type Fact,
  problemsOfRule,
  type RuleProblem,
  runExamples,
  vocabulary,
} from './policy/rules/index.ts';
export type { Beside } from './risk/beside.ts';
export { type Explained, explainAccount, explainContact } from './risk/explain.ts';
export {
  type Features,
  featureFamilies,
  featureNames,
  featureOf,
  featuresFrom,
  namedFeatures,
} from './risk/features.ts';
export { type Example, type Fit, fit, type Learned, learn, type Weights, withWeights } from './risk/learn.ts';
export { higherRisk, levelOf, RISKS } from './risk/level.ts';
export { lookedAtFrom } from './risk/model.ts';
export type { Contribution, Family, Score, TermName, Visit } from './risk/score.ts';
export { mayBeScored } from './risk/scored.ts';
export {
  DEVIATIONS_MAX,
  distance,
  type Exemplar,
  type Likeness,
  mostAlike,
  type Spread,
  standardised,
} from './risk/second-look/exemplars.ts';
export { otherFeatures, type SecondLook, secondLookPoints } from './risk/second-look/look.ts';
export type { Trees } from './risk/second-look/trees.ts';
export { walkAccount, walkContact } from './risk/walk.ts';
export type { When } from './risk/when.ts';
export { type CarriedText, evidenceIn, foundOf } from './signals/carried.ts';
export type { Evidence } from './signals/evidence.ts';
export { type Comparison, compare } from './signals/identity/compare.ts';
export { estimate, type Pair, pairOf } from './signals/identity/estimate.ts';
export { comparedWithBarred, levelOfLink, sideOf } from './signals/identity/recognise.ts';
export * from './signals/media/index.ts';
export * from './signals/text/index.ts';
export * from './told.ts';
