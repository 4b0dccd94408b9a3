/** The calendar over HTTP: from what lies in the records, on both stores. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { calendarLink, calendarLinkMade, calendarView } from '@kith/contract';
import { changeRoles } from '../../ground/staff/index.ts';
import { databases } from '../../ground/testing/records.ts';
import { openRecords } from '../../stores.ts';
import { runKithOn } from '../../testing/kith.ts';
import { signIn } from '../../testing/sign-in.ts';
import { RegistryError } from '../registry.ts';
import { readCalendar } from './settings.ts';

const DAY_MS = 86_400_000;
const today = () => new Date().toISOString().slice(0, 10);

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

for (const kind of databases) {
  describe(`what is done from the calendar on ${kind}`, () => {
    let folder: string;
    let kith: Awaited<ReturnType<typeof runKithOn>>;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-calendar-done-'));
      await writeFile(
        join(folder, 'calendar.yaml'),
        'duties:\n  - { id: accounting, on: { month: 6, day: 30 } }\n  - { id: other-duty, title: Ours, law: None, wording: quoted }\n',
      );
      kith = await runKithOn(kind, 'calendar-done', { measures: folder });
    });
    after(async () => {
      await kith?.end();
      await rm(folder, { recursive: true });
    });
    const dutyOf = async (answer: Response, duty: string) =>
      calendarView.parse(await answer.json()).entries.find((entry) => entry.duty === duty) ?? assert.fail(duty);

    it('is a duty that was seen to: once, by whoever answers for compliance, and it is audited', async () => {
      const [officer, lead] = [await signIn(kith, ['compliance']), await signIn(kith, ['lead'])];
      const { due, done } = await dutyOf(await officer.get('/v1/calendar'), 'accounting');
      assert.equal(done, null);
      assert.equal((await lead.send('/v1/calendar/duties/accounting/done', { due })).status, 404);
      const from = today();
      const answers = await Promise.all([1, 2].map(() => officer.send('/v1/calendar/duties/accounting/done', { due })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
      const after = await dutyOf(await officer.get('/v1/calendar'), 'accounting');
      assert.ok([from, today()].includes(after.done ?? ''), `was seen to on ${after.done}`);
      assert.equal(Number(after.due?.slice(0, 4)), Number(due?.slice(0, 4)) + 1);
      const undated = await dutyOf(await officer.get('/v1/calendar'), 'icu-a1');
      assert.deepEqual([undated.due, undated.state], [null, 'undated']);
      const dated = await dutyOf(await officer.send('/v1/calendar/duties/icu-a1/done', { due: null }), 'icu-a1');
      assert.equal(dated.state, 'later');
      assert.equal((await officer.send('/v1/calendar/duties/other/done', { due: null })).status, 404);
      const { records, close } = await openRecords(kith.config);
      const lines = await records
        .selectFrom('audit_line')
        .select('subject')
        .where('action', '=', 'calendar.duty_done')
        .execute();
      await close();
      assert.deepEqual(
        lines.map(({ subject }) => subject),
        ['duty:accounting', 'duty:icu-a1'],
      );
    });

    it('is taken back where it was marked by mistake: it is due as before, and what was marked is kept', async () => {
      const [officer, lead] = [await signIn(kith, ['compliance']), await signIn(kith, ['lead'])];
      const path = '/v1/calendar/duties/accounting';
      const read = async () => dutyOf(await officer.get('/v1/calendar'), 'accounting');
      const was = await read();
      const marked = await dutyOf(await officer.send(`${path}/done`, { due: was.due }), 'accounting');
      assert.notEqual(marked.due, was.due);
      assert.equal((await lead.send(`${path}/undone`, { due: marked.due })).status, 404);
      assert.equal((await officer.send('/v1/calendar/duties/other/undone', { due: null })).status, 404);
      // of what was shown before: somebody else marked it meanwhile
      assert.equal((await officer.send(`${path}/undone`, { due: was.due })).status, 409);
      const back = await Promise.all([1, 2].map(() => officer.send(`${path}/undone`, { due: marked.due })));
      assert.deepEqual(back.map(({ status }) => status).sort(), [200, 409]);
      assert.deepEqual(await read(), was);
      assert.equal((await officer.send(`${path}/done`, { due: was.due })).status, 200);
      assert.deepEqual(await read(), marked);
      const { records, close } = await openRecords(kith.config);
      const undone = await records.selectFrom('duty_undone').selectAll().execute();
      const [line] = await records
        .selectFrom('audit_line')
        .select(['by', 'detail'])
        .where('action', '=', 'calendar.duty_undone')
        .execute();
      await close();
      const of = `staff:${officer.id}`;
      assert.deepEqual(
        undone.map(({ duty, done_by, undone_by }) => [duty, `staff:${done_by}`, `staff:${undone_by}`]),
        [['accounting', of, of]],
      );
      assert.equal(line?.by, of);
      assert.match(String(line?.detail), new RegExp(`"due":"${was.due?.slice(0, 10)}"`));
      // nobody takes back what was never marked
      const other = await dutyOf(await officer.get('/v1/calendar'), 'other-duty');
      assert.deepEqual(
        [other.done, (await officer.send('/v1/calendar/duties/other-duty/undone', { due: other.due })).status],
        [null, 409],
      );
    });

    it('is an address of one’s own that a program of calendars reads, until it is ended or its owner may not', async () => {
      const officer = await signIn(kith, ['compliance'], 'Linnet');
      const linkOf = async () => calendarLink.parse(await (await officer.get('/v1/calendar/link')).json()).made;
      assert.equal(await linkOf(), null);
      const make = async () => calendarLinkMade.parse(await (await officer.send('/v1/calendar/link')).json()).path;
      const read = (path: string) => fetch(`${kith.url}${path}`);
      const first = await make();
      const feed = await read(first);
      assert.equal(feed.status, 200);
      assert.match(feed.headers.get('content-type') ?? '', /^text\/calendar/);
      const text = await feed.text();
      assert.match(text, /^BEGIN:VCALENDAR/);
      assert.doesNotMatch(text, /Linnet|sta_/);
      // the secret is kept nowhere
      const { records, close } = await openRecords(kith.config);
      const secret = first.slice('/calendar/'.length, -'.ics'.length);
      const kept = [
        await records.selectFrom('calendar_link').selectAll().execute(),
        await records.selectFrom('audit_line').selectAll().execute(),
      ];
      assert.ok(!JSON.stringify(kept).includes(secret));
      const second = await make();
      assert.deepEqual([(await read(first)).status, (await read(second)).status], [404, 200]);
      // it opens nothing else
      assert.equal(
        (await fetch(`${kith.url}/v1/calendar`, { headers: { authorization: `Bearer ${secret}` } })).status,
        401,
      );
      for (const other of [second.replace('.ics', 'x.ics'), '/calendar/a.ics', `/calendar/${'A'.repeat(43)}.ics`])
        assert.equal((await read(other)).status, 404, other);
      await changeRoles(records, { person: officer.id, by: 'operator', now_ms: Date.now() }, ['moderator']);
      assert.equal((await read(second)).status, 404);
      await changeRoles(records, { person: officer.id, by: 'operator', now_ms: Date.now() }, ['auditor']);
      assert.equal((await read(second)).status, 200);
      const again = await signIn(kith, ['auditor'], 'Wren');
      const third = calendarLinkMade.parse(await (await again.send('/v1/calendar/link')).json()).path;
      assert.equal((await again.send('/v1/calendar/link/end')).status, 200);
      assert.equal((await read(third)).status, 404);
      const actions = await records
        .selectFrom('audit_line')
        .select('action')
        .where('action', 'like', 'calendar.link%')
        .execute();
      await close();
      assert.deepEqual(
        actions.map(({ action }) => action),
        [...['calendar.link_made', 'calendar.link_made', 'calendar.link_made', 'calendar.link_ended']],
      );
    });
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
