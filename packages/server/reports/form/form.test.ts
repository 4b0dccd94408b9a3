/** What the form does with those who hurry, repeat, forge or flood it: on both stores where it writes. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ReportRow } from '../../ground/database/index.ts';
import { databases } from '../../ground/testing/records.ts';
import { complaintsAt } from '../testing/complaints.ts';
import { textOf, Visitor } from '../testing/form.ts';
import { type ReportsKith, reportsKith } from '../testing/kiths.ts';
import { reportWords } from '../words.ts';
import { FORM_MIN_MS, SENT_AN_HOUR_MAX } from './routes.ts';
import { STATE_MAX_MS } from './state.ts';
import { TEXT_LENGTH_MAX } from './steps.ts';
import { OPEN_REPORTS_AN_HOUR_MAX } from './submit.ts';

for (const kind of databases) {
  describe(`the report form (${kind})`, () => {
    let kith: ReportsKith;
    let on: ReturnType<typeof complaintsAt>;
    before(async () => {
      kith = await reportsKith(kind);
      on = complaintsAt(kith);
    });
    after(() => kith.end());

    const count = async () => (await kith.db.selectFrom('report').select('id').execute()).length;

    it('makes one report of one link, however often it is opened or sent', async () => {
      const answer = await kith.post('/v1/report-links', { reporter: 'kim', about: 'max', message: 'm-1' });
      const path = new URL(((await answer.json()) as { url: string }).url).pathname;
      const seen = new Set<string>();
      for (let i = 0; i < 2; i++) {
        const visitor = new Visitor(kith.url);
        await visitor.get(path);
        await visitor.send({ what: 'scares' });
        await visitor.send({ more: `try ${i}` });
        await visitor.send({ updates: 'no' });
        kith.later(FORM_MIN_MS);
        const last = visitor.page.html;
        await visitor.send();
        seen.add(/KR-\w{4}-\w{4}/.exec(visitor.page.html)?.[0] ?? '');
        // the button pressed again on the page before
        visitor.page = { ...visitor.page, html: last };
        await visitor.send();
        assert.match(visitor.page.path, /sent$/);
      }
      assert.equal(seen.size, 1);
      const rows = await kith.db.selectFrom('report').selectAll().where('reporter', '=', 'kim').execute();
      assert.deepEqual(
        rows.map(({ about, message, opted_out }) => [about, message, opted_out]),
        [['max', 'm-1', 1]],
      );
    });

    it('makes one report of one form of somebody without an account that is sent twice', async () => {
      const visitor = await on.filled('somebody');
      const { html, path } = visitor.page;
      const before = await count();
      const again = new Visitor(kith.url);
      Object.assign(again, { page: { status: 200, html, path } });
      await visitor.send();
      assert.equal(await count(), before + 1);
      await visitor.get('/report/check');
      assert.match(visitor.page.path, /sent$/);
      assert.equal(await count(), before + 1);
      // without the cookie that goes with it, a form is nobody's
      await again.send();
      assert.equal(again.page.status, 400);
      assert.equal(await count(), before + 1);
    });

    it('leads back to what was left out, and takes nothing that it did not ask', async () => {
      const visitor = new Visitor(kith.url);
      await visitor.get('/report/check');
      assert.match(textOf(visitor.page), /Please start again/);
      await visitor.get('/report');
      await visitor.send();
      for (const step of ['check', 'more', 'updates', 'contact']) {
        await visitor.get(`/report/${step}`);
        assert.match(visitor.page.path, /who$/, step);
      }
      await visitor.send({ who: 'the queen' });
      assert.match(textOf(visitor.page), /Choose who you are/);
      assert.equal(visitor.page.status, 400);
    });
  });
}

describe('the report form', () => {
  let kith: ReportsKith;
  let on: ReturnType<typeof complaintsAt>;
  before(async () => {
    kith = await reportsKith('SQLite');
    on = complaintsAt(kith);
  });
  after(() => kith.end());
  const count = async () => (await kith.db.selectFrom('report').select('id').execute()).length;

  it('is sent by its own page alone: a token that is missing, wrong, or of another visitor is refused', async () => {
    const visitor = await on.filled('somebody');
    const other = await on.filled('somebody else');
    const theirs = /name="own" value="([^"]+)"/.exec(other.page.html)?.[1] ?? '';
    const before = await count();
    for (const fields of [{}, { own: '' }, { own: theirs }, { own: 'x'.repeat(10_000) }]) {
      await visitor.post('/report/check?lang=en', fields as Record<string, string>);
      assert.equal(visitor.page.status, 400);
    }
    assert.equal(await count(), before);
  });

  it('stops machines that fill in what nobody sees, or are faster than anybody, and tells people how to go on', async () => {
    const visitor = await on.filled('somebody');
    const before = await count();
    await visitor.send({ website: 'https://spam.example' });
    assert.match(textOf(visitor.page), /Leave the hidden box empty/);
    const fast = new Visitor(kith.url);
    await fast.get('/report');
    await fast.send();
    for (const fields of [{ who: 'me' }, { about: 'a' }, { what: 'other' }, { more: '' }, { contact: '' }, {}])
      await fast.send(fields as Record<string, string>);
    assert.match(textOf(fast.page), /Wait a moment/);
    assert.equal(await count(), before);
    kith.later(FORM_MIN_MS);
    await fast.send();
    assert.match(fast.page.path, /sent$/);
  });

  it('is over after two hours, and says that nothing was sent', async () => {
    const visitor = await on.filled('somebody');
    kith.later(STATE_MAX_MS);
    await visitor.send();
    assert.match(textOf(visitor.page), /What you wrote was not sent/);
  });

  it('carries 2,000 letters of any script, asks for less where that is too much, and is not felled by a megabyte', async () => {
    const visitor = await on.filled('somebody', { more: '' });
    await visitor.get('/report/more');
    await visitor.send({ more: 'Він писав мені щодня. '.repeat(200).slice(0, TEXT_LENGTH_MAX) });
    assert.match(visitor.page.path, /contact$/);
    await visitor.get('/report/more');
    await visitor.send({ more: 'x'.repeat(TEXT_LENGTH_MAX + 1) });
    assert.match(textOf(visitor.page), /Use 2000 letters or fewer/);
    // random ideographs can't be made smaller
    const ideographs = Array.from({ length: TEXT_LENGTH_MAX }, () =>
      String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000)),
    ).join('');
    await visitor.send({ more: ideographs });
    assert.equal(visitor.page.status, 400);
    assert.match(textOf(visitor.page), /Use 1000 letters or fewer/);
    await visitor.send({ more: ideographs.slice(0, TEXT_LENGTH_MAX / 2) });
    assert.match(visitor.page.path, /contact$/);
    await visitor.get('/report/more');
    await visitor.send({ more: 'x'.repeat(1024 * 1024) });
    assert.equal(visitor.page.status, 413);
    assert.match(textOf(visitor.page), /That was too long/);
  });

  it('lets one address send so many an hour', async () => {
    const visitor = await on.filled('somebody');
    let last = visitor.page;
    for (let i = 0; i <= SENT_AN_HOUR_MAX; i++) last = await visitor.post('/report/check', { own: 'wrong' });
    assert.equal(last.status, 429);
    assert.match(textOf(last), /Please wait a while/);
  });
});

it('what people without an account send in an hour is bounded, so that nobody can fill the disk', async () => {
  const kith = await reportsKith('SQLite');
  try {
    const visitor = await complaintsAt(kith).filled('somebody');
    const at = kith.now();
    const row: Omit<ReportRow, 'id'> = {
      ...{
        event: null,
        source: 'nobody' as const,
        trusted: 0,
        reporter: null,
        child: 0,
        about: null,
        category: 'other',
      },
      ...{
        conversation: null,
        message: null,
        key: null,
        sealed: null,
        at,
        received_at: at,
        language: 'en',
        opted_out: 1,
      },
      ...{
        acknowledged_at: at,
        state: 'open',
        closed_at: null,
        outcome: null,
        unfounded_by: null,
        unfounded_reason: null,
      },
      ...{ flagger: null, case_id: null },
    };
    await kith.db
      .insertInto('report')
      .values(Array.from({ length: OPEN_REPORTS_AN_HOUR_MAX }, (_, i) => ({ ...row, id: `rep_${i}` })))
      .execute();
    await visitor.send();
    assert.equal(visitor.page.status, 503);
    assert.ok(textOf(visitor.page).includes(reportWords.en.problems.full.title));
    kith.later(3_600_001);
    await visitor.get('/report/check');
    await visitor.send();
    assert.match(visitor.page.path, /sent$/);
  } finally {
    await kith.end();
  }
});
