/** The calendar for programs of calendars (RFC 5545): what is due and when, without names, ids or anything of a case. */
import type { CalendarEntry, ClockOfLaw } from '@kith/contract';
import ical from 'ical-generator';

/** What is due, in English, for a line in a calendar. */
export const TITLES: Readonly<Record<ClockOfLaw, string>> = {
  assessment_missing: 'An assessment is missing',
  assessment_review: 'Review an assessment',
  planned_change: 'Consider a planned change before it is made',
  attestation: 'An attestation of a measure runs out',
  authority_request: 'Answer a request of an authority',
  referral: 'Send a referral',
  retention: 'What referrals rest on need not be kept any more',
  reference: 'Reference numbers need not be kept any more',
  hold: 'Look at whether held evidence is still needed',
  erasure: 'Answer requests to erase data',
  appeal: 'Answer appeals',
  intimate_image: 'Take down intimate images that were reported',
  duty: 'A yearly duty',
};

/** What must be said beside a law whose official wording nobody has seen. */
export const checkOf = ({ wording }: Pick<CalendarEntry, 'wording'>): string =>
  wording === 'quoted' || wording === 'no_law' ? '' : ' (to be checked against the official text)';

export const titleOf = ({ what, about, count }: Pick<CalendarEntry, 'what' | 'about' | 'count'>): string =>
  `${TITLES[what]}${about === null ? '' : `: ${about}`}${count === 1 ? '' : ` (${count})`}`;

/** Ids of referrals and requests are no more than a hash of where they stand in the feed would be; the feed has neither. */
export function feedOf(entries: readonly CalendarEntry[], now_ms: number): string {
  const calendar = ical({
    name: 'Kith: clocks of the law',
    prodId: { company: 'Kith', product: 'calendar', language: 'EN' },
  });
  const seen = new Map<string, number>();
  for (const entry of entries) {
    if (entry.due === null) continue;
    const day = entry.due.slice(0, 10);
    // of several alike on a day, the first, second, third
    const alike = `${entry.what}-${entry.about ?? ''}-${day}`;
    const n = (seen.get(alike) ?? 0) + 1;
    seen.set(alike, n);
    calendar.createEvent({
      id: `${entry.what}-${day}-${encodeURIComponent(entry.about ?? '')}-${n}@kith`,
      start: new Date(`${day}T00:00:00Z`),
      allDay: true,
      timezone: 'UTC',
      stamp: new Date(now_ms),
      summary: titleOf(entry),
      description: `${entry.law}${checkOf(entry)}`,
    });
  }
  return calendar.toString();
}
