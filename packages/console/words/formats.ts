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
  /** "in 3 hours", "2 days ago" */
  ago(at: string, now_ms: number): string;
}

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/** The largest unit in which a difference is at least one. */
export function inUnits(seconds: number): { value: number; unit: Intl.RelativeTimeFormatUnit } {
  const size = Math.abs(seconds);
  if (size >= DAY_S) return { value: Math.trunc(seconds / DAY_S), unit: 'day' };
  if (size >= HOUR_S) return { value: Math.trunc(seconds / HOUR_S), unit: 'hour' };
  if (size >= MINUTE_S) return { value: Math.trunc(seconds / MINUTE_S), unit: 'minute' };
  return { value: Math.trunc(seconds), unit: 'second' };
}

export function formatsOf(locale: string): Formats {
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const signed = new Intl.NumberFormat(locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  return {
    number: (value) => numbers.format(value),
    points: (value) => signed.format(value),
    moment: (at) => moments.format(new Date(at)),
    short(at, now_ms) {
      const then = new Date(at);
      return days.format(then) === days.format(now_ms) ? times.format(then) : moments.format(then);
    },
    day: (at) => days.format(new Date(at)),
    ago(at, now_ms) {
      const { value, unit } = inUnits((Date.parse(at) - now_ms) / 1000);
      return relative.format(value, unit);
    },
  };
}
