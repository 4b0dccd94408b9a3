/** Attestations on both databases: they stand, are replaced and withdrawn, run out, and never change. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ATTESTATION_FILE_BYTES_MAX, auditPage, type MeasureView, measuresView, measureView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 26, 12);
const A2 = '/v1/measures/ICU/A2';
const STATEMENT = 'One named person answers to the most senior body for illegal content and reporting duties';

for (const kind of databases) {
  describe(`attestations on ${kind}`, () => {
    let kith: Running;
    let officer: Staff;
    let auditor: Staff;
    let now_ms = NOW;
    before(async () => {
      kith = await runKithOn(kind, 'measures-attested', {}, () => now_ms);
      officer = await signIn(kith, ['compliance'], 'officer', NOW);
      auditor = await signIn(kith, ['auditor'], 'auditor', NOW);
    });
    after(() => kith.end());

    const read = async (by = auditor): Promise<MeasureView> => measureView.parse(await (await by.get(A2)).json());
    const attest = (more: object = {}) =>
      officer.send(`${A2}/attestations`, { statement: STATEMENT, words: 'Ms Example, since January', ...more });
    const wordOf = (view: MeasureView) => {
      const [way] = view.shown;
      assert.ok(way?.way === 'attested');
      return way;
    };

    it('are missing at first, which is a gap', async () => {
      const { state, gaps, applies, mayAttest } = await read();
      assert.deepEqual(
        { state, gaps, applies, mayAttest },
        { state: 'not', gaps: 1, applies: 'yes', mayAttest: false },
      );
      assert.equal((await read(officer)).mayAttest, true);
    });

    it('stand for a year from the day they are made, with who answers for it, and are audited without their words', async () => {
      const done = measureView.parse(await (await attest({ owner: 'auditor' })).json());
      assert.equal(done.state, 'attested');
      const { standing } = wordOf(done);
      assert.deepEqual(
        { ...standing, id: '' },
        {
          ...{ id: '', statement: STATEMENT, words: 'Ms Example, since January', owner: 'auditor', by: 'officer' },
          ...{ at: '2026-11-26T12:00:00.000Z', validUntil: '2027-11-26', holds: true, file: null, ended: null },
        },
      );
      const audit = await (await auditor.get('/v1/audit?action=measures.attested')).text();
      assert.equal(auditPage.parse(JSON.parse(audit)).lines.length, 1);
      assert.ok(!audit.includes('Example'));
    });

    it('are replaced, never edited: the one before stays to be read', async () => {
      const before = wordOf(await read()).standing;
      const done = measureView.parse(await (await attest({ words: 'Mr Sample, since July' })).json());
      assert.equal(wordOf(done).standing?.words, 'Mr Sample, since July');
      assert.deepEqual(
        done.earlier.map(({ id, words, ended, holds }) => ({ id, words, how: ended?.how, holds })),
        [{ id: before?.id, words: before?.words, how: 'replaced', holds: false }],
      );
    });

    it('have a file of up to 10 MB behind them, which comes back byte by byte', async () => {
      const bytes = randomBytes(700_001);
      const file = { name: 'minutes.pdf', base64: bytes.toString('base64') };
      const done = measureView.parse(await (await attest({ file })).json());
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      assert.deepEqual(wordOf(done).standing?.file, { name: 'minutes.pdf', bytes: bytes.length, sha256 });
      const answer = await auditor.get(`/v1/measures/attestations/${wordOf(done).standing?.id}/file`);
      assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes));
      assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
      const largest = Buffer.alloc(ATTESTATION_FILE_BYTES_MAX, 7).toString('base64');
      assert.equal((await attest({ file: { name: 'a', base64: largest } })).status, 200);
      const larger = Buffer.alloc(ATTESTATION_FILE_BYTES_MAX + 3, 7).toString('base64');
      assert.ok([400, 413].includes((await attest({ file: { name: 'a', base64: larger } })).status));
      assert.equal((await attest({ file: { name: 'a', base64: 'not base64' } })).status, 400);
      assert.equal((await attest({ file: { name: '../a', base64: 'AAAA' } })).status, 400);
    });

    it('are refused of what the measure does not ask, of nobody, and for a time that is over or too long', async () => {
      for (const [wrong, field] of [
        [{ statement: 'Everything is fine' }, 'statement'],
        [{ owner: 'nobody at all' }, 'owner'],
        [{ validUntil: '2026-11-25' }, 'validUntil'],
        [{ validUntil: '2036-11-25' }, 'validUntil'],
      ] as const) {
        const answer = await attest(wrong);
        assert.deepEqual([answer.status, (await answer.json()).error.field], [400, field]);
      }
      assert.equal(
        (await officer.send('/v1/measures/ICU/Z9/attestations', { statement: 'a', words: 'b' })).status,
        404,
      );
      assert.equal((await auditor.send(`${A2}/attestations`, { statement: STATEMENT, words: 'w' })).status, 404);
    });

    it('are gaps when their time is over', async () => {
      const last = measureView.parse(await (await attest({ validUntil: '2026-11-27' })).json());
      assert.equal(last.state, 'attested');
      now_ms = NOW + DAY_MS;
      officer = await signIn(kith, ['compliance'], 'officer again', now_ms);
      auditor = await signIn(kith, ['auditor'], 'auditor again', now_ms);
      assert.equal((await read()).state, 'attested');
      now_ms = NOW + 2 * DAY_MS;
      officer = await signIn(kith, ['compliance'], 'officer later', now_ms);
      auditor = await signIn(kith, ['auditor'], 'auditor later', now_ms);
      const over = await read();
      assert.deepEqual([over.state, over.gaps, wordOf(over).standing?.holds], ['not', 1, false]);
    });

    it('show nothing once they are withdrawn, and are withdrawn once', async () => {
      const done = measureView.parse(await (await attest()).json());
      const id = wordOf(done).standing?.id ?? assert.fail();
      const withdraw = () => officer.send(`/v1/measures/attestations/${id}/withdraw`);
      const after = measureView.parse(await (await withdraw()).json());
      assert.deepEqual([after.state, wordOf(after).standing], ['not', null]);
      assert.equal(after.earlier[0]?.ended?.how, 'withdrawn');
      assert.equal((await withdraw()).status, 409);
    });

    it('come first in the list as long as they are missing', async () => {
      const list = measuresView.parse(await (await auditor.get('/v1/measures')).json());
      const states = list.measures.filter(({ proposal }) => !proposal).map(({ state }) => state);
      const first = states.lastIndexOf('not');
      assert.ok(first >= 0 && states.slice(0, first).every((state) => state === 'not'));
      assert.equal(list.answers.unanswered, 25);
      assert.ok(states.includes('open'));
    });
  });
}
