/** What whoever reports is told: when somebody looks, what may happen, and that nobody learns who it was (D4, D5). */
import type { ReportOutcome, ReportsPolicy } from '@kith/contract';
import { fill, type Language } from '../ground/pages/index.ts';
import { outcomeWords, reportWords } from './words.ts';

/** Up to so many hours they are told as hours. */
const HOURS_TOLD_MAX = 48;

interface Acknowledged {
  danger: boolean;
  /** how they hear of what becomes of it; null where they can only ask */
  told: 'told' | 'notTold' | 'byMail' | null;
}

/** Paragraphs, in order. The time is indicative: it says so. */
export function acknowledgement(
  { danger, told }: Acknowledged,
  { usualHours }: ReportsPolicy,
  language: Language,
): string[] {
  const words = reportWords[language].answers;
  const hours = danger ? usualHours.danger : usualHours.other;
  const when =
    hours < HOURS_TOLD_MAX
      ? fill(words.hours, { hours }, language)
      : fill(words.days, { days: Math.ceil(hours / 24) }, language);
  return [when, words.may, ...(told === null ? [] : [words[told]]), words.secret];
}

/** What becomes of it, for whoever reported: never what was found, or about whom. */
export const closing = (outcome: ReportOutcome, language: Language): string[] => [
  outcomeWords(outcome, language),
  reportWords[language].answers.secret,
];
