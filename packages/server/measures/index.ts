/** Ofcom's measures: which there are, which apply to a service and why, and what a new version of a code changes. */

export { answersFrom, questionsAsYaml } from './answers.ts';
export { type Answers, type Applies, applicability } from './applies.ts';
export {
  type Code,
  differenceOf,
  type Measure,
  RegistryError,
  readCode,
  readQuestions,
  shippedCodes,
} from './registry.ts';
export { measureRoutes } from './routes.ts';
