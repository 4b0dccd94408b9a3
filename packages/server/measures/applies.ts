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

export interface Applicability {
  readonly applies: Applies;
  /** what it rests on: each fact or risk that was looked at and decided, by name */
  readonly because: readonly { name: string; holds: Applies }[];
}

export function applicability(asked: Condition, answers: Answers): Applicability {
  const because = new Map<string, Applies>();
  const applies = holds(asked, answers, because);
  return { applies, because: [...because].map(([name, holds]) => ({ name, holds })) };
}

function holds(asked: Condition, answers: Answers, because: Map<string, Applies>): Applies {
  if (typeof asked === 'string') {
    const found = named(asked, answers);
    because.set(asked, found);
    return found;
  }
  if ('risk' in asked) {
    const found = atLeast(answers.risks[asked.risk], asked.least);
    because.set(`${asked.risk} ${asked.least}`, found);
    return found;
  }
  if ('not' in asked) return NOT[holds(asked.not, answers, because)];
  const all = 'all' in asked;
  const parts = (all ? asked.all : asked.any).map((part) => holds(part, answers, because));
  const deciding = all ? 'no' : 'yes';
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
