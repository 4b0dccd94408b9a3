/** Referrals over the API, filed by hand, on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ReferralContent, ReferralPage, ReferralView } from '@kith/contract';
import { parseHTML } from 'linkedom';
import { extractText } from 'unpdf';
import { listAudit } from '../ground/audit/index.ts';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import type { Staff } from '../testing/sign-in.ts';
import { forgetReferences } from './forget-references.ts';
import { type Office, office } from './testing/office.ts';

const MINUTE_MS = 60_000;

/** Of a text what stays the same however its lines are broken. */
const wordsIn = (text: string): string => text.replaceAll(/\s+/g, '');

for (const kind of databases) {
  describe(`a referral that people file (${kind})`, () => {
    let at: Office;
    let ann: Staff;
    let ben: Staff;
    before(async () => {
      at = await office(kind);
      ann = await at.person('moderator');
      ben = await at.person('senior');
    });
    after(() => at[Symbol.asyncDispose]());

    const step: Office['step'] = (...how) => at.step(...how);
    const code = async (answer: Promise<unknown>) =>
      (await (answer as Promise<{ error: { code: string } }>)).error.code;
    async function approved(account: string): Promise<ReferralView> {
      const drafted = await at.draft(ann, await at.caseOf(account));
      return step(ben, await step(ann, await at.complete(ann, drafted), 'check'), 'approve');
    }

    it('is drafted from what is known, completed, checked by one, approved by another, and filed', async () => {
      const about = await at.caseOf('max');
      await at.detailsOf(about, 'max', { screenName: 'maxx', emails: [{ address: 'max@example.com' }] });
      const talk = await at.put(about, { kind: 'conversation', bytes: Buffer.from('{}\n'), about: 'conv-1' });
      const drafted = await at.draft(ann, about);
      assert.equal(drafted.state, 'drafted');
      assert.deepEqual(drafted.evidence, [talk]);
      assert.ok(drafted.problems.some(({ path, kind: what }) => path === 'summary' && what === 'missing_required'));
      assert.ok(drafted.warnings.length > 0, 'nobody is registered');
      assert.match(drafted.unverified ?? '', /To be checked against the official text/);

      const opened = await at.ask<ReferralContent>(ann, 'POST', `/v1/referrals/${drafted.id}/open`, {});
      const text = JSON.stringify(opened.content);
      for (const known of ['maxx', 'max@example.com', 'kid-of-max', 'm1-', talk])
        assert.ok(text.includes(known), known);
      assert.ok(opened.readable.some(({ lines }) => lines.some((line) => line.text === 'maxx')));

      assert.equal(await code(step(ann, drafted, 'check', {}, 409)), 'incomplete');
      const completed = await at.complete(ann, drafted);
      assert.equal(await code(step(ann, drafted, 'check', {}, 409)), 'referral_changed');
      assert.deepEqual(completed.problems, []);
      const checked = await step(ann, completed, 'check');
      const own = await at.person('senior', 'moderator');
      const both = await step(own, await step(ann, checked, 'give-back', { reason: 'once more' }), 'check');
      assert.equal(await code(step(own, both, 'approve', {}, 409)), 'checked_it');
      assert.equal((await at.ask(own, 'GET', `/v1/referrals/${both.id}`)).barred, 'checked_it');
      const waits = await step(ben, both, 'approve');
      assert.match(waits.portal?.steps[0] ?? '', /danger now: call 999 first/);
      assert.deepEqual([waits.state, waits.portal?.steps.length], ['approved', 7]);

      at.later(10 * MINUTE_MS);
      const noted = {
        reference: 'NCA-1',
        receivedAt: new Date(at.now() - MINUTE_MS).toISOString(),
        receipt: 'Thank you.',
      };
      const filed = await step(ben, waits, 'reference', noted);
      assert.deepEqual([filed.state, filed.reference, filed.dueAt], ['received', 'NCA-1', null]);
      assert.deepEqual(
        filed.steps.map(({ what }) => what),
        [...['drafted', 'edited', 'checked', 'given_back', 'checked', 'approved', 'reference_noted', 'received']],
      );
      assert.equal(filed.steps[3]?.note, 'once more');
      const items = await at.vault.list(about, { names: true });
      assert.ok(items.some(({ kind: what, id }) => what === 'receipt' && id === filed.receipt));
      assert.ok(items.some(({ kind: what, id }) => what === 'referral' && id === filed.copy));
      assert.deepEqual(filed.unmarked, [{ evidence: talk, why: 'not_saved' }]);
      assert.equal(await code(step(ben, filed, 'reference', noted, 409)), 'referral_state');
      assert.equal((await step(ben, filed, 'retain')).state, 'retained');
    });

    it('asks the platform for what it has of the case, writes down what Kith holds, and does so once a day', async () => {
      const about = await at.caseOf('asks');
      const asked = async () =>
        (await at.db.selectFrom('preservation').selectAll().where('case_id', '=', about).execute()).map(
          ({ why, asked_by }) => [why, asked_by],
        );
      const drafted = await at.draft(ann, about);
      assert.deepEqual(await asked(), [['referral', ann.id]]);
      await until('snapshot', async () =>
        (await at.vault.list(about)).some(({ kind: what }) => what === 'snapshot') ? true : null,
      );
      await step(ben, drafted, 'not-reported', { reason: 'drafted anew' });
      await at.draft(ann, about);
      assert.equal((await asked()).length, 1);
    });

    it('is not checked with nothing of what was said or shown, unless whoever checks it knows that', async () => {
      const put = await at.complete(ann, await at.draft(ann, await at.caseOf('bare')));
      assert.equal(put.bare, true);
      const answer = await ann.send(`/v1/referrals/${put.id}/check`, { version: put.version });
      assert.deepEqual([answer.status, (await answer.json()).error.code], [409, 'nothing_attached']);
      const checked = await at.step(ann, put, 'check', { withoutContent: true });
      assert.deepEqual([checked.state, checked.bare], ['checked', true]);
      const about = await at.caseOf('said');
      await at.put(about, { kind: 'conversation', bytes: Buffer.from('{}\n'), about: 'conv-2' });
      const said = await at.complete(ann, await at.draft(ann, about));
      assert.equal((await ann.send(`/v1/referrals/${said.id}/check`, { version: said.version })).status, 200);
    });

    it('is not approved by whoever wrote what another checked', async () => {
      const written = await at.complete(ben, await at.draft(ann, await at.caseOf('wrote')));
      const checked = await at.step(ann, written, 'check');
      assert.equal(await code(step(ben, checked, 'approve', {}, 409)), 'edited_it');
      const seen = await at.ask(ben, 'GET', `/v1/referrals/${checked.id}`);
      assert.deepEqual([seen.barred, seen.editedBy], ['edited_it', ben.pseudonym]);
      assert.equal((await step(await at.person('lead'), checked, 'approve')).state, 'approved');
    });

    it('is seen as it stands at one moment, however fast it changes', async () => {
      const drafted = await at.complete(ann, await at.draft(ann, await at.caseOf('torn')));
      const changing = (async () => {
        let now = drafted;
        for (let i = 0; i < 12; i++) {
          now = await step(ann, now, 'check');
          now = await step(ann, now, 'give-back', { reason: `round ${i}` });
        }
        return true;
      })();
      let over = false;
      void changing.finally(() => {
        over = true;
      });
      while (!over) {
        const { state, version, steps } = await at.ask(ann, 'GET', `/v1/referrals/${drafted.id}`);
        // a line a version, but for the first
        assert.equal(steps.length, version + 1);
        assert.equal(steps.at(-1)?.what, state === 'checked' ? 'checked' : version === 1 ? 'edited' : 'given_back');
      }
      await changing;
    });

    it('leaves a line in the audit log for each step, and for each look at what it says', async () => {
      const filed = await approved('lines');
      await at.ask(ann, 'POST', `/v1/referrals/${filed.id}/open`, {});
      const bundle = await ann.get(`/v1/referrals/${filed.id}/bundle`);
      assert.match(await bundle.text(), /To be checked against the official text/);
      const { lines } = await listAudit(at.db, { subject: `referral:${filed.id}` });
      assert.deepEqual(lines.map(({ action }) => action).reverse(), [
        ...['referral.drafted', 'referral.opened', 'referral.edited', 'referral.checked', 'referral.approved'],
        ...['referral.opened', 'referral.exported'],
      ]);
    });

    it('is taken out as a PDF that says what the page says, tagged, with the evidence that goes with it', async () => {
      const filed = await approved('on-paper');
      const of = (format: string) => ann.get(`/v1/referrals/${filed.id}/bundle?format=${format}`);
      const pdf = await of('pdf');
      assert.equal(pdf.headers.get('content-type'), 'application/pdf');
      assert.match(pdf.headers.get('content-disposition') ?? '', new RegExp(`"${filed.id}.pdf"`));
      const bytes = new Uint8Array(await pdf.arrayBuffer());
      assert.match(Buffer.from(bytes).toString('latin1'), /\/MarkInfo/);
      const onPaper = wordsIn((await extractText(bytes, { mergePages: true })).text);
      const { document } = parseHTML(await (await of('html')).text());
      const said = [...document.querySelectorAll('h1, h2, dt, dd, .note, td, tbody th')].map(({ textContent }) =>
        wordsIn(textContent),
      );
      assert.ok(said.includes(wordsIn(filed.id)) && said.length > 40, 'the page says it');
      for (const words of said) assert.ok(onPaper.includes(words), words);
      const { lines } = await listAudit(at.db, { subject: `referral:${filed.id}` });
      assert.equal(lines.filter(({ action }) => action === 'referral.exported').length, 2);
    });

    it('is not reported, or is covered by what another authority got, with the reason', async () => {
      const first = await at.draft(ann, await at.caseOf('left'));
      const left = await step(ben, first, 'not-reported', { reason: 'it was a joke between friends' });
      assert.deepEqual([left.state, left.dueAt], ['not_reported', null]);
      assert.equal(left.steps.at(-1)?.note, 'it was a joke between friends');
      assert.equal(await code(step(ann, left, 'check', {}, 409)), 'referral_state');
      assert.equal((await at.draft(ann, left.case)).state, 'drafted', 'it can be drafted anew');
      const second = await at.draft(ann, await at.caseOf('covered'));
      const nothing = { by: null, reference: null, reason: 'somebody has it' };
      assert.equal(await code(step(ben, second, 'covered', nothing, 400)), 'invalid_field');
      const covered = await step(ben, second, 'covered', { ...nothing, reference: 'ABC-elsewhere' });
      assert.deepEqual([covered.state, covered.covered], ['covered', { by: null, reference: 'ABC-elsewhere' }]);
      const { lines } = await listAudit(at.db, { subject: `referral:${second.id}` });
      assert.match(lines.find(({ action }) => action === 'referral.covered')?.detail ?? '', /"elsewhere":true/);
      assert.ok(!JSON.stringify(lines).includes('ABC-elsewhere'), 'what is for good never has the number');
      const until_ms = Date.parse(covered.referenceKeptUntil ?? assert.fail());
      const now = async () => (await at.ask<ReferralView>(ann, 'GET', `/v1/referrals/${second.id}`)).covered;
      await forgetReferences(at.db, until_ms - 1);
      assert.equal((await now())?.reference, 'ABC-elsewhere');
      await forgetReferences(at.db, until_ms);
      assert.deepEqual(await now(), { by: null, reference: null });
    });

    it('is one of its kind and case: more of it adds to the first', async () => {
      const first = await approved('once');
      assert.equal(
        await code(at.ask(ann, 'POST', `/v1/cases/${first.case}/referrals`, { kind: 'nca' }, 409)),
        'reported_elsewhere',
      );
      const early = { kind: 'nca', supplements: first.id };
      assert.equal(await code(at.ask(ann, 'POST', `/v1/cases/${first.case}/referrals`, early, 409)), 'referral_state');
      const noted = { reference: 'NCA-7', receivedAt: new Date(at.now()).toISOString() };
      await step(ben, first, 'reference', noted);
      const more = await at.complete(ann, await at.draft(ann, first.case, { supplements: first.id }));
      const sent = await step(ben, await step(ben, await step(ann, more, 'check'), 'approve'), 'reference', noted);
      assert.equal(sent.supplements, first.id);
      assert.equal((await at.ask(ann, 'GET', `/v1/referrals/${first.id}`)).state, 'supplemented');
    });

    it('has its authority’s requests, and says when an answer is overdue', async () => {
      const waits = await approved('asked');
      const asked = { receivedAt: new Date(at.now()).toISOString(), what: 'Which device was it?' };
      assert.equal(await code(step(ben, waits, 'requests', asked, 409)), 'referral_state');
      const filed = await step(ben, waits, 'reference', { reference: 'NCA-8', receivedAt: asked.receivedAt });
      const noted = await step(ben, filed, 'requests', asked);
      const [request] = noted.requests;
      assert.equal(Date.parse(request?.dueAt ?? '') - Date.parse(asked.receivedAt), 7 * 24 * 60 * MINUTE_MS);
      at.later(8 * 24 * 60 * MINUTE_MS);
      ben = await at.person('senior');
      ann = await at.person('moderator');
      assert.equal((await at.ask(ann, 'GET', `/v1/referrals/${filed.id}`)).requests[0]?.overdue, true);
      const auditor = await at.person('auditor');
      assert.equal((await at.ask(auditor, 'GET', `/v1/referrals/${filed.id}`)).requests[0]?.what, null);
      const answered = await step(ben, noted, `requests/${request?.id}/answer`, { reason: 'A telephone.' });
      assert.deepEqual([answered.requests[0]?.answer, answered.requestDueAt], ['A telephone.', null]);
      assert.equal(
        await code(step(ben, answered, `requests/${request?.id}/answer`, { reason: 'x' }, 404)),
        'not_known',
      );
    });

    it('is listed by when it is due, a page at a time, with what can be drafted', async () => {
      for (const account of ['p1', 'p2', 'p3']) {
        await at.draft(ann, await at.caseOf(account));
        at.later(MINUTE_MS);
      }
      const seen: string[] = [];
      for (let after: string | null = ''; after !== null; ) {
        const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
        const page: ReferralPage = await at.ask(ann, 'GET', `/v1/referrals?state=drafted&limit=2${query}`);
        seen.push(...page.referrals.map(({ id }) => id));
        assert.deepEqual(
          page.kinds.map((one) => [one.kind, one.usual, one.byHand]),
          [
            ['nca', true, true],
            ['ncmec', false, true],
          ],
        );
        after = page.next;
      }
      assert.equal(new Set(seen).size, seen.length);
      const rows = await at.db
        .selectFrom('referral')
        .select(['id'])
        .where('state', '=', 'drafted')
        .orderBy('due_at')
        .execute();
      assert.deepEqual(
        seen,
        rows.map(({ id }) => id),
      );
    });

    it('refuses a content that is none, and names the field; and evidence that the case has not', async () => {
      const { id, version, priority } = await at.draft(ann, await at.caseOf('fields'));
      const send = (content: object, evidence: string[] = []) =>
        at.ask<{ error: { field: string } }>(
          ann,
          'PUT',
          `/v1/referrals/${id}`,
          { version, content, priority, evidence },
          400,
        );
      const { content } = await at.ask<{ content: { reporter: object } }>(ann, 'POST', `/v1/referrals/${id}/open`, {});
      assert.equal((await send({ ...content, firstAt: 'then' })).error.field, 'content.firstAt');
      assert.equal((await send(content, ['evi_none'])).error.field, 'evidence');
    });

    it('says nothing in the database, to whoever has no key', async () => {
      const about = await at.caseOf('secret');
      await at.detailsOf(about, 'secret', { lastName: 'Unmistakable' });
      const drafted = await at.complete(ann, await at.draft(ann, about));
      await step(ann, await step(ann, drafted, 'check'), 'give-back', { reason: 'Unmistakable is missing' });
      for (const table of ['referral', 'referral_step', 'referral_claim', 'audit_line', 'case_event'] as const) {
        const rows = await at.db.selectFrom(table).selectAll().execute();
        assert.ok(!JSON.stringify(rows).includes('Unmistakable'), table);
      }
      assert.ok(!at.kith.logged().includes('Unmistakable'));
    });
  });
}
