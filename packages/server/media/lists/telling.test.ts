/** What NCMEC's hash sharing is told of wrong entries, on a real server that takes it, refuses it, fails, or never answers. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import { verifyAudit } from '../../ground/audit/index.ts';
import type { KnownFeedbackRow } from '../../ground/database/index.ts';
import { databases, type TestRecords, testRecords } from '../../ground/testing/records.ts';
import { judgeRight } from '../known/judge.ts';
import { FEEDBACK_LEASE_MS, FEEDBACK_TRIES_MAX } from './feedback-rows.ts';
import { feedbackStateOf } from './feedback-state.ts';
import { waitingFeedback } from './hand-over.ts';
import { keepTelling } from './job.ts';
import { FETCH_LIMITS } from './sources/limits.ts';
import { tellSource } from './telling.ts';
import { hashOf, listSettings } from './testing/lists.ts';
import { type Answering, SourceServer } from './testing/source-server.ts';

const MINUTE_MS = 60_000;
const GUIDS = ['01234567-abcd-0123-4567-012345678900', '01234567-abcd-0123-4567-012345678901'];
const reasonsXml = (names: readonly string[]): string =>
  `<?xml version="1.0"?><queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><availableFeedbackReasons type="Md5">${names
    .map((name, i) => `<reason guid="${GUIDS[i]}" name="${name}" type="Md5"/>`)
    .join('')}</availableFeedbackReasons></queryResult>`;
/** Answers with reasons, and what it is told as a test says. */
const taking =
  (take: Answering, names: readonly string[] = ['Wrong']): Answering =>
  (request, response, attempt) => {
    if (request.method === 'GET') response.writeHead(200).end(reasonsXml(names));
    else take(request, response, attempt);
  };
const accept: Answering = (_, response) => void response.writeHead(200).end();
const status =
  (code: number, headers: Record<string, string> = {}): Answering =>
  (_, response) =>
    void response.writeHead(code, headers).end();

