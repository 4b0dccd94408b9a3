/** Days as families read them. They are UTC days throughout: no page says at which hour somebody was there. */
import { FAMILY_DAYS } from '@kith/contract';
import type { Language } from '../../ground/pages/index.ts';
import { dayOf } from '../facts.ts';
import { DAY_MS } from '../limits.ts';

const format = (options: Intl.DateTimeFormatOptions) => {
  const of = (locale: string) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  return { en: of('en-GB'), cy: of('cy') } satisfies Record<Language, Intl.DateTimeFormat>;
};
const weekdayLong = format({ weekday: 'long' });
const month = format({ month: 'long' });
const weekday = format({ weekday: 'short' });
const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** "Tuesday 24 November"; "dydd Mawrth 24 Tachwedd" */
export function longDay(day: string, language: Language): string {
  const name = weekdayLong[language].format(at(day));
  return `${language === 'cy' ? name.replace(/^D/, 'd') : name} ${plainDay(day, language)}`;
}
/** "24 November": put together here, since ICU has the Welsh one the other way round */
export const plainDay = (day: string, language: Language): string =>
  `${new Date(at(day)).getUTCDate()} ${month[language].format(at(day))}`;
/** "20:15", in UTC: scripts turn it into the clock of the device. */
export const clockTime = (time: string, language: Language): string => clock[language].format(Date.parse(time));

export interface WeekDay {
  day: string;
  /** "Tue" */
  short: string;
  /** its first letter, for narrow screens */
  letter: string;
  long: string;
}

/** The days that a page looks back on, the oldest first, today last. */
export function weekOf(today: string, language: Language): WeekDay[] {
  return Array.from({ length: FAMILY_DAYS }, (_, n) => {
    const day = dayOf(at(today) - (FAMILY_DAYS - 1 - n) * DAY_MS);
    const short = weekday[language].format(at(day));
    return { day, short, letter: short.slice(0, 1).toUpperCase(), long: longDay(day, language) };
  });
}
