/** From a report to a case in somebody's hands, over HTTP, on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  accountOverview,
  type CaseSummary,
  casePage,
  caseSummary,
  caseView,
  conversationPage,
  nextAnswer,
  searchView,
} from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';

const read = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
};
const codeOf = async (response: Response): Promise<string> => (await response.json()).error.code;

for (const kind of databases) {
  describe(`cases over HTTP (${kind})`, () => {
    let kith: Running;
    let ana: Staff;
    let ben: Staff;
    let sue: Staff;
    let made = 0;

    async function tell(type: string, data: object): Promise<void> {
      await read(await kith.post('/v1/events', { id: `e${++made}`, type, data }));
    }
    /** The queue, once everything in it is weighed. */
    async function queue(query = ''): Promise<CaseSummary[]> {
      for (let tries = 0; ; tries++) {
        const { cases } = casePage.parse(await read(await ana.get(`/v1/cases${query}`)));
        if (tries > 40 || cases.every(({ dueAt, state }) => dueAt !== null || state === 'closed')) return cases;
        await sleep(100);
      }
    }

    before(async () => {
      kith = await runKithOn(kind, 'cases_http');
      ana = await signIn(kith, ['moderator'], 'Ana');
      ben = await signIn(kith, ['moderator'], 'Ben');
      sue = await signIn(kith, ['senior'], 'Sue');
      const declared = { method: 'declared', confidence: 0.9 };
      for (const adult of ['max', 'eve'])
        await tell('account.created', { actor: adult, age: { band: 'adult', ...declared } });
      for (const child of ['lena', 'kim']) {
        const settings = { directMessages: 'everyone' };
        await tell('account.created', { actor: child, age: { band: '13to15', ...declared }, settings });
      }
      await tell('report.filed', { actor: 'lena', other: 'eve', category: 'unkind', text: '<b>"=1+1</b>' });
      for (const code of ['MEETING', 'MEDIA_REQUEST', 'SECRECY', 'OFF_PLATFORM', 'PRESSURE']) {
        await tell('message.sent', {
          ...{ actor: 'max', other: 'kim', message: `m-${code}`, evidence: [{ code }] },
          ...(code === 'MEETING' ? { text: '<script>hello \u202ethere' } : {}),
        });
      }
      await tell('report.filed', { actor: 'kim', other: 'max', category: 'asks_to_meet', message: 'm-MEETING' });
    });
    after(() => kith.end());

    it('the queue has the most pressing first, and says why in the language that is asked for', async () => {
      const [first, second] = await queue();
      assert.deepEqual([first.account, second.account], ['max', 'eve']);
      assert.deepEqual([first.state, first.ageBand, first.children, first.reports], ['open', 'adult', 1, 1]);
      assert.ok(first.priority > second.priority);
      assert.ok(first.why.some(({ factor, words }) => factor === 'trust' && words === 'reported by a child'));
      const welsh = await ana.fetch('/v1/cases', { headers: { 'accept-language': 'cy' } });
      const { cases, counts, queues } = casePage.parse(await read(welsh));
      assert.ok(cases[0]?.why.some(({ words }) => words === 'adroddwyd gan blentyn'));
      assert.equal(
        Object.values(counts).reduce((sum, n) => sum + n, 0),
        2,
      );
      assert.ok(queues.some(({ name, words }) => name === 'risk' && words === 'Risg'));
    });

    it('a case shows what it is about: risk, signals, reports, contacts, and its history', async () => {
      const [{ id }] = await queue();
      const view = caseView.parse(await read(await ana.get(`/v1/cases/${id}`)));
      assert.deepEqual([view.accounts, view.barred, view.risk?.account], [['max'], null, 'max']);
      assert.ok(view.signals.some(({ code, message }) => code === 'MEETING' && message === 'm-MEETING'));
      assert.deepEqual(
        view.reportsFiled.map(({ source, category, from, hasText }) => ({ source, category, from, hasText })),
        [{ source: 'child', category: 'asks_to_meet', from: 'kim', hasText: false }],
      );
      const [kim] = view.contacts;
      assert.deepEqual([kim.account, kim.ageBand, kim.reported], ['kim', '13to15', true]);
      assert.ok(kim.codes.includes('MEETING'));
      assert.equal(view.history[0]?.kind, 'opened');
      assert.ok(view.history.some((line) => line.kind === 'report_joined' && line.by === null));
      assert.equal(await codeOf(await ana.get('/v1/cases/none')), 'not_known');
    });

    it('why no text is there is said: by the policy nothing is kept between two adults', async () => {
      const view = (await queue()).find(({ account }) => account === 'max') ?? assert.fail();
      const page = conversationPage.parse(await read(await ana.get(`/v1/cases/${view.id}/conversation?with=eve`)));
      assert.deepEqual([page.textKept, page.items], [false, []]);
    });

    it('what was said is there, and what was seen in it, also without a text; a look is audited, and counts in the shift', async () => {
      const [{ id, severity }] = await queue();
      const page = conversationPage.parse(await read(await ana.get(`/v1/cases/${id}/conversation?with=kim`)));
      assert.equal(page.textKept, true);
      assert.equal(page.items.length, 5);
      for (const { message, text, noText, evidence } of page.items) {
        assert.equal(noText, text === null ? 'none_sent' : null);
        assert.equal(text, message === 'm-MEETING' ? '<script>hello \u202ethere' : null);
        assert.ok(evidence.length > 0);
      }
      assert.deepEqual([page.older, page.newer], [false, false]);
      const two = conversationPage.parse(await read(await ana.get(`/v1/cases/${id}/conversation?with=kim&limit=2`)));
      assert.deepEqual([two.items.length, two.older, two.newer], [2, true, false]);
      const view = caseView.parse(await read(await ana.get(`/v1/cases/${id}`)));
      assert.equal(view.exposure.seen, severity);
      const auditor = await signIn(kith, ['auditor']);
      const { lines } = await (await auditor.get(`/v1/audit?subject=case:${id}`)).json();
      assert.ok(lines.length >= 2);
      assert.ok(lines.every((line: { by: string }) => line.by === `staff:${ana.id}`));
      assert.equal((await auditor.get(`/v1/cases/${id}/conversation?with=kim`)).status, 404);
      assert.equal(await codeOf(await ana.get(`/v1/cases/${id}/conversation?with=kim&of=eve`)), 'invalid_field');
    });

    it('is taken by one person, who works on it; a stale version is refused', async () => {
      const answer = nextAnswer.parse(await read(await ana.send('/v1/cases/next', {})));
      assert.ok(answer.found === 'case');
      const { id, version } = answer.case;
      assert.deepEqual([answer.case.account, answer.case.mine, answer.case.leasedBy], ['max', true, 'Ana']);
      assert.equal(await codeOf(await ben.send(`/v1/cases/${id}/lease`, { version })), 'case_held');
      assert.equal(await codeOf(await ben.send(`/v1/cases/${id}/release`, { version })), 'not_held');
      assert.equal(
        await codeOf(await ana.send(`/v1/cases/${id}/note`, { version: version - 1, text: 'x' })),
        'case_changed',
      );
      const noted = caseSummary.parse(
        await read(await ana.send(`/v1/cases/${id}/note`, { version, text: '<i>seen</i> \u202ex' })),
      );
      const view = caseView.parse(await read(await ben.get(`/v1/cases/${id}`)));
      assert.equal(view.barred, 'held');
      assert.deepEqual([view.history.at(-1)?.note, view.history.at(-1)?.by], ['<i>seen</i> \u202ex', 'Ana']);
      assert.equal(
        await codeOf(await ana.send(`/v1/cases/${id}/move`, { version: noted.version, queue: 'nowhere' })),
        'invalid_field',
      );
      const moved = caseSummary.parse(
        await read(await ana.send(`/v1/cases/${id}/move`, { version: noted.version, queue: 'safety' })),
      );
      assert.equal(moved.queue, 'safety');
      const back = caseSummary.parse(await read(await ana.send(`/v1/cases/${id}/release`, { version: moved.version })));
      assert.deepEqual([back.state, back.mine], ['open', false]);
    });

    it('two of one person are merged, and only a senior has one judged again', async () => {
      const all = await queue();
      const [max, eve] = ['max', 'eve'].map((name) => all.find(({ account }) => account === name));
      assert.ok(max !== undefined && eve !== undefined);
      const note = 'the same device';
      const left = caseSummary.parse(
        await read(await ben.send(`/v1/cases/${eve.id}/merge`, { version: eve.version, into: max.id, note })),
      );
      assert.equal(left.id, max.id);
      const view = caseView.parse(await read(await ben.get(`/v1/cases/${max.id}`)));
      assert.deepEqual(view.accounts, ['max', 'eve']);
      assert.equal(view.reportsFiled.length, 2);
      const gone = caseView.parse(await read(await ben.get(`/v1/cases/${eve.id}`)));
      assert.deepEqual([gone.state, gone.barred, gone.related[0]?.how], ['closed', 'over', 'merged_into']);
      const reopen = { version: gone.version, note };
      assert.equal((await ben.send(`/v1/cases/${eve.id}/reopen`, reopen)).status, 404);
      assert.equal(await codeOf(await sue.send(`/v1/cases/${eve.id}/reopen`, reopen)), 'case_over');
    });

    it('is found by its account, and by how its name begins', async () => {
      const [max] = await queue();
      const found = async (q: string) =>
        searchView.parse(await read(await ana.get(`/v1/search?q=${encodeURIComponent(q)}`))).found;
      assert.ok((await found('ma')).some(({ kind, id }) => kind === 'account' && id === 'max'));
      assert.ok((await found(max.id.slice(0, 12))).some(({ kind, id }) => kind === 'case' && id === max.id));
      assert.ok((await found('rep_')).length === 2);
      assert.ok((await found('m-MEETING')).some(({ kind, account }) => kind === 'message' && account === 'max'));
      assert.deepEqual(await found('%'), []);
      const overview = accountOverview.parse(await read(await ana.get('/v1/accounts/max/overview')));
      assert.deepEqual([overview.account?.id, overview.cases.length, overview.contacts[0]?.account], ['max', 1, 'kim']);
      assert.equal((await ana.get('/v1/accounts/nobody/overview')).status, 404);
    });

    it('gives whoever has seen enough lighter work, and then a break', async () => {
      const { records, close } = await openRecords(kith.config);
      const row = { staff: ben.id, case_id: 'x', severity: 3, at: Date.now() };
      await records
        .insertInto('exposure')
        .values(Array.from({ length: 20 }, (_, i) => ({ ...row, id: `seen-${i}` })))
        .execute();
      await close();
      const answer = nextAnswer.parse(await read(await ben.send('/v1/cases/next', {})));
      assert.deepEqual([answer.found, answer.exposure.over, answer.exposure.seen], ['break', true, 60]);
      assert.equal(nextAnswer.parse(await read(await ana.send('/v1/cases/next', {}))).found, 'case');
    });
  });
}
