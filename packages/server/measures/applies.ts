/**
 * Whether a measure applies to a service, by its answers, and why. An answer that is missing is neither yes nor no: what
 * hangs on it stays open, and the page asks for it.
 */
import { type HarmLevel, harmLevel, type MeasureAnswers } from '@kith/contract';
import { z } from 'zod';

/** Medium or high risk of so many kinds is multi-risk (ICU, section 5). */
export const MULTI_RISK = 2;

export type Answers = Readonly<MeasureAnswers>;

/** Of a service that has answered nothing so far. */
export const NO_ANSWERS: Answers = { facts: {}, risks: {}, otherKinds: null };

export type Condition =
  /** a fact, or one of the terms below */
  | string
  | { risk: string; least: HarmLevel }
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be the name of a fact'),
    z.strictObject({ risk: z.string(), least: harmLevel }),
    z.strictObject({ all: z.array(condition).min(1).max(20) }),
    z.strictObject({ any: z.array(condition).min(1).max(20) }),
    z.strictObject({ not: condition }),
  ]),
);

/** Terms that are worked out from answers; every other name is a fact. */
export const TERMS = ['every_service', 'permissive', 'multi_risk', 'any_medium_risk'] as const;

/** The risks that are kinds of child sexual exploitation and abuse: together they count as one kind. */
export const CSEA_RISKS = ['grooming', 'csam_images', 'csam_urls'] as const;

export type Applies = 'yes' | 'no' | 'open';

/** A line of why a measure applies or not: a fact, risk or term by name; or what joins the lines below it that stand deeper. */
export type Reason = { readonly depth: number; readonly holds: Applies } & (
  | { readonly is: 'named'; readonly name: string }
  | { readonly is: 'all' | 'any' | 'not' }
);

export interface Applicability {
  readonly applies: Applies;
  /** all that it rests on, in the order and as deep as the condition has it; the first line is the whole */
  readonly because: readonly Reason[];
}

export function applicability(asked: Condition, answers: Answers): Applicability {
  const because = reasons(asked, answers, 0);
  return { applies: because[0].holds, because };
}

/** The condition's own line first, those that it joins below it. */
function reasons(asked: Condition, answers: Answers, depth: number): [Reason, ...Reason[]] {
  if (typeof asked === 'string') return [{ depth, is: 'named', name: asked, holds: named(asked, answers) }];
  if ('risk' in asked) {
    const { risk, least } = asked;
    return [{ depth, is: 'named', name: `${risk} ${least}`, holds: atLeast(answers.risks[risk], least) }];
  }
  if ('not' in asked) {
    const part = reasons(asked.not, answers, depth + 1);
    return [{ depth, is: 'not', holds: NOT[part[0].holds] }, ...part];
  }
  const is = 'all' in asked ? 'all' : 'any';
  const joined = 'all' in asked ? asked.all : asked.any;
  const [only] = joined;
  // one alone is joined to nothing
  if (joined.length === 1 && only !== undefined) return reasons(only, answers, depth);
  const parts = joined.map((part) => reasons(part, answers, depth + 1));
  return [
    {
      depth,
      is,
      holds: joinedBy(
        is,
        parts.map(([first]) => first.holds),
      ),
    },
    ...parts.flat(),
  ];
}

function joinedBy(is: 'all' | 'any', parts: readonly Applies[]): Applies {
  const deciding = is === 'all' ? 'no' : 'yes';
  if (parts.includes(deciding)) return deciding;
  return parts.includes('open') ? 'open' : NOT[deciding];
}

const NOT: Readonly<Record<Applies, Applies>> = { yes: 'no', no: 'yes', open: 'open' };
const said = (yes: boolean): Applies => (yes ? 'yes' : 'no');

function atLeast(level: HarmLevel | undefined, least: HarmLevel): Applies {
  if (level === undefined) return 'open';
  return said(harmLevel.options.indexOf(level) >= harmLevel.options.indexOf(least));
}

function named(name: string, answers: Answers): Applies {
  switch (name) {
    case 'every_service':
      return 'yes';
    case 'permissive':
      return 'no';
    case 'multi_risk':
      return risksOf(answers, MULTI_RISK);
    case 'any_medium_risk':
      return risksOf(answers, 1);
    default: {
      const fact = answers.facts[name];
      return fact === undefined ? 'open' : said(fact);
    }
  }
}

/** Whether the risk is medium or high of so many kinds at least. */
function risksOf({ risks, otherKinds }: Answers, least: number): Applies {
  const csea = CSEA_RISKS.map((risk) => atLeast(risks[risk], 'medium'));
  const sure = (csea.includes('yes') ? 1 : 0) + (otherKinds ?? 0);
  if (sure >= least) return 'yes';
  const possible = sure + (!csea.includes('yes') && csea.includes('open') ? 1 : 0);
  return otherKinds === null || possible >= least ? 'open' : 'no';
}
