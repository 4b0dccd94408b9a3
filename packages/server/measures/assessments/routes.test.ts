/** Assessments over HTTP: who may read, who may write, and what two people at once are told. On both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assessmentDifference,
  assessmentList,
  assessmentVersion,
  assessmentView,
  type SectionAnswers,
} from '@kith/contract';
import { databases } from '../../ground/testing/records.ts';
import { runKithOn } from '../../testing/kith.ts';
import { signIn } from '../../testing/sign-in.ts';

const AT = '/v1/assessments/children_access';

for (const kind of databases) {
  it(`an assessment is begun, written, signed and begun again (${kind})`, async () => {
    const kith = await runKithOn(kind, 'assessments_http');
    try {
      const [ann, auditor] = [await signIn(kith, ['compliance']), await signIn(kith, ['auditor'])];
      const { assessments } = assessmentList.parse(await (await auditor.get('/v1/assessments')).json());
      assert.deepEqual(
        assessments.map(({ kind, standing }) => `${kind} ${standing}`),
        ['children_access', 'illegal_content', 'childrens_risk', 'measures_record'].map((one) => `${one} missing`),
      );
      assert.equal((await auditor.send(`${AT}/draft`)).status, 404);

      const begun = assessmentView.parse(await (await ann.send(`${AT}/draft`)).json());
      const draft = begun.editing;
      assert.ok(draft !== null);
      for (const section of draft.sections) {
        const answers: SectionAnswers = Object.fromEntries(
          section.questions.map(({ id, answer }) => [
            id,
            { said: answer === 'text' ? null : 'yes', words: `words of ${id}`, evidence: [] },
          ]),
        );
        const body: object = { draft: draft.id, version: section.version, answers };
        assert.equal((await ann.send(`${AT}/draft/${section.id}`, body, 'PUT')).status, 200);
        const again = await ann.send(`${AT}/draft/${section.id}`, body, 'PUT');
        assert.deepEqual([again.status, (await again.json()).error.code], [409, 'assessment_changed']);
      }
      const wrong = { draft: draft.id, version: 1, answers: { likely: { said: 'high', words: '', evidence: [] } } };
      const refused = await ann.send(`${AT}/draft/outcome`, wrong, 'PUT');
      assert.deepEqual([refused.status, (await refused.json()).error.field], [400, 'answers.likely.said']);

      const { editing } = assessmentView.parse(await (await ann.get(AT)).json());
      const signing = { draft: draft.id, version: editing?.version, name: 'Nia Rees', position: 'Head', changes: [] };
      assert.equal((await auditor.send(`${AT}/sign`, signing)).status, 404);
      const signed = assessmentView.parse(await (await ann.send(`${AT}/sign`, signing)).json());
      assert.deepEqual([signed.standing, signed.versions.length, signed.editing], ['signed', 1, null]);
      assert.deepEqual([signed.versions[0]?.signedBy, signed.versions[0]?.name], [ann.pseudonym, 'Nia Rees']);
      const version = assessmentVersion.parse(await (await auditor.get(`${AT}/versions/1`)).json());
      assert.deepEqual(
        version.offers.map(({ name }) => name),
        ['knows_age', 'age_assurance', 'children_likely'],
      );

      for (const format of ['html', 'pdf', 'csv', 'json']) {
        const bytes = async () => {
          const answer = await auditor.get(`${AT}/versions/1/document?format=${format}`);
          assert.equal(answer.status, 200);
          return Buffer.from(await answer.arrayBuffer());
        };
        const first = await bytes();
        assert.ok(first.equals(await bytes()), format);
        if (format !== 'pdf') assert.match(first.toString(), /Nia Rees[\s\S]+words of triggers/);
      }
      assert.equal((await auditor.get(`${AT}/versions/1/document?format=exe`)).status, 400);
      assert.equal((await ann.send(`${AT}/draft`)).status, 200);
      const none = assessmentDifference.parse(await (await auditor.get(`${AT}/difference?before=1`)).json());
      assert.deepEqual(none.questions, []);
      assert.equal((await auditor.get(`${AT}/versions/2`)).status, 404);
      assert.equal((await auditor.get('/v1/assessments/unknown')).status, 404);

      // the log says what was done, and nothing of what was written
      const { lines } = await (await auditor.get('/v1/audit?subject=assessment:children_access/1')).json();
      const actions = new Set(lines.map(({ action }: { action: string }) => action));
      assert.deepEqual([...actions].sort(), ['assessment.begun', 'assessment.edited', 'assessment.signed']);
      assert.doesNotMatch(JSON.stringify(lines), /words of|Nia Rees/);
    } finally {
      await kith.end();
    }
  });
}

describe('an assessment that nobody has begun', () => {
  it('can not be saved or signed', async () => {
    const kith = await runKithOn('SQLite', 'assessments_http');
    try {
      const ann = await signIn(kith, ['compliance']);
      const seen = { draft: 'asd_none', version: 0 };
      for (const [path, body, method] of [
        ['draft/outcome', { ...seen, answers: {} }, 'PUT'],
        ['sign', { ...seen, name: 'Nia', position: 'Head', changes: [] }, 'POST'],
        ['discard', seen, 'POST'],
      ] as const) {
        assert.equal((await ann.send(`${AT}/${path}`, body, method)).status, 409, path);
      }
    } finally {
      await kith.end();
    }
  });
});
