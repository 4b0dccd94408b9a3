/** Hours as people say them: a target of 2 days is no "48", a wait of a minute no "0.02". */
import type { Say } from '../words/words.ts';

const MINUTES = 60;
const DAY_H = 24;
/** Up to so many hours they are counted as such: "36 hours" says more than "2 days". */
const AS_HOURS_MAX = 2 * DAY_H;

const oneDigit = (value: number): number => Math.round(value * 10) / 10;

export function sayHours(t: Say, hours: number): string {
  if (hours < 1) return t('span.minutes', { count: Math.round(hours * MINUTES) });
  if (hours < AS_HOURS_MAX) return t('span.hours', { count: oneDigit(hours) });
  return t('span.days', { count: oneDigit(hours / DAY_H) });
}
