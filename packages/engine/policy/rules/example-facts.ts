/** The facts of an example beside a rule: what it gives, and blanks for the rest. */
import { type EventType, nearest, type RuleExample } from '@kith/contract';
import type { RuleFacts } from './facts.ts';
import type { RuleProblem } from './fault.ts';
import { NO_CONTACT } from './known-facts.ts';
import { NO_SUMS } from './sums.ts';
import { type Fact, vocabulary } from './vocabulary.ts';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What nothing is known of: an account of unknown age, a contact that never was. */
const blank = (on: EventType): RuleFacts => ({
  account: {
    ageBand: 'unknown',
    ageMethod: 'unknown',
    ageConfidence: 0,
    country: '',
    region: '',
    status: 'active',
    risk: 'none',
    score: 0,
    ageDays: 0,
    distinctChildren1d: 0,
    distinctChildren7d: 0,
    distinctChildren30d: 0,
    childShare: 0,
    coldChildren30d: 0,
    answered30d: 0,
    childrenAgainst30d: 0,
    sameOpener30d: 0,
    handOffs30d: 0,
    farChildren30d: 0,
    breadth: 0,
    likeness: 0,
  },
  contact: NO_CONTACT,
  other: { ageBand: 'unknown', ageConfidence: 0, country: '', region: '' },
  event: { type: on, group: false, codes: [] },
});

/** The facts as an example has them. Only for one in which `exampleProblems` found nothing. */
export function exampleFacts({ given }: RuleExample, on: EventType): RuleFacts {
  const facts = blank(on);
  return {
    account: { ...facts.account, ...given.account },
    contact: {
      ...facts.contact,
      ...given.contact,
      evidence: { ...NO_SUMS, ...(isObject(given.contact?.evidence) && given.contact.evidence) },
    },
    other: { ...facts.other, ...given.other },
    event: { ...facts.event, ...given.event },
  };
}

/** What an example gives that is no fact, or none of that type. */
export function exampleProblems(example: RuleExample, on: readonly EventType[]): RuleProblem[] {
  const problems: RuleProblem[] = [];
  if (example.on !== undefined && !on.includes(example.on)) {
    problems.push({ path: ['on'], message: `the rule is not tried on ${example.on}` });
  }
  for (const [path, value, at] of leaves(example.given, [])) {
    const fact = Object.hasOwn(vocabulary, path) ? vocabulary[path] : undefined;
    const message = fact === undefined ? unknownFact(path) : wrongValue(fact, value);
    if (message !== null) problems.push({ path: ['given', ...at], message });
  }
  return problems;
}

/** Every value with its dotted path; lists are values. */
function leaves(value: object, at: readonly string[]): [string, unknown, readonly string[]][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, unknown, readonly string[]][] => {
    const path = [...at, name];
    const nested = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return nested ? leaves(inner, path) : [[path.join('.'), inner, path]];
  });
}

function unknownFact(path: string): string {
  const meant = nearest(path, Object.keys(vocabulary));
  return `is no fact that rules know${meant === undefined ? '' : `: did you mean ${meant}?`}`;
}

function wrongValue(fact: Fact, value: unknown): string | null {
  switch (fact.type) {
    case 'bool':
      return typeof value === 'boolean' ? null : 'expected true or false';
    case 'int':
      return Number.isSafeInteger(value) ? null : 'expected a whole number';
    case 'double':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'expected a number';
    case 'string':
      if (typeof value !== 'string') return 'expected text';
      return fact.values === undefined || fact.values.includes(value)
        ? null
        : `expected one of: ${fact.values.join(', ')}`;
    case 'list<string>': {
      if (!Array.isArray(value) || !value.every((v) => typeof v === 'string')) return 'expected a list of texts';
      const wrong = fact.values === undefined ? undefined : value.find((v) => !fact.values?.includes(v));
      return wrong === undefined ? null : `${wrong} is not one of: ${fact.values?.join(', ')}`;
    }
    default:
      return fact satisfies never;
  }
}
