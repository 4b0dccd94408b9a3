export { problemsOfRule } from './compile.ts';
export { type ExampleRun, runExamples } from './examples.ts';
export type { RuleProblem } from './fault.ts';
export { type Found, type Happening, type Judged, judge, NOTHING_FOUND } from './judge.ts';
export { type Fact, pairTypes, vocabulary } from './vocabulary.ts';
