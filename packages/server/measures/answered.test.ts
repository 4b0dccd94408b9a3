/** What a service answers about itself is kept in versions, on both databases. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { auditPage, type MeasureQuestions, measureAnswersVersion, measureQuestions } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';

const PATH = '/v1/measures/answers';
const NOTHING = { facts: {}, risks: {}, otherKinds: null };

for (const kind of databases) {
  describe(`the service's answers on ${kind}`, () => {
    let kith: Running;
    let officer: Staff;
    let auditor: Staff;
    before(async () => {
      kith = await runKithOn(kind, 'measures-answered');
      officer = await signIn(kith, ['compliance']);
      auditor = await signIn(kith, ['auditor']);
    });
    after(() => kith.end());

    const read = async (): Promise<MeasureQuestions> => measureQuestions.parse(await (await auditor.get(PATH)).json());

    it('are asked, and none is there before somebody answered', async () => {
      const { facts, risks, otherKinds, versions } = await read();
      assert.ok(facts.some(({ fact }) => fact === 'direct_messages'));
      assert.deepEqual(
        risks.map(({ risk }) => risk),
        ['grooming', 'csam_images', 'csam_urls', 'intimate_images'],
      );
      assert.match(otherKinds.ask.words, /How many other kinds/);
      assert.deepEqual(versions, []);
    });

    it('stay as they were when others take their place, with who and when', async () => {
      const first = { facts: { large: false }, risks: { grooming: 'low' }, otherKinds: null };
      assert.equal((await officer.send(PATH, { after: 0, answers: first }, 'PUT')).status, 200);
      const second = { ...first, risks: { grooming: 'high' }, otherKinds: 2 };
      assert.equal((await officer.send(PATH, { after: 1, answers: second }, 'PUT')).status, 200);
      const { versions } = await read();
      assert.deepEqual(
        versions.map(({ version, by, answers }) => ({ version, by, answers })),
        [
          { version: 2, by: officer.pseudonym, answers: second },
          { version: 1, by: officer.pseudonym, answers: first },
        ],
      );
      const { lines } = auditPage.parse(await (await auditor.get('/v1/audit?action=measures.answered')).json());
      assert.deepEqual(
        lines.map(({ subject, detail }) => ({ subject, detail })),
        [
          { subject: 'answers:2', detail: { given: 3 } },
          { subject: 'answers:1', detail: { given: 2 } },
        ],
      );
    });

    it('can be read in each version, with what the version before said', async () => {
      const of = async (version: number) =>
        measureAnswersVersion.parse(await (await auditor.get(`${PATH}/${version}`)).json());
      const said = async (version: number) =>
        (await of(version)).answers.flatMap(({ name, answer, before: was }) =>
          answer === null && was === null ? [] : [[name, answer, was]],
        );
      assert.deepEqual(await said(1), [
        ['large', false, null],
        ['grooming', 'low', null],
      ]);
      assert.deepEqual(await said(2), [
        ['large', false, false],
        ['grooming', 'high', 'low'],
        ['other_kinds', 2, null],
      ]);
      const { by, latest, askedThen, answers } = await of(1);
      assert.deepEqual([by, latest, askedThen], [officer.pseudonym, 2, true]);
      assert.ok(answers.every(({ ask }) => ask !== null));
      for (const version of ['3', '0', 'x'])
        assert.ok((await auditor.get(`${PATH}/${version}`)).status >= 400, version);
    });

    it('are refused where somebody answered meanwhile, and where nobody asked', async () => {
      const stale = await officer.send(PATH, { after: 1, answers: NOTHING }, 'PUT');
      assert.deepEqual([stale.status, (await stale.json()).error.code], [409, 'answers_changed']);
      const { versions } = await read();
      const after = versions[0]?.version ?? 0;
      const unasked = await officer.send(PATH, { after, answers: { ...NOTHING, facts: { lrage: true } } }, 'PUT');
      assert.equal(unasked.status, 400);
      assert.equal((await unasked.json()).error.field, 'answers.facts.lrage');
      const both = await Promise.all(
        [0, 1].map(() => officer.send(PATH, { after, answers: NOTHING }, 'PUT').then(({ status }) => status)),
      );
      assert.deepEqual(both.sort(), [200, 409]);
    });
  });
}
