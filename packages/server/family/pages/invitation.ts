/** An invitation in words, the same for every page and the API: who asks, what is seen and can be done, what never is. Pure. */
import {
  type FamilyPerson,
  type FamilyRole,
  type GuardianMay,
  type GuardianSees,
  type GuardianshipShown,
  guardianNever,
} from '@kith/contract';
import { fill, type Language } from '../../ground/pages/index.ts';
import { dayOf } from '../facts.ts';
import type { Terms } from '../terms.ts';
import { longDay } from './days.ts';
import { inSentence, nameOf } from './names.ts';
import { familyWords } from './words.ts';

/**
 * @param role of the one who reads @param from who asks @param until milliseconds since 1970
 * @param quietHours what they are, in that language
 */
export function wordsOfInvitation(
  role: FamilyRole,
  from: FamilyPerson,
  terms: Terms,
  until: number,
  language: Language,
  quietHours: string,
): GuardianshipShown['words'] {
  const { seen, guardian, own } = familyWords[language];
  const words = role === 'child' ? own.invitation : guardian.invitation;
  const values = {
    name: inSentence(nameOf(from, from.account, seen.noName)),
    day: longDay(dayOf(until), language),
    quietHours,
  };
  const say = (message: string) => fill(message, values, language);
  const all = <K extends GuardianSees | GuardianMay>(names: readonly K[], texts: Readonly<Record<K, string>>) =>
    names.map((name) => say(texts[name]));
  return {
    ...{ language, title: say(words.title) },
    parts: [
      { heading: say(words.see), items: all(terms.sees, words.sees) },
      { heading: say(words.can), items: all(terms.may, words.may) },
      { heading: say(words.never), items: guardianNever.options.map((name) => say(words.nevers[name])) },
    ],
    lines: [words.same, terms.mayEnd ? words.stop : words.stopAsk, words.free, words.until].map(say),
    ...{ accept: words.accept, decline: words.decline },
  };
}

/** What a form of the one and of the other answer sends. */
export const answersWith = (fields: Readonly<Record<string, string>>) => ({
  no: { ...fields, answer: 'decline' },
  yes: { ...fields, answer: 'accept' },
});
