/** The calendar over HTTP: from what lies in the records, on both stores. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { calendarView } from '@kith/contract';
import { databases } from '../../ground/testing/records.ts';
import { openRecords } from '../../stores.ts';
import { runKithOn } from '../../testing/kith.ts';
import { signIn } from '../../testing/sign-in.ts';
import { RegistryError } from '../registry.ts';
import { readCalendar } from './settings.ts';

const DAY_MS = 86_400_000;

for (const kind of databases) {
  it(`the calendar has what is overdue first, and names nobody (${kind})`, async () => {
    const kith = await runKithOn(kind, 'calendar');
    try {
      const [auditor, moderator] = [await signIn(kith, ['auditor']), await signIn(kith, ['moderator'])];
      const now = Date.now();
      const { records: db, close } = await openRecords(kith.config);
      await db
        .insertInto('erasure_request')
        .values({ id: 'era_1', account: 'kim-account', asked_at: now - 60 * DAY_MS, told_at: null, done_at: null })
        .execute();
      await db
        .insertInto('case_keeping')
        .values({
          case_id: 'case-1',
          account: 'max-account',
          preserved_at: now,
          held_until: now + DAY_MS,
          held_why: null,
          released_at: null,
        })
        .execute();
      await close();
      const answer = await (await auditor.get('/v1/calendar')).text();
      assert.doesNotMatch(answer, /kim-account|max-account|case-1/);
      const { entries, overdue } = calendarView.parse(JSON.parse(answer));
      assert.equal(overdue, 1);
      assert.deepEqual(
        entries.map(({ what, state }) => `${what} ${state}`),
        [
          'erasure overdue',
          ...Array.from({ length: 4 }, () => 'assessment_missing missing'),
          'hold soon',
          ...Array.from({ length: 2 }, () => 'duty undated'),
        ],
      );
      const feed = await auditor.get('/v1/calendar.ics');
      assert.match(feed.headers.get('content-type') ?? '', /^text\/calendar/);
      assert.match(await feed.text(), /^BEGIN:VCALENDAR/);
      assert.equal((await moderator.get('/v1/calendar')).status, 404);
      const metrics = await (await fetch(`${kith.url}/metrics`)).text();
      assert.match(metrics, /^kith_calendar_overdue(\{[^}]*\})? 1$/m);
    } finally {
      await kith.end();
    }
  });
}

describe("the operator's own days", () => {
  it('are taken in, and what is wrong with them is said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-calendar-'));
    try {
      const write = (text: string) => writeFile(join(folder, 'calendar.yaml'), text);
      await write(
        'duties:\n  - { id: icu-a1, on: { month: 3, day: 31 } }\n  - { id: own, title: Ours, law: None, wording: quoted }\n',
      );
      const { duties } = readCalendar(folder);
      assert.deepEqual(duties.find(({ id }) => id === 'icu-a1')?.on, { month: 3, day: 31 });
      assert.ok(duties.some(({ id }) => id === 'own'));
      await write('duties:\n  - { id: unknown, on: { month: 3, day: 31 } }\n');
      assert.throws(() => readCalendar(folder), RegistryError);
      await write('duties:\n  - { id: icu-a1, on: { month: 13, day: 31 } }\n');
      assert.throws(() => readCalendar(folder), /calendar\.yaml:2/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