for (const kind of databases) {
  describe(`${kind}: what NCMEC is told of wrong entries`, () => {
    let folder: string;
    let source: SourceServer;
    let records: TestRecords;
    let now = Date.parse('2026-11-26T12:00:00Z');
    const db = () => records.kysely;
    const settings = (more: Record<string, unknown> = {}) =>
      listSettings({
        from: {
          ...{ kind: 'ncmec', url: `${source.url}/hashsharing`, user: 'kith', allowPrivate: true },
          ...{ password: { file: join(folder, 'secret') }, ...more },
        },
      });
    const tell = (more?: Record<string, unknown>, signal = new AbortController().signal) => {
      const limits = { ...FETCH_LIMITS, tries: 1, answer_ms: 300 };
      return tellSource(
        settings(more),
        { ...{ db: db(), clock: () => now, limits }, log: pino({ level: 'silent' }) },
        signal,
      );
    };
    const found = async (id: string, more: Partial<KnownFeedbackRow> = {}) => {
      const row: KnownFeedbackRow = {
        ...{ id, list: 'test', algorithm: 'md5', hash: hashOf('md5', 1), source_id: '42-image/1', verdict: 'wrong' },
        ...{ reason: 'common_content', made_at: now, attempts: 0, next_at: now },
        ...{ sent_at: null, dead_at: null, last_error: null, ...more },
      };
      await db().insertInto('known_feedback').values(row).execute();
    };
    const rowOf = async (id: string) => {
      const row = await db().selectFrom('known_feedback').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      return {
        ...{ attempts: Number(row.attempts), wait_ms: Number(row.next_at) - now, error: row.last_error },
        ...{ sent: row.sent_at !== null, dead: row.dead_at !== null },
      };
    };
    const puts = () => source.asked.filter(({ method }) => method === 'PUT');
    const acts = async () =>
      (await db().selectFrom('audit_line').select('action').orderBy('number').execute()).map(({ action }) => action);

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-telling-'));
      await writeFile(join(folder, 'secret'), 'open-sesame');
      records = await testRecords(kind, 'lists_telling');
      source = await SourceServer.open();
    });
    beforeEach(async () => {
      now += 24 * 60 * MINUTE_MS;
      await db().deleteFrom('known_feedback').execute();
    });
    after(async () => {
      await source.close();
      await records.close();
      await rm(folder, { recursive: true });
    });

    it('is which hash of which entry is wrong, once, with its own reason, and it is written down', async () => {
      source.answer(taking(accept));
      await found('a');
      await found('b', {
        algorithm: 'pdq',
        hash: hashOf('pdq', 2),
        source_id: '7-two',
        verdict: 'right',
        reason: null,
      });
      assert.equal(await tell(), 2);
      assert.deepEqual(
        source.asked.map(({ method, url }) => `${method} ${url}`),
        [
          'GET /hashsharing/v2/feedback/MD5/reasons',
          'PUT /hashsharing/v2/entries/42/image%2F1/MD5/feedback',
          'PUT /hashsharing/v2/entries/7/two/PDQ/feedback',
        ],
      );
      const [wrong, right] = puts();
      const xmlns = 'https://hashsharing.ncmec.org/hashsharing/v2';
      assert.equal(
        wrong?.body,
        `<feedbackSubmission xmlns="${xmlns}"><negative><reasonIds><guid>${GUIDS[0]}</guid></reasonIds></negative></feedbackSubmission>`,
      );
      assert.equal(right?.body, `<feedbackSubmission xmlns="${xmlns}"><affirmative/></feedbackSubmission>`);
      assert.equal(wrong?.headers.authorization, `Basic ${btoa('kith:open-sesame')}`);
      assert.deepEqual([(await rowOf('a')).sent, (await rowOf('b')).sent], [true, true]);
      assert.deepEqual(await acts(), ['known_feedback.sent', 'known_feedback.sent']);
      now += 60 * MINUTE_MS;
      assert.equal(await tell(), 0);
      assert.equal(puts().length, 2);
    });

    it('waits where several reasons are offered and none is named, and goes with the one that is', async () => {
      source.answer(taking(accept, ['One', 'Two']));
      await found('a');
      assert.equal(await tell(), 0);
      assert.deepEqual([puts().length, (await rowOf('a')).error], [0, 'reason_not_named']);
      now += 5 * MINUTE_MS;
      assert.equal(await tell({ reasons: { common_content: 'Two' } }), 1);
      assert.match(puts()[0]?.body ?? '', new RegExp(`<guid>${GUIDS[1]}</guid>`));
    });

    it('is given up at once where the entry is refused, stops no other, and is in the file to hand over', async () => {
      const before = (await acts()).length;
      await found('gone', { source_id: '42-gone' });
      await found('odd', { algorithm: 'sha256', hash: hashOf('sha256', 1), made_at: now + 1 });
      await found('there', { source_id: '42-there', made_at: now + 2 });
      source.answer(taking((q, s, n) => (q.url?.includes('gone') ? status(400) : accept)(q, s, n)));
      assert.equal(await tell(), 1);
      assert.deepEqual(await rowOf('gone'), {
        attempts: 1,
        wait_ms: 0,
        error: 'source_refused',
        sent: false,
        dead: true,
      });
      assert.deepEqual([(await rowOf('odd')).error, (await rowOf('odd')).dead], ['not_tellable', true]);
      assert.equal((await rowOf('there')).sent, true);
      assert.deepEqual((await acts()).slice(before), [
        'known_feedback.given_up',
        'known_feedback.given_up',
        'known_feedback.sent',
      ]);
      assert.deepEqual(
        (await waitingFeedback(db(), 'test')).map(({ id }) => id),
        ['gone', 'odd'],
      );
    });

    const failures: [string, string, Answering, number][] = [
      ['fails', 'source_failed', status(503), 5],
      ['asks for a longer pause', 'source_failed', status(429, { 'retry-after': '3600' }), 60],
      ['refuses the password', 'sign_in_refused', status(401), 5],
      ['never answers', 'timed_out', () => {}, 5],
      ['hangs up', 'cut_off', (request) => void request.socket.destroy(), 5],
    ];
    for (const [does, code, answering, minutes] of failures) {
      it(`is told later where its source ${does}, and so is all that waits behind it`, async () => {
        source.answer(taking(answering));
        await found('a');
        await found('b', { source_id: '42-other', made_at: now + 1 });
        assert.equal(await tell(), 0);
        const wait_ms = minutes * MINUTE_MS;
        assert.deepEqual(await rowOf('a'), { attempts: 1, wait_ms, error: code, sent: false, dead: false });
        assert.deepEqual([puts().length, (await rowOf('b')).attempts], [1, 0]);
        source.answer(taking(accept));
        now += wait_ms;
        assert.equal(await tell(), 2);
      });
    }

    it('is given up after its last try', async () => {
      source.answer(taking(status(500)));
      await found('a', { attempts: FEEDBACK_TRIES_MAX - 2 });
      await tell();
      assert.deepEqual([(await rowOf('a')).wait_ms, (await rowOf('a')).dead], [6 * 60 * MINUTE_MS, false]);
      now += 6 * 60 * MINUTE_MS;
      await tell();
      assert.deepEqual([(await rowOf('a')).attempts, (await rowOf('a')).dead], [FEEDBACK_TRIES_MAX, true]);
      assert.equal((await acts()).at(-1), 'known_feedback.given_up');
    });

    it('is told again, the same, where it was stopped between the telling and the noting, and by nobody before', async () => {
      const stop = new AbortController();
      source.answer(taking(() => stop.abort()));
      await found('a');
      assert.equal(await tell({}, stop.signal), 0);
      const [first] = puts();
      assert.deepEqual(await rowOf('a'), {
        ...{ attempts: 1, wait_ms: FEEDBACK_LEASE_MS, error: null, sent: false, dead: false },
      });
      source.answer(taking(accept));
      assert.equal(await tell(), 0);
      now += FEEDBACK_LEASE_MS;
      assert.equal(await tell(), 1);
      assert.deepEqual([puts().length, puts()[0]?.url, puts()[0]?.body], [1, first?.url, first?.body]);
    });

    it('is followed by that it is right, where it was taken back while it was under way', async () => {
      await found('a');
      const judgement = { list: 'test', algorithm: 'md5', hash: hashOf('md5', 1) };
      await db()
        .insertInto('known_judgement')
        .values({ ...judgement, verdict: 'wrong', by: 'staff:1', at: now, case_id: null, reason: null, note: null })
        .execute();
      const takeBack = () =>
        db()
          .transaction()
          .execute((trx) => judgeRight(trx, judgement, { by: 'staff:1', at_ms: now + 1, case: null }));
      source.answer(taking((q, s, n) => void takeBack().then(() => accept(q, s, n))));
      assert.equal(await tell(), 1);
      assert.equal((await rowOf('a')).sent, true);
      now += 1;
      source.answer(taking(accept));
      assert.equal(await tell(), 1);
      assert.match(puts()[0]?.body ?? '', /<affirmative\/>/);
    });

    it('is told by the job, unless the settings say that nothing is sent: then it is in the file', async () => {
      await found('a');
      const far = { sent: false, dead: false, withdrawn: false };
      const options = { db: db(), log: pino({ level: 'silent' }), clock: () => now };
      assert.deepEqual(keepTelling({ ...options, lists: [settings({ feedback: false })] }), []);
      assert.equal(feedbackStateOf(far, settings({ feedback: false })), 'handing_over');
      assert.equal(feedbackStateOf(far, settings()), 'waiting');
      const arrived = new Promise<void>((resolve) => {
        source.answer(
          taking((_, response) => {
            response.writeHead(200).end();
            resolve();
          }),
        );
      });
      const [job] = keepTelling({ ...options, lists: [settings()] });
      await arrived;
      await job?.stop();
      assert.equal(puts().length, 1);
    });

    it('is told once by two that look at the same time', async () => {
      source.answer(taking(accept));
      for (let n = 0; n < 10; n++) await found(`row-${n}`, { source_id: `42-${n}` });
      const told = await Promise.all([tell(), tell()]);
      assert.equal(told[0] + told[1], 10);
      assert.equal(new Set(puts().map(({ url }) => url)).size, puts().length);
      assert.deepEqual((await verifyAudit(db())).faults, []);
    });
  });
}
