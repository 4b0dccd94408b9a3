/** What is wrong with a rule, for whoever wrote it: where in the policy, and what was expected. */
export interface RuleProblem {
  /** from the rule on: ['when'] */
  path: readonly (string | number)[];
  message: string;
}

/** Ends the reading of a condition. Never leaves this folder. */
export class RuleFault extends Error {
  override readonly name = 'RuleFault';
}
