/** What an affected person is told, as words: what was done, under which rule, by whom or what, and how to appeal. Pure. */
import type { NamedPolicy, RulingKind } from '@kith/contract';
import { fill, type Language } from '../ground/pages/index.ts';
import { type StatementWords, statementWords } from './words.ts';

export interface Told {
  title: string;
  body: readonly string[];
}

export type StatementFacts = RulingFacts | { kind: 'automatic'; until_ms: number | null };

interface RulingFacts {
  kind: 'ruling' | 'upheld' | 'overturned';
  measures: readonly RulingKind[];
  /** null where it is not in the policy any more */
  policy: NamedPolicy | null;
  /** whether Kith's own detection brought it to people */
  machine: boolean;
  /** until when they can appeal; null where they can't */
  until_ms: number | null;
}

/** A day as people write it, in the time zone that such days are counted in. */
export const dayIn = (at_ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language === 'cy' ? 'cy' : 'en-GB', { dateStyle: 'long', timeZone: 'Europe/London' }).format(
    at_ms,
  );

export function statementText(facts: StatementFacts, language: Language): Told {
  const words = statementWords[language];
  switch (facts.kind) {
    case 'upheld':
      return { title: words.titles.upheld, body: [words.upheld] };
    case 'overturned':
      return { title: words.titles.overturned, body: [words.overturned] };
    case 'ruling':
      return ofRuling(facts, words, language);
    case 'automatic':
      return ofRestriction(facts.until_ms, words, language);
    default:
      return facts satisfies never;
  }
}

function ofRuling(
  { measures, policy, machine, until_ms }: RulingFacts,
  words: StatementWords,
  language: Language,
): Told {
  const violated = measures.filter((m) => m !== 'no_violation' && m !== 'restore');
  if (violated.length === 0) return { title: words.titles.restore, body: [words.measures.restore] };
  const rule = policy === null ? [] : [fill(words.rule, { rule: policy.told[language] }, language)];
  const appeal = until_ms === null ? [] : [fill(words.appeal, { until: dayIn(until_ms, language) }, language)];
  const done = violated.map((measure) => words.measures[measure]);
  return { title: words.title, body: [...done, ...rule, machine ? words.machine : words.people, ...appeal] };
}

/** Nobody has looked yet: so it says. */
function ofRestriction(until_ms: number | null, words: StatementWords, language: Language): Told {
  const { restrict, computer, object } = words.automatic;
  const appeal = until_ms === null ? [] : [fill(object, { until: dayIn(until_ms, language) }, language)];
  return { title: words.title, body: [restrict, computer, ...appeal] };
}
