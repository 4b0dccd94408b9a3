/**
 * Rules that operators write, without code: when something holds that Kith knows of the accounts of an event, say so
 * (a signal), be stricter (an outcome), or have a person look (a case). docs/POLICY.md teaches how.
 */
import { z } from 'zod';
import { type EventType, eventTypes } from './events.ts';
import { outcome } from './words.ts';

/** The most rules of a policy: each one costs on every event of its types, and a longer list is read by nobody. */
export const RULES_MAX = 200;
/** The longest condition, in UTF-16 code units: a dozen terms, which is more than anybody can check by eye. */
export const RULE_WHEN_LENGTH_MAX = 1000;
/** The longest words, in UTF-16 code units: a moderator reads them in a list. */
export const RULE_WORDS_LENGTH_MAX = 300;
/** The longest description, in UTF-16 code units. */
export const RULE_ABOUT_LENGTH_MAX = 500;
/** The most examples of a rule: they are run on every check, and more of them belong in a backtest. */
export const RULE_EXAMPLES_MAX = 50;
/** The largest weight of a signal, as log-odds: e to the 10th is 22,000 to one, surer than any rule is. */
export const RULE_WEIGHT_MAX = 10;

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be small letters, digits and hyphens, 64 at most, such as many-children');

/** live: counts; shadow: is only noted, so that it can be watched first; off: is not looked at. */
export const ruleMode = z.enum(['live', 'shadow', 'off']);
export type RuleMode = z.infer<typeof ruleMode>;

// eventTypes is made from an object's keys, so there is a first one
const eventType = z.enum(eventTypes as [EventType, ...EventType[]]);

/** What an example says is so; what it leaves out is blank, as of an account that nothing is known of. */
const given = z.record(z.string(), z.record(z.string(), z.unknown()));

export const ruleExample = z.strictObject({
  /** the facts, by the names of the vocabulary: { account: { ageBand: adult } } */
  given,
  /** the type of the event; the rule's first where it is left out */
  on: eventType.optional(),
  fires: z.boolean(),
});
export type RuleExample = z.infer<typeof ruleExample>;

export const rule = z.strictObject({
  name: slug,
  /** what it looks for, for the people who will read it */
  about: z.string().min(1).max(RULE_ABOUT_LENGTH_MAX),
  /** the types of event that it is tried on */
  on: z.array(eventType).min(1).max(eventTypes.length),
  mode: ruleMode,
  /** a condition in CEL (https://cel.dev) over the vocabulary of docs/POLICY.md */
  when: z.string().min(1).max(RULE_WHEN_LENGTH_MAX),
  // biome-ignore lint/suspicious/noThenProperty: the word that operators read; nothing awaits a rule
  then: z.strictObject({
    signal: z.strictObject({
      /** how much it speaks for harm, as log-odds */
      weight: z.number().positive().max(RULE_WEIGHT_MAX),
      /** for moderators; {account.ageBand} stands for that fact */
      words: z
        .string()
        .min(1)
        .max(RULE_WORDS_LENGTH_MAX)
        .refine((words) => !words.includes('\0') && words.isWellFormed(), {
          error: 'must be Unicode text without zero bytes: no database keeps them',
        }),
    }),
    /** the stricter of this and what the tables say holds; a rule never loosens */
    outcome: outcome.exclude(['allow']).optional(),
    /** the queue of the case that it opens about the account */
    case: slug.optional(),
  }),
  examples: z.array(ruleExample).max(RULE_EXAMPLES_MAX).default([]),
});
export type Rule = z.infer<typeof rule>;

export const rules = z
  .array(rule)
  .max(RULES_MAX)
  .superRefine((all, context) => {
    const seen = new Set<string>();
    for (const [i, { name }] of all.entries()) {
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [i, 'name'], message: `${name} is named twice` });
      seen.add(name);
    }
  })
  .default([]);
