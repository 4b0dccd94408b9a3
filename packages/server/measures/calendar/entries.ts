/** From what is there to what is due: the calendar's rules, and nothing else. Pure. */
import type { CalendarEntry, ClockOfLaw, ClockState, GradeOfWording } from '@kith/contract';
import { dayName, dayOf } from '../counts/index.ts';
import { monthsAfter } from '../days.ts';
import type { CalendarSettings, Duty } from './settings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days before which what is due is said to be soon; reviews take weeks. */
export const SOON_DAYS = 30;

/** What the records hold that has a clock; times are milliseconds since 1970, days whole ones. */
export interface Clocked {
  assessments: readonly {
    kind: string;
    title: string;
    law: string;
    wording: GradeOfWording;
    /** null where nothing was signed */
    due_day: number | null;
  }[];
  changes: readonly { id: string; kind: string; title: string; planned_day: number | null }[];
  attestations: readonly { id: string; code: string; measure: string; valid_until: number }[];
  requests: readonly { id: string; referral: string; due_at: number }[];
  referrals: readonly { id: string; due_at: number }[];
  /** when what referrals rest on, and their reference numbers, need not be kept any more */
  kept: readonly number[];
  references: readonly number[];
  /** `until` null: until somebody says so */
  holds: readonly { since: number; until: number | null }[];
  erasures: readonly number[];
  appeals: readonly number[];
  intimateImages: readonly number[];
  /** with what was seen to last; null where it never was */
  duties: readonly (Duty & { last: DoneDuty | null })[];
  /** the first day that Kith knows of: what was due before is nobody's guess */
  since: number;
}

/** Days since 1970: the one that it was due on, and the one on which it was done. */
export interface DoneDuty {
  due_day: number;
  done_day: number;
}

type Entry = Omit<CalendarEntry, 'state' | 'duty' | 'done'> & Partial<Pick<CalendarEntry, 'state' | 'duty' | 'done'>>;

/** Every entry, the most pressing first. */
export function entriesOf(clocked: Clocked, settings: CalendarSettings, now_ms: number): CalendarEntry[] {
  const all = [
    ...ofAssessments(clocked),
    ...ofChanges(clocked, settings),
    ...ofMeasures(clocked, settings),
    ...ofReferrals(clocked, settings),
    ...ofEvidence(clocked, settings, now_ms),
    ...ofPeople(clocked, settings),
    ...ofDuties(clocked, now_ms),
  ];
  return all
    .map((entry) => ({
      ...{ duty: null, done: null },
      ...entry,
      state: entry.state ?? stateOf(entry.due, now_ms),
    }))
    .sort((a, b) => PLACE[a.state] - PLACE[b.state] || byText(a.due ?? '', b.due ?? '') || byText(a.id, b.id));
}

const PLACE: Readonly<Record<ClockState, number>> = { overdue: 0, missing: 1, soon: 2, later: 3, undated: 4 };
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function stateOf(due: string | null, now_ms: number): ClockState {
  if (due === null) return 'undated';
  const left_ms = Date.parse(due) - now_ms;
  if (left_ms < 0) return 'overdue';
  return left_ms < SOON_DAYS * DAY_MS ? 'soon' : 'later';
}

const iso = (at_ms: number): string => new Date(at_ms).toISOString();
/** A day is over with its last millisecond (UTC). */
const endOf = (day: number): string => iso((day + 1) * DAY_MS - 1);

const ofClock = (
  what: Exclude<ClockOfLaw, 'assessment_missing' | 'assessment_review' | 'duty'>,
  settings: CalendarSettings,
) => ({
  what,
  ...settings.clocks[what],
});

function ofAssessments({ assessments }: Clocked): Entry[] {
  return assessments.map(({ kind, title, law, wording, due_day }) => ({
    ...{
      id: `assessment-${kind}`,
      about: title,
      count: 1,
      law,
      wording,
      who: 'compliance',
      link: `/assessment/${kind}`,
    },
    ...(due_day === null
      ? { what: 'assessment_missing', due: null, state: 'missing' }
      : { what: 'assessment_review', due: endOf(due_day) }),
  }));
}

/** Considered the day before it is made. */
const ofChanges = ({ changes }: Clocked, settings: CalendarSettings): Entry[] =>
  changes.map(({ id, kind, title, planned_day }) => ({
    ...ofClock('planned_change', settings),
    ...{ id: `change-${id}`, due: planned_day === null ? null : endOf(planned_day - 1), about: title, count: 1 },
    link: `/assessment/${kind}`,
  }));

