/**
 * The measures of Ofcom's user-to-user code on what is done about complaints, D7 to D14 (to be checked against the official
 * text), on both stores. docs/COMPLAINTS.md is the table of them.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases } from '../ground/testing/records.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { answerReports } from './answering.ts';
import { complaintsAt, MARK } from './testing/complaints.ts';
import { type ReportsKith, reportsKith } from './testing/kiths.ts';

const json = { 'content-type': 'application/json' };

for (const kind of databases) {
  describe(`what is done about complaints (${kind})`, () => {
    let kith: ReportsKith;
    let lead: Staff;
    let on: ReturnType<typeof complaintsAt>;

    before(async () => {
      kith = await reportsKith(kind, { unfounded: true });
      on = complaintsAt(kith);
      await kith.post('/v1/events', [
        { id: 'a1', type: 'account.created', data: { actor: 'max', age: { band: 'adult' } } },
        { id: 'a2', type: 'account.created', data: { actor: 'kim', age: { band: '13to15' }, language: 'cy' } },
      ]);
      lead = await signIn(kith, ['lead']);
    });
    after(() => kith.end());

    it('D7: is a reason to suspect: each joins a case that people look at', async () => {
      await on.file({ actor: 'd7-a', other: 'd7-about' });
      await on.file({ actor: 'd7-b', other: 'd7-about' });
      const rows = await kith.db.selectFrom('report').selectAll().where('about', '=', 'd7-about').execute();
      assert.equal(rows.length, 2);
      assert.equal(new Set(rows.map((r) => r.case_id)).size, 1);
      const opened = await kith.db.selectFrom('cases').selectAll().where('account', '=', 'd7-about').execute();
      assert.deepEqual(
        opened.map(({ id, decided_at }) => [id, decided_at]),
        [[rows[0]?.case_id, null]],
      );
      const lines = await kith.db
        .selectFrom('case_event')
        .selectAll()
        .where('case_id', '=', opened[0]?.id ?? '')
        .execute();
      assert.equal(lines.filter((line) => line.kind === 'report_joined').length, 2);
    });

    it('D7: one that names no known account waits for a person to say whom it is about, and joins the case then', async () => {
      const visitor = await on.filled('https://platform.example/@nobody-known', { contact: 'ann@example.com' });
      await visitor.send();
      const list = (await (await lead.get('/v1/reports?unplaced=true')).json()) as { reports: { id: string }[] };
      const id = list.reports[0]?.id ?? '';
      const seen = (await (await lead.get(`/v1/reports/${id}`)).json()) as Record<string, unknown>;
      assert.deepEqual(
        [seen.about, seen.aboutSaid, seen.contact, seen.who, seen.case],
        [null, 'https://platform.example/@nobody-known', 'ann@example.com', 'parent', null],
      );
      const placed = (await (await lead.send(`/v1/reports/${id}/place`, { about: 'd7-found' })).json()) as Record<
        string,
        unknown
      >;
      assert.equal(placed.about, 'd7-found');
      assert.ok(placed.case);
      assert.equal((await lead.send(`/v1/reports/${id}/place`, { about: 'other' })).status, 409);
    });

    it('D8 to D10: what was ruled closes the reports of the case, and whoever reported hears of it', async () => {
      await on.file({ actor: 'd8-a', other: 'd8-acted' });
      await on.file({ actor: 'd8-b', other: 'd8-nothing' });
      for (const [account, measure] of [
        ['d8-acted', 'warn'],
        ['d8-nothing', 'no_violation'],
      ] as const) {
        const id = (await on.rowOf(account)).case_id;
        const { version } = (await (await lead.get(`/v1/cases/${id}`)).json()) as { version: number };
        const leased = (await (await lead.send(`/v1/cases/${id}/lease`, { version })).json()) as { version: number };
        const ruling = { version: leased.version, measures: [measure], policy: 'bullying', reason: 'As reported' };
        const ruled = await lead.send(`/v1/cases/${id}/rulings`, ruling);
        assert.equal(ruled.status, 200, await ruled.clone().text());
      }
      await answerReports(on.answering());
      assert.equal((await on.rowOf('d8-acted')).state, 'open', 'it can still be undone');
      kith.later(11_000);
      await answerReports(on.answering());
      assert.deepEqual(
        [(await on.rowOf('d8-acted')).outcome, (await on.rowOf('d8-nothing')).outcome],
        ['acted', 'no_breach'],
      );
      assert.equal(
        (await lead.send(`/v1/reports/${(await on.rowOf('d8-acted')).id}/close`, { outcome: 'acted' })).status,
        409,
      );
    });

    it('D12: people who are named for it look at reports: nobody else sees them', async () => {
      for (const role of ['moderator', 'senior', 'lead'] as const) {
        const person = await signIn(kith, [role]);
        assert.equal((await person.get('/v1/reports')).status, 200, role);
      }
      for (const role of ['compliance', 'administrator', 'auditor'] as const) {
        const person = await signIn(kith, [role]);
        assert.equal((await person.get('/v1/reports')).status, 404, role);
      }
      assert.equal((await fetch(`${kith.url}/v1/reports`, { headers: json })).status, 401);
    });

    it('D13: a report is unfounded where a person says so, with a reason, and never by itself', async () => {
      await on.file({ actor: 'd13-a', other: 'd13-about' });
      const { id } = await on.rowOf('d13-about');
      assert.equal((await lead.send(`/v1/reports/${id}/unfounded`, {})).status, 400);
      assert.equal(
        (await lead.send(`/v1/reports/${id}/unfounded`, { reason: 'The same text forty times' })).status,
        200,
      );
      const row = await on.rowOf('d13-about');
      assert.deepEqual(
        [row.outcome, row.unfounded_by, row.unfounded_reason],
        ['unfounded', lead.id, 'The same text forty times'],
      );
      const lines = await kith.db.selectFrom('audit_line').select('by').where('subject', '=', `report:${id}`).execute();
      assert.deepEqual(lines, [{ by: `staff:${lead.id}` }]);
      const marked = await kith.db.selectFrom('report').select('id').where('outcome', '=', 'unfounded').execute();
      assert.equal(marked.length, 1);
      // off unless the policy says so
      const plain = await reportsKith(kind);
      try {
        const person = await signIn(plain, ['lead']);
        await plain.post('/v1/events', {
          id: 'r',
          type: 'report.filed',
          data: { actor: 'a', other: 'b', category: 'c' },
        });
        const [report] = await plain.db.selectFrom('report').select('id').execute();
        const refused = await person.send(`/v1/reports/${report?.id}/unfounded`, { reason: 'r' });
        assert.equal(refused.status, 409);
        assert.match(await refused.text(), /not_allowed/);
      } finally {
        await plain.end();
      }
    });

    it('D14: a trusted flagger is known by a key of their own, sends each report once, and their accuracy is measured', async () => {
      const { key: wrong } = await kith.keyOf('events:write');
      const { id: key, key: bearer } = await kith.keyOf('reports:flag');
      const authorization = `Bearer ${bearer}`;
      const reports = ['one', 'two', 'three'].map((id) => ({
        id,
        about: `d14-${id}`,
        category: 'grooming',
        at: '2026-01-01T00:00:00Z',
      }));
      const first = (await (await kith.post('/v1/reports', { reports }, { authorization })).json()) as {
        results: { id: string; status: string; report: string }[];
      };
      assert.deepEqual(
        first.results.map(({ id, status }) => [id, status]),
        [
          ['one', 'accepted'],
          ['two', 'accepted'],
          ['three', 'accepted'],
        ],
      );
      const again = (await (
        await kith.post('/v1/reports', { reports: reports.slice(0, 1) }, { authorization })
      ).json()) as typeof first;
      assert.deepEqual(
        again.results.map(({ status, report }) => [status, report]),
        [['duplicate', first.results[0]?.report]],
      );
      for (const [i, outcome] of ['acted', 'no_breach'].entries()) {
        await lead.send(`/v1/reports/${first.results[i]?.report}/close`, { outcome });
      }
      const { flaggers } = (await (await lead.get('/v1/flaggers')).json()) as { flaggers: Record<string, unknown>[] };
      assert.deepEqual(
        flaggers.find((f) => f.key === key),
        {
          ...{ key, name: 'reports:flag', reports: 3, closed: 2, acted: 1, share: 0.5 },
        },
      );
      assert.equal((await kith.post('/v1/reports', { reports }, {})).status, 200, 'the sandbox key has all scopes');
      assert.equal((await kith.post('/v1/reports', { reports }, { authorization: `Bearer ${wrong}` })).status, 403);
    });

    it('words are deleted when they are not needed any more', async () => {
      await on.file({ actor: 'old-a', other: 'old-about', text: MARK });
      const { id } = await on.rowOf('old-about');
      await lead.send(`/v1/reports/${id}/close`, { outcome: 'no_breach' });
      await answerReports(on.answering());
      assert.notEqual((await on.rowOf('old-about')).sealed, null);
      await answerReports({ ...on.answering(), clock: () => kith.now() + 91 * 86_400_000 });
      const row = await on.rowOf('old-about');
      assert.deepEqual([row.sealed, row.key, row.category], [null, null, 'keeps_secret']);
      const seen = (await (await lead.get(`/v1/reports/${id}`)).json()) as { text: null; hasText: boolean };
      assert.deepEqual([seen.text, seen.hasText], [null, false]);
    });
  });
}
