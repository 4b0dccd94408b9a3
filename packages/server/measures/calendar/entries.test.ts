/** The calendar's rules: what is due when, and in which order. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CalendarEntry, clockState } from '@kith/contract';
import fc from 'fast-check';
import { dayName } from '../counts/index.ts';
import { dayFrom } from '../days.ts';
import { type Clocked, dutyDue, entriesOf, nextOn } from './entries.ts';
import { checkOf, feedOf } from './feed.ts';
import { readCalendar } from './settings.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const settings = readCalendar(null);
const NOW = Date.parse('2026-11-26T12:00:00Z');
const NONE: Clocked = {
  ...{ assessments: [], changes: [], attestations: [], requests: [], referrals: [], kept: [], references: [] },
  ...{ holds: [], erasures: [], appeals: [], intimateImages: [], duties: [], since: Math.floor(NOW / DAY_MS) },
};
const assessment = (due_day: number | null) => ({
  ...{ kind: 'children_access', title: 'Access', law: 'A law', wording: 'quoted' as const, due_day },
});
const dueOf = (clocked: Partial<Clocked>, now_ms = NOW) =>
  entriesOf({ ...NONE, ...clocked }, settings, now_ms).map(({ what, due, state, count }) => [what, due, state, count]);

describe('what is due', () => {
  it('is each by its own clock', () => {
    assert.deepEqual(dueOf({ intimateImages: [NOW - 50 * HOUR_MS, NOW] }), [
      ['intimate_image', '2026-11-26T10:00:00.000Z', 'overdue', 1],
      ['intimate_image', '2026-11-28T12:00:00.000Z', 'soon', 1],
    ]);
    assert.deepEqual(dueOf({ assessments: [assessment(null), assessment(dayFrom('2026-11-26'))] }), [
      ['assessment_missing', null, 'missing', 1],
      ['assessment_review', '2026-11-26T23:59:59.999Z', 'soon', 1],
    ]);
    // before the change is made, not on its day
    assert.deepEqual(dueOf({ changes: [{ id: 'a', kind: 'k', title: 'K', planned_day: dayFrom('2026-11-26') }] }), [
      ['planned_change', '2026-11-25T23:59:59.999Z', 'overdue', 1],
    ]);
    assert.deepEqual(dueOf({ erasures: [Date.parse('2027-01-31T08:00:00Z')] }), [
      ['erasure', '2027-02-28T23:59:59.999Z', 'later', 1],
    ]);
    // a hold without an end is looked at again after a year, and the year after
    assert.deepEqual(dueOf({ holds: [{ since: Date.parse('2024-02-29T10:00:00Z'), until: null }] }), [
      ['hold', '2027-02-28T00:00:00.000Z', 'later', 1],
    ]);
  });

  it('is never late by what need not be kept any more', () => {
    assert.deepEqual(dueOf({ kept: [NOW - 1, NOW + DAY_MS], references: [NOW - DAY_MS] }), [
      ['retention', '2026-11-27T12:00:00.000Z', 'soon', 1],
    ]);
  });

  it('counts what many have alike once a day, and stands in the order of how pressing it is', () => {
    const times = fc.array(fc.integer({ min: NOW - 90 * DAY_MS, max: NOW + 90 * DAY_MS }), { maxLength: 30 });
    fc.assert(
      fc.property(times, times, fc.option(fc.integer({ min: 20_000, max: 21_500 })), (appeals, erasures, due) => {
        const duties = settings.duties.map((duty) => ({ ...duty, last: null }));
        const entries = entriesOf(
          { ...NONE, appeals, erasures, duties, assessments: [assessment(due)] },
          settings,
          NOW,
        );
        const places = entries.map(({ state, due: at }) => `${clockState.options.indexOf(state)} ${at ?? ''}`);
        assert.deepEqual(places, places.toSorted());
        const count = (of: string) => entries.reduce((n, { what, count }) => (what === of ? n + count : n), 0);
        assert.deepEqual([count('appeal'), count('erasure')], [appeals.length, erasures.length]);
        assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length);
      }),
    );
  });
});

describe('the law that a clock runs by', () => {
  it('is called quoted only where the official wording was seen, and what rests on none says so', () => {
    const grades = Object.fromEntries(Object.entries(settings.clocks).map(([name, { wording }]) => [name, wording]));
    assert.deepEqual(grades, {
      // SI 2026/268 reg. 8(1)(b) and the 48 hours of sections 10(3A) and 20A were seen word for word
      ...{ retention: 'quoted', intimate_image: 'quoted' },
      // told by others that agree, wholly or in part
      ...{
        attestation: 'paraphrase',
        authority_request: 'paraphrase',
        referral: 'paraphrase',
        reference: 'paraphrase',
      },
      ...{ appeal: 'paraphrase', planned_change: 'recalled', erasure: 'recalled', hold: 'no_law' },
    });
  });

  it('is to be checked wherever it is not quoted, and where there is a law', () => {
    const said = (wording: CalendarEntry['wording']) => checkOf({ wording });
    for (const wording of ['paraphrase', 'recalled'] as const) assert.match(said(wording), /to be checked/);
    for (const wording of ['quoted', 'no_law'] as const) assert.equal(said(wording), '');
    const erasure = entriesOf({ ...NONE, erasures: [NOW], holds: [{ since: NOW, until: null }] }, settings, NOW);
    assert.equal(
      feedOf(erasure, NOW)
        .replaceAll(/\r\n /g, '')
        .match(/to be checked against the official text/g)?.length,
      1,
    );
  });
});

describe('an attestation that runs out', () => {
  it('leads to that attestation', () => {
    const attestations = [{ id: 'att_1', code: 'ICU', measure: 'F1.5a', valid_until: NOW + DAY_MS }];
    const [entry] = entriesOf({ ...NONE, attestations }, settings, NOW);
    assert.equal(entry?.link, '/measure/ICU/F1.5a#att_1');
  });
});

describe('a yearly duty', () => {
  it('is due on the next day of its date, over leap years too', () => {
    const on = (date: string, month: number, day: number) => dayName(nextOn({ month, day }, dayFrom(date)));
    assert.equal(on('2026-11-26', 11, 26), '2026-11-26');
    assert.equal(on('2026-11-27', 11, 26), '2027-11-26');
    assert.equal(on('2027-03-01', 2, 29), '2028-02-29');
    assert.equal(on('2026-11-26', 2, 29), '2027-02-28');
  });

  it('stays due until somebody sees to it, and is then due a year on, done early or late', () => {
    const duty = { id: 'a', title: 'A', law: 'L', wording: 'recalled' as const, on: { month: 3, day: 31 } };
    const due = (last: [due: string, done: string] | null, since: string, today: string, on = true) => {
      const done = last === null ? null : { due_day: dayFrom(last[0]), done_day: dayFrom(last[1]) };
      const { on: day, ...undated } = duty;
      const found = dutyDue(
        { ...(on ? { ...undated, on: day } : undated), last: done },
        dayFrom(since),
        dayFrom(today),
      );
      return found === null ? null : dayName(found);
    };
    // Kith knows of no March before it came
    assert.equal(due(null, '2026-05-01', '2026-11-26'), '2027-03-31');
    assert.equal(due(null, '2026-02-01', '2026-11-26'), '2026-03-31');
    assert.equal(due(['2026-03-31', '2026-04-10'], '2026-02-01', '2026-11-26'), '2027-03-31');
    assert.equal(due(['2027-03-31', '2026-11-20'], '2026-02-01', '2026-11-26'), '2028-03-31');
    // two years late, it was done for both
    assert.equal(due(['2026-03-31', '2027-04-10'], '2026-02-01', '2027-05-01'), '2028-03-31');
    assert.equal(due(null, '2026-02-01', '2026-11-26', false), null);
    assert.equal(due(['2026-02-28', '2026-02-28'], '2026-02-01', '2026-11-26', false), '2027-02-28');
  });

  it('is never in the past, and never more than a year and a day away', () => {
    const days = fc.integer({ min: dayFrom('1999-01-01'), max: dayFrom('2199-12-31') });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }), (today, month, day) => {
        const next = nextOn({ month, day }, today);
        assert.ok(next >= today && next - today <= 366);
        assert.equal(Number(dayName(next).slice(5, 7)), month);
        assert.ok(Number(dayName(next).slice(8)) <= day);
      }),
    );
  });
});

describe('the feed for calendars', () => {
  it('has whole days, names no referral, and is the same for the same day', () => {
    const referral = 'ref_0123456789abcdef';
    const due_at = Date.parse('2026-12-01T09:00:00Z');
    const clocked: Clocked = {
      ...NONE,
      requests: [{ id: 'req_secret', referral, due_at }],
      referrals: [{ id: referral, due_at }],
      assessments: [assessment(dayFrom('2027-02-28')), assessment(null)],
    };
    const entries = entriesOf(clocked, settings, NOW);
    const feed = feedOf(entries, NOW);
    assert.match(feed, /^BEGIN:VCALENDAR\r\n/);
    assert.equal(feed.match(/BEGIN:VEVENT/g)?.length, 3);
    assert.match(feed, /DTSTART;VALUE=DATE:20261201\r\n/);
    assert.match(feed, /DTSTART;VALUE=DATE:20270228\r\n/);
    assert.doesNotMatch(feed, /ref_|req_/);
    for (const line of feed.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    const ids = feed.match(/^UID:.*$/gm) ?? [];
    assert.equal(new Set(ids).size, 3);
    assert.equal(feedOf(entries, NOW), feed);
  });
});