const ofMeasures = ({ attestations }: Clocked, settings: CalendarSettings): Entry[] =>
  attestations.map(({ id, code, measure, valid_until }) => ({
    ...ofClock('attestation', settings),
    ...{ id: `attestation-${id}`, due: iso(valid_until), about: `${code} ${measure}`, count: 1 },
    link: `/measure/${encodeURIComponent(code)}/${encodeURIComponent(measure)}#${id}`,
  }));

const ofReferrals = ({ requests, referrals }: Clocked, settings: CalendarSettings): Entry[] => [
  ...requests.map(({ id, referral, due_at }) => ({
    ...ofClock('authority_request', settings),
    ...{ id: `request-${id}`, due: iso(due_at), about: null, count: 1, link: `/referral/${referral}` },
  })),
  ...referrals.map(({ id, due_at }) => ({
    ...ofClock('referral', settings),
    ...{ id: `referral-${id}`, due: iso(due_at), about: null, count: 1, link: `/referral/${id}` },
  })),
];

/** What many have alike is one entry a day. */
function byDay(times: readonly number[], of: Omit<Entry, 'id' | 'due' | 'count'>): Entry[] {
  const days = new Map<number, { first: number; count: number }>();
  for (const at of times) {
    const there = days.get(dayOf(at));
    days.set(dayOf(at), { first: Math.min(at, there?.first ?? at), count: (there?.count ?? 0) + 1 });
  }
  return [...days].map(([day, { first, count }]) => ({ ...of, id: `${of.what}-${day}`, due: iso(first), count }));
}

function ofEvidence({ kept, references, holds }: Clocked, settings: CalendarSettings, now_ms: number): Entry[] {
  const looks = holds.map(({ since, until }) => until ?? nextLook(since, settings.holdMonths, now_ms));
  const [none, toReferrals] = [
    { about: null, link: null },
    { about: null, link: '/referrals' },
  ];
  // what may end isn't late when it hasn't
  const ahead = (times: readonly number[]) => times.filter((at) => at >= now_ms);
  return [
    ...byDay(ahead(kept), { ...ofClock('retention', settings), ...toReferrals }),
    ...byDay(ahead(references), { ...ofClock('reference', settings), ...toReferrals }),
    ...byDay(looks, { ...ofClock('hold', settings), ...none }),
  ];
}

/** The first time after now that a hold without an end is to be looked at. */
function nextLook(since: number, months: number, now_ms: number): number {
  const from = dayOf(since);
  for (let n = 1; ; n++) {
    const at = monthsAfter(from, n * months) * DAY_MS;
    if (at >= now_ms) return at;
  }
}

const ofPeople = ({ erasures, appeals, intimateImages }: Clocked, settings: CalendarSettings): Entry[] => [
  ...byDay(
    erasures.map((at) => (monthsAfter(dayOf(at), settings.erasureMonths) + 1) * DAY_MS - 1),
    { ...ofClock('erasure', settings), about: null, link: null },
  ),
  ...byDay(appeals, { ...ofClock('appeal', settings), about: null, link: '/appeals' }),
  ...byDay(
    intimateImages.map((at) => at + settings.intimateImageHours * HOUR_MS),
    { ...ofClock('intimate_image', settings), about: null, link: '/reports' },
  ),
];

const ofDuties = ({ duties, since }: Clocked, now_ms: number): Entry[] =>
  duties.map((duty) => {
    const { id, title, law, wording, last } = duty;
    const due = dutyDue(duty, since, dayOf(now_ms));
    return {
      ...{ id: `duty-${id}`, what: 'duty', about: title, count: 1, law, wording, who: 'compliance', link: null },
      ...{ due: due === null ? null : endOf(due), duty: id, done: last === null ? null : dayName(last.done_day) },
    };
  });

/**
 * The day on which a duty is due: of its date, the first that nobody saw to, whether that is over or not. One without a date is
 * due a year after it was done; null where it never was.
 * @param since the first day that Kith knows of
 */
export function dutyDue({ on, last }: Clocked['duties'][number], since: number, today: number): number | null {
  if (last === null) return on === undefined ? null : nextOn(on, Math.min(since, today));
  if (on === undefined) return monthsAfter(last.done_day, 12);
  // done late, it was done for all that was due until then; done early, for the day that it was due on
  return nextOn(on, Math.max(last.due_day, last.done_day) + 1);
}

/** The next day of such a date, today included; where a year has no such date, the last of its month. */
export function nextOn({ month, day }: NonNullable<Duty['on']>, today: number): number {
  const year = new Date(today * DAY_MS).getUTCFullYear();
  const inYear = (of: number): number => {
    const last = new Date(Date.UTC(of, month, 0)).getUTCDate();
    return dayOf(Date.UTC(of, month - 1, Math.min(day, last)));
  };
  const thisYear = inYear(year);
  return thisYear >= today ? thisYear : inYear(year + 1);
}
