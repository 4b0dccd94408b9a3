/** Numbers, times and durations as they are written where the reader lives. */

export interface Formats {
  number(value: number): string;
  /** points of a score: with a sign, one decimal */
  points(value: number): string;
  /** date and time to the minute */
  moment(at: string): string;
  /** time alone where it is the same day as now, else with its date */
  short(at: string, now_ms: number): string;
  day(at: string): string;
  /** a month such as 2026-03 */
  month(of: string): string;
  /** "in 3 hours", "2 days ago" */
  ago(at: string, now_ms: number): string;
}

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

type Unit = 'day' | 'hour' | 'minute' | 'second';

/** The largest unit in which a difference is at least one. */
export function inUnits(seconds: number): { value: number; unit: Unit } {
  const size = Math.abs(seconds);
  if (size >= DAY_S) return { value: Math.trunc(seconds / DAY_S), unit: 'day' };
  if (size >= HOUR_S) return { value: Math.trunc(seconds / HOUR_S), unit: 'hour' };
  if (size >= MINUTE_S) return { value: Math.trunc(seconds / MINUTE_S), unit: 'minute' };
  // never -0, which is written "-0"
  return { value: Math.trunc(seconds) || 0, unit: 'second' };
}

/** Months, short, as CLDR has them. */
const WELSH_MONTHS = ['Ion', 'Chwef', 'Maw', 'Ebr', 'Mai', 'Meh', 'Gorff', 'Awst', 'Medi', 'Hyd', 'Tach', 'Rhag'];
const WELSH_NOW = { second: 'nawr', minute: 'y funud hon', hour: 'yr awr hon' } as const;
const WELSH_DAYS: Readonly<Record<string, string>> = {
  '-2': 'echdoe',
  '-1': 'ddoe',
  '0': 'heddiw',
  '1': 'yfory',
  '2': 'drennydd',
};

/** Welsh is written by hand: Chromium says that it has Welsh, and writes "2026 M11 26" and "-6 min". */
function welshDay(at: Date): string {
  return `${at.getDate()} ${WELSH_MONTHS[at.getMonth()]} ${at.getFullYear()}`;
}

function welshAgo({ value, unit }: { value: number; unit: Unit }): string {
  if (unit === 'day') {
    const named = WELSH_DAYS[String(value)];
    if (named !== undefined) return named;
  } else if (value === 0) {
    return WELSH_NOW[unit];
  }
  const size = Math.abs(value);
  const counted = {
    second: `${size} eiliad`,
    minute: size === 2 ? '2 funud' : `${size} munud`,
    hour: size === 1 ? 'awr' : `${size} awr`,
    day: `${size} diwrnod`,
  }[unit];
  return value < 0 ? `${counted} yn ôl` : `ymhen ${counted}`;
}

export function formatsOf(locale: string): Formats {
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const signed = new Intl.NumberFormat(locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const isWelsh = locale.startsWith('cy');
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const day = (at: Date): string => (isWelsh ? welshDay(at) : days.format(at));
  const moment = (at: Date): string => (isWelsh ? `${welshDay(at)}, ${clock.format(at)}` : moments.format(at));
  return {
    number: (value) => numbers.format(value),
    points: (value) => signed.format(value),
    moment: (at) => moment(new Date(at)),
    short(at, now_ms) {
      const then = new Date(at);
      return day(then) === day(new Date(now_ms)) ? clock.format(then) : moment(then);
    },
    day: (at) => day(new Date(at)),
    month(of) {
      const first = new Date(`${of}-01T00:00:00Z`);
      return isWelsh ? `${WELSH_MONTHS[first.getUTCMonth()]} ${first.getUTCFullYear()}` : months.format(first);
    },
    ago(at, now_ms) {
      const { value, unit } = inUnits((Date.parse(at) - now_ms) / 1000);
      return isWelsh ? welshAgo({ value, unit }) : relative.format(value, unit);
    },
  };
}
