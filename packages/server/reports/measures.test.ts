/**
 * The measures of Ofcom's user-to-user code on complaints, D1 to D13 (grades Q to M in our notes: to be checked against the
 * official text): each with what Kith does, on both stores. docs/MEASURES-D.md is the table of them.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { type AnsweringOptions, answerReports } from './answering.ts';
import { FORM_MIN_MS } from './form/routes.ts';
import { tellClosed } from './index.ts';
import { textOf, Visitor } from './testing/form.ts';
import { kinds, type ReportsKith, reportsKith, until } from './testing/kiths.ts';
import { categories, reportWords } from './words.ts';

const MARK = 'MARKED-d0c5';
const json = { 'content-type': 'application/json' };

for (const kind of kinds) {
  describe(`the measures on complaints (${kind})`, () => {
    let kith: ReportsKith;
    let lead: Staff;
    let made = 0;

    before(async () => {
      kith = await reportsKith(kind, { unfounded: true });
      await kith.post('/v1/events', [
        { id: 'a1', type: 'account.created', data: { actor: 'max', age: { band: 'adult' } } },
        { id: 'a2', type: 'account.created', data: { actor: 'kim', age: { band: '13to15' }, language: 'cy' } },
      ]);
      lead = await signIn(kith, ['lead']);
    });
    after(() => kith.end());

    const rowOf = async (about: string) =>
      kith.db
        .selectFrom('report')
        .selectAll()
        .where('about', '=', about)
        .orderBy('received_at', 'desc')
        .executeTakeFirstOrThrow();
    const file = async (data: Record<string, unknown>) => {
      const id = `report-${++made}`;
      const answer = await kith.post('/v1/events', {
        id,
        type: 'report.filed',
        data: { category: 'keeps_secret', ...data },
      });
      assert.equal(answer.status, 200, await answer.clone().text());
      return id;
    };
    /** Fills in the form of somebody without an account, up to the last look. */
    async function filled(about: string, more: Record<string, string> = {}): Promise<Visitor> {
      const visitor = new Visitor(kith.url);
      await visitor.get('/report');
      await visitor.send();
      await visitor.send({ who: more.who ?? 'parent' });
      await visitor.send({ about });
      await visitor.send({ what: more.what ?? 'wants_to_meet' });
      await visitor.send({ more: more.more ?? `${MARK} ${about}` });
      await visitor.send({ contact: more.contact ?? '' });
      assert.match(visitor.page.path, /check$/);
      kith.later(FORM_MIN_MS);
      return visitor;
    }
    async function link(input: Record<string, unknown>): Promise<Visitor> {
      const answer = await kith.post('/v1/report-links', { reporter: 'kim', about: 'max', ...input });
      const { url } = (await answer.json()) as { url: string };
      const visitor = new Visitor(kith.url);
      await visitor.get(new URL(url).pathname);
      return visitor;
    }
    const webhooksOf = (type: string, account: string) =>
      kith.webhooks.filter((one) => one.type === type && 'account' in one.data && one.data.account === account);
    const answering = (): AnsweringOptions => ({
      ...{ db: kith.db, keys: null, closed: tellClosed([]), clock: kith.now },
      wordsKeptDays: () => 90,
      failed: assert.fail,
    });

    it('D1: takes reports of users, of parents and carers, of people without an account, and of trusted flaggers', async () => {
      await file({ actor: 'kim', other: 'd1-user' });
      for (const [who, source] of [
        ['parent', 'guardian'],
        ['friend', 'nobody'],
      ] as const) {
        const visitor = await filled('max', { who, more: `${MARK} ${who}` });
        await visitor.send();
        assert.match(visitor.page.path, /sent$/);
        assert.equal((await rowOf('max')).source, source);
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
      const visitor = await filled('max', { more: '', contact: '' });
      await visitor.send();
      assert.match(visitor.page.path, /sent$/);
      const row = await rowOf('max');
      assert.equal(row.state, 'open');
      const byLink = await link({ message: 'm-7' });
      assert.match(
        byLink.page.path,
        /what$/,
        'whoever is signed in is asked neither who they are nor about whom it is',
      );
    });

    it('D3: says before it is sent whether the person is told, and that nobody learns who it was', async () => {
      const visitor = await filled('max');
      const { check } = reportWords.en;
      const text = textOf(visitor.page);
      assert.ok(text.includes(check.notTold) && text.includes(check.appeal));
    });

    it('D3: nothing that is told of the reported account, to it or to the platform, names who reported', async () => {
      const reporter = 'reporter-7f3a';
      await file({ actor: reporter, other: 'd3-reported', text: MARK });
      await until(() => webhooksOf('report.acknowledged', reporter).length === 1);
      const event = { id: 'x', type: 'message.sent', data: { actor: 'd3-reported', other: 'kim', message: 'm' } };
      const moderator = await signIn(kith, ['moderator']);
      const [{ case_id, id } = { case_id: '', id: '' }] = [await rowOf('d3-reported')];
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
      await file({ actor: 'd4-a', other: 'max', category: 'wants_to_meet', language: 'en' });
      await file({ actor: 'd4-b', other: 'max', category: 'unkind', language: 'en' });
      const [urgent] = await until(
        () => webhooksOf('report.acknowledged', 'd4-a').length > 0 && webhooksOf('report.acknowledged', 'd4-a'),
      );
      const [other] = await until(
        () => webhooksOf('report.acknowledged', 'd4-b').length > 0 && webhooksOf('report.acknowledged', 'd4-b'),
      );
      assert.match(JSON.stringify(urgent), /about 24 hours.*can take longer/);
      assert.match(JSON.stringify(other), /about 3 days.*can take longer/);
      const visitor = await filled('max');
      await visitor.send();
      assert.match(textOf(visitor.page), /Your number is KR-[0-9A-Z]{4}-[0-9A-Z]{4}.*about 24 hours/);
      assert.notEqual((await rowOf('max')).acknowledged_at, null);
    });

    it('D5: says what may happen, and whether they hear of it', async () => {
      const visitor = await link({});
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
      await file({ actor: 'd6-quiet', other: 'd6-about', optOut: true });
      await file({ actor: 'd6-loud', other: 'd6-about' });
      await until(() => webhooksOf('report.acknowledged', 'd6-loud').length === 1);
      const rows = await kith.db.selectFrom('report').selectAll().where('about', '=', 'd6-about').execute();
      for (const { id } of rows) {
        assert.equal((await lead.send(`/v1/reports/${id}/close`, { outcome: 'acted' })).status, 200);
      }
      const [closed] = await until(
        () => webhooksOf('report.closed', 'd6-loud').length > 0 && webhooksOf('report.closed', 'd6-loud'),
      );
      assert.match(JSON.stringify(closed), /You were right to tell us/);
      assert.deepEqual(
        [...webhooksOf('report.acknowledged', 'd6-quiet'), ...webhooksOf('report.closed', 'd6-quiet')],
        [],
      );
      const quiet = rows.find(({ reporter }) => reporter === 'd6-quiet');
      assert.deepEqual([quiet?.acknowledged_at, quiet?.opted_out], [null, 1]);
      assert.ok(quiet?.case_id);
    });

    it('D7: is a reason to suspect: each joins a case that people look at', async () => {
      await file({ actor: 'd7-a', other: 'd7-about' });
      await file({ actor: 'd7-b', other: 'd7-about' });
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
      const visitor = await filled('https://platform.example/@nobody-known', { contact: 'ann@example.com' });
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
      await file({ actor: 'd8-a', other: 'd8-acted' });
      await file({ actor: 'd8-b', other: 'd8-nothing' });
      for (const [account, measures] of [
        ['d8-acted', '["disable"]'],
        ['d8-nothing', '["no_violation"]'],
      ] as const) {
        const { case_id } = await rowOf(account);
        await kith.db
          .insertInto('ruling')
          .values({
            ...{
              id: `rul-${account}`,
              case_id: case_id ?? '',
              account,
              measures,
              policy: 'p',
              policy_version: 'v',
              reason: 'r',
            },
            ...{ untold: null, content: '[]', refer: 0, machine: 0, state: 'in_force', first_by: 'sta_1', first_at: 1 },
            ...{
              second_by: null,
              second_at: null,
              second_agreed: null,
              second_note: null,
              undo_until: 0,
              in_force_at: 1,
            },
            ...{ features: null, model: 'm', drawn: null, final: 0, final_at: null, due_at: null },
          })
          .execute();
        await kith.db
          .updateTable('cases')
          .set({ state: 'closed', decided_at: 1, closed_at: 1 })
          .where('id', '=', case_id ?? '')
          .execute();
      }
      await answerReports(answering());
      assert.deepEqual(
        [(await rowOf('d8-acted')).outcome, (await rowOf('d8-nothing')).outcome],
        ['acted', 'no_breach'],
      );
      assert.equal(
        (await lead.send(`/v1/reports/${(await rowOf('d8-acted')).id}/close`, { outcome: 'acted' })).status,
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
      await file({ actor: 'd13-a', other: 'd13-about' });
      const { id } = await rowOf('d13-about');
      assert.equal((await lead.send(`/v1/reports/${id}/unfounded`, {})).status, 400);
      assert.equal(
        (await lead.send(`/v1/reports/${id}/unfounded`, { reason: 'The same text forty times' })).status,
        200,
      );
      const row = await rowOf('d13-about');
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
      await file({ actor: 'old-a', other: 'old-about', text: MARK });
      const { id } = await rowOf('old-about');
      await lead.send(`/v1/reports/${id}/close`, { outcome: 'no_breach' });
      await answerReports(answering());
      assert.notEqual((await rowOf('old-about')).sealed, null);
      await answerReports({ ...answering(), clock: () => kith.now() + 91 * 86_400_000 });
      const row = await rowOf('old-about');
      assert.deepEqual([row.sealed, row.key, row.category], [null, null, 'keeps_secret']);
      const seen = (await (await lead.get(`/v1/reports/${id}`)).json()) as { text: null; hasText: boolean };
      assert.deepEqual([seen.text, seen.hasText], [null, false]);
    });

    it('every category of the form can be chosen, in both languages', () => {
      assert.deepEqual(
        categories.en.map(({ id, danger }) => [id, danger]),
        categories.cy.map(({ id, danger }) => [id, danger]),
      );
    });
  });
}
