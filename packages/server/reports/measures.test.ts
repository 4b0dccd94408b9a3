/**
 * The measures of Ofcom's user-to-user code on making complaints, D1 to D6 (grades Q to M in our notes: to be checked against
 * the official text): each with what Kith does, on both stores. docs/COMPLAINTS.md is the table of them; what is done about
 * complaints, D7 to D14, is in judging.test.ts.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { FORM_MIN_MS } from './form/routes.ts';
import { complaintsAt, MARK } from './testing/complaints.ts';
import { textOf } from './testing/form.ts';
import { type ReportsKith, reportsKith } from './testing/kiths.ts';
import { reportWords } from './words.ts';

for (const kind of databases) {
  describe(`making complaints (${kind})`, () => {
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

    it('D1: takes reports of users, of parents and carers, of people without an account, and of trusted flaggers', async () => {
      await on.file({ actor: 'kim', other: 'd1-user' });
      for (const [who, source] of [
        ['parent', 'guardian'],
        ['friend', 'nobody'],
      ] as const) {
        const visitor = await on.filled('max', { who, more: `${MARK} ${who}` });
        await visitor.send();
        assert.match(visitor.page.path, /sent$/);
        assert.equal((await on.rowOf('max')).source, source);
      }
      const { key } = await kith.keyOf('reports:flag');
      const sent = { reports: [{ id: 'f1', about: 'd1-flagged', category: 'grooming', text: MARK }] };
      const flagged = await kith.post('/v1/reports', sent, { authorization: `Bearer ${key}` });
      assert.equal(flagged.status, 200);
      const rows = await kith.db.selectFrom('report').select(['about', 'source', 'trusted', 'case_id']).execute();
      assert.ok(rows.some((r) => r.about === 'd1-user' && r.source === 'user' && r.trusted === 0));
      assert.ok(rows.some((r) => r.about === 'd1-flagged' && r.source === 'flagger' && r.trusted === 1));
      assert.ok(
        rows.every((r) => r.case_id !== null),
        'a report without a case',
      );
    });

    it('D2: asks for what is needed and no more; what may be left empty may be', async () => {
      const visitor = await on.filled('max', { more: '', contact: '' });
      await visitor.send();
      assert.match(visitor.page.path, /sent$/);
      const row = await on.rowOf('max');
      assert.equal(row.state, 'open');
      const byLink = await on.byLink({ message: 'm-7' });
      assert.match(
        byLink.page.path,
        /what$/,
        'whoever is signed in is asked neither who they are nor about whom it is',
      );
    });

    it('D3: says before it is sent whether the person is told, and that nobody learns who it was', async () => {
      const visitor = await on.filled('max');
      const { check } = reportWords.en;
      const text = textOf(visitor.page);
      assert.ok(text.includes(check.notTold) && text.includes(check.appeal));
    });

    it('D3: nothing that is told of the reported account, to it or to the platform, names who reported', async () => {
      const reporter = 'reporter-7f3a';
      await on.file({ actor: reporter, other: 'd3-reported', text: MARK });
      await until('acknowledged', () => on.webhooksOf('report.acknowledged', reporter).length === 1);
      const event = { id: 'x', type: 'message.sent', data: { actor: 'd3-reported', other: 'kim', message: 'm' } };
      const moderator = await signIn(kith, ['moderator']);
      const [{ case_id, id } = { case_id: '', id: '' }] = [await on.rowOf('d3-reported')];
      const outputs = await Promise.all([
        kith.post('/v1/events', { ...event, id: 'd3-message' }),
        kith.post('/v1/decisions', { question: 'event', event }),
        kith.get('/v1/accounts/d3-reported'),
        kith.get('/v1/accounts/d3-reported/risk'),
        kith.get('/v1/contacts/d3-reported/kim'),
        kith.get('/metrics'),
        // lists: who reported is shown of one report at a time, to those who judge
        moderator.get('/v1/reports?about=d3-reported'),
      ]);
      for (const output of outputs) assert.ok(!(await output.text()).includes(reporter), output.url);
      // the webhook that acknowledges goes to whoever reported, and says nothing of the other
      for (const sent of kith.webhooks) {
        const text = JSON.stringify(sent);
        assert.ok(!(text.includes(reporter) && text.includes('d3-reported')), text);
      }
      assert.ok(!kith.logged().includes(MARK), 'the words of a report are in the log');
      for (const role of ['compliance', 'auditor', 'administrator'] as const) {
        const other = await signIn(kith, [role]);
        assert.equal((await other.get(`/v1/reports/${id}`)).status, 404, role);
      }
      const seen = (await (await moderator.get(`/v1/reports/${id}`)).json()) as { reporter: string; text: string };
      assert.deepEqual([seen.reporter, seen.text], [reporter, MARK]);
      assert.ok(case_id);
      const lines = await kith.db
        .selectFrom('audit_line')
        .select(['by', 'subject'])
        .where('action', '=', 'report.read')
        .execute();
      assert.ok(lines.some(({ by, subject }) => by === `staff:${moderator.id}` && subject === `report:${id}`));
    });

    it('D4: acknowledges at once, with an indicative time that is nearer where a child may be in danger', async () => {
      await on.file({ actor: 'd4-a', other: 'max', category: 'wants_to_meet', language: 'en' });
      await on.file({ actor: 'd4-b', other: 'max', category: 'unkind', language: 'en' });
      const [urgent] = await until(
        'acknowledged',
        () => on.webhooksOf('report.acknowledged', 'd4-a').length > 0 && on.webhooksOf('report.acknowledged', 'd4-a'),
      );
      const [other] = await until(
        'acknowledged',
        () => on.webhooksOf('report.acknowledged', 'd4-b').length > 0 && on.webhooksOf('report.acknowledged', 'd4-b'),
      );
      assert.match(JSON.stringify(urgent), /about 24 hours.*can take longer/);
      assert.match(JSON.stringify(other), /about 3 days.*can take longer/);
      const visitor = await on.filled('max');
      await visitor.send();
      assert.match(textOf(visitor.page), /Your number is KR-[0-9A-Z]{4}-[0-9A-Z]{4}.*about 24 hours/);
      assert.notEqual((await on.rowOf('max')).acknowledged_at, null);
    });

    it('D5: says what may happen, and whether they hear of it', async () => {
      const visitor = await on.byLink({});
      await visitor.send({ what: 'scares' });
      await visitor.send({ more: '' });
      await visitor.send({ updates: 'yes' });
      kith.later(FORM_MIN_MS);
      await visitor.send();
      const { answers } = reportWords.en;
      const text = textOf(visitor.page);
      assert.ok(text.includes(answers.may) && text.includes(answers.told));
    });

    it('D6: sends no messages to whoever wants none, and handles the report all the same', async () => {
      await on.file({ actor: 'd6-quiet', other: 'd6-about', optOut: true });
      await on.file({ actor: 'd6-loud', other: 'd6-about' });
      await until('acknowledged', () => on.webhooksOf('report.acknowledged', 'd6-loud').length === 1);
      const rows = await kith.db.selectFrom('report').selectAll().where('about', '=', 'd6-about').execute();
      for (const { id } of rows) {
        assert.equal((await lead.send(`/v1/reports/${id}/close`, { outcome: 'acted' })).status, 200);
      }
      const [closed] = await until(
        'told that it was closed',
        () => on.webhooksOf('report.closed', 'd6-loud').length > 0 && on.webhooksOf('report.closed', 'd6-loud'),
      );
      assert.match(JSON.stringify(closed), /You were right to tell us/);
      assert.deepEqual(
        [...on.webhooksOf('report.acknowledged', 'd6-quiet'), ...on.webhooksOf('report.closed', 'd6-quiet')],
        [],
      );
      const quiet = rows.find(({ reporter }) => reporter === 'd6-quiet');
      assert.deepEqual([quiet?.acknowledged_at, quiet?.opted_out], [null, 1]);
      assert.ok(quiet?.case_id);
    });
  });
}
