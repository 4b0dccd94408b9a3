/** Runs the examples beside a rule: whether it fires where it should, and only there. */
import type { EventType, Rule } from '@kith/contract';
import { compileCondition } from './compile-condition.ts';
import { exampleFacts } from './example-facts.ts';
import { compileWords } from './words.ts';

export interface ExampleRun {
  /** its place among the rule's examples, from 0 */
  example: number;
  on: EventType;
  expected: boolean;
  /** failed: the condition could not be evaluated, which counts as not firing */
  fired: boolean | 'failed';
  passed: boolean;
  /** what the signal would say */
  words: string;
}

/** For rules in which `problemsOfRule` found nothing; whatever their mode. */
export function runExamples(rule: Rule): ExampleRun[] {
  const condition = compileCondition(rule.when);
  const words = compileWords(rule.then.signal.words);
  if (!condition.ok || !words.ok) throw new Error(`the rule ${rule.name} was not checked`);
  return rule.examples.map((given, example) => {
    const on = given.on ?? rule.on[0];
    const facts = exampleFacts(given, on);
    const fired = condition.condition.run(facts) ?? 'failed';
    return {
      example,
      on,
      expected: given.fires,
      fired,
      passed: given.fires ? fired === true : fired !== true,
      words: words.words.say(facts),
    };
  });
}
