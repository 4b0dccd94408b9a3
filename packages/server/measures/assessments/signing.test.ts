/** What was signed stays as it was signed, whatever is done; and nobody writes over anybody. On both databases. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { databases, testRecords } from '../../ground/testing/records.ts';
import { dayFrom } from '../days.ts';
import { noteChange, openChanges, withdrawChange } from './changes.ts';
import { beginDraft, discardDraft, readDraft, saveSection } from './drafts.ts';
import { sign } from './signing.ts';
import { answered, countReports, optionsOf, SMALL, saveOver, signNow } from './testing/small.ts';
import { listAssessments, viewAssessment, viewVersion } from './views.ts';

const DAY_MS = 86_400_000;
const START = dayFrom('2024-02-29');
/** Sequences of acts that are tried, and how many acts each has at most. */
const RUNS = 25;
const ACTS_MAX = 14;

const refusedAs = (code: string) => (error: unknown) => error instanceof ProblemError && error.problem.code === code;

const act = fc.oneof(
  fc.record({ what: fc.constantFrom('begin', 'discard', 'sign', 'note', 'withdraw', 'tomorrow') }),
  fc.record({
    what: fc.constant('save'),
    section: fc.constantFrom('one', 'two'),
    words: fc.constantFrom('', 'x', 'y'),
  }),
  fc.record({ what: fc.constant('count'), n: fc.nat({ max: 1000 }) }),
  fc.record({ what: fc.constantFrom('change the row', 'delete the row') }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

const signedRows = (db: Kysely<Records>) =>
  db.selectFrom('assessment_version').selectAll().orderBy('kind').orderBy('number').execute();

for (const kind of databases) {
  describe(`assessments (${kind})`, () => {
    it('keep every signed version as it was, whatever is done afterwards', async () => {
      const { kysely: db, close } = await testRecords(kind, 'assessments');
      try {
        const now = { ms: START * DAY_MS };
        const options = optionsOf(db, now);
        const doing = () => ({ by: 'ann', at_ms: now.ms });
        const acts: Record<string, (of: Act) => Promise<unknown>> = {
          begin: () => beginDraft(db, SMALL, doing()),
          async discard() {
            const draft = await readDraft(db, SMALL.kind);
            await discardDraft(db, SMALL.kind, { id: draft?.id ?? '', version: draft?.version ?? 0 }, doing());
          },
          sign: async () =>
            signNow(
              options,
              (await openChanges(db, SMALL.kind)).map(({ id }) => id),
            ),
          note: () => noteChange(db, SMALL.kind, { note: 'calls with video', planned: null }, doing()),
          async withdraw() {
            const [change] = await openChanges(db, SMALL.kind);
            await withdrawChange(db, SMALL.kind, change?.id ?? '', doing());
          },
          tomorrow: async () => {
            now.ms += DAY_MS;
          },
          save: async (of) => 'words' in of && saveOver(db, of.section === 'one' ? 'one' : 'two', of.words, now.ms),
          count: async (of) => 'n' in of && countReports(db, Math.floor(now.ms / DAY_MS) - 1, of.n),
          'change the row': () => db.updateTable('assessment_version').set({ content: '{}' }).execute(),
          'delete the row': () => db.deleteFrom('assessment_version').execute(),
        };
        let signed = await signedRows(db);
        await fc.assert(
          fc.asyncProperty(fc.array(act, { maxLength: ACTS_MAX }), async (all) => {
            for (const one of all) {
              // what can't be done now is refused, and that is as good
              await acts[one.what]?.(one).catch(() => {});
              const after = await signedRows(db);
              assert.deepEqual(after.slice(0, signed.length), signed, one.what);
              assert.ok(after.length <= signed.length + (one.what === 'sign' ? 1 : 0), one.what);
              signed = after;
            }
          }),
          { numRuns: RUNS },
        );
        for (const { content, sha256 } of signed) assert.equal(hash('sha256', content), sha256);
        // and there was something to keep
        await beginDraft(db, SMALL, doing()).catch(() => {});
        for (const section of ['one', 'two'] as const) await saveOver(db, section, 'x', now.ms);
        await signNow(options);
        assert.equal((await signedRows(db)).length, signed.length + 1);
        await assert.rejects(db.deleteFrom('assessment_version').execute());
        await assert.rejects(db.updateTable('assessment_version').set({ sha256: 'x' }).execute());
      } finally {
        await close();
      }
    });

    it('copy counts with their days, go on from the last version, and are due after a year', async () => {
      const { kysely: db, close } = await testRecords(kind, 'assessments');
      try {
        const now = { ms: START * DAY_MS };
        const options = optionsOf(db, now);
        const doing = { by: 'ann', at_ms: now.ms };
        assert.deepEqual(
          (await listAssessments(options)).map(({ standing, draft }) => [standing, draft]),
          [['missing', null]],
        );
        await countReports(db, START - 3, 2);
        await countReports(db, START - 1, 5);
        await beginDraft(db, SMALL, doing);
        await assert.rejects(beginDraft(db, SMALL, doing), refusedAs('assessment_changed'));
        await saveOver(db, 'one', 'first', now.ms);
        await assert.rejects(signNow(options), refusedAs('assessment_incomplete'));
        await saveOver(db, 'two', 'first', now.ms);
        await signNow(options);
        await countReports(db, START - 1, 500);
        const { content, offers } = await viewVersion(options, SMALL.kind, 1);
        const [count, measure] = content.sections[0]?.questions[0]?.evidence ?? [];
        assert.ok(count?.of === 'count' && measure?.of === 'measure');
        // nothing was counted before the first day that was
        assert.deepEqual(count.counted, { from: '2024-02-26', to: '2024-02-28', n: 7, least: false, standing: false });
        assert.equal(measure.known?.wording, 'recalled');
        assert.deepEqual(content.signed, { name: 'Nia Rees', position: 'Head of safety', on: '2024-02-29' });
        assert.equal(content.review.due, '2025-02-28');
        assert.deepEqual(
          offers.map(({ of, name, says, now }) => [of, name, says, now]),
          [
            ['risk', 'grooming', 'high', null],
            ['fact', 'large', 'no', null],
          ],
        );

        await beginDraft(db, SMALL, doing);
        const { editing, last } = await viewAssessment(options, SMALL.kind);
        assert.deepEqual([editing?.number, editing?.from, last?.due], [2, 1, '2025-02-28']);
        const again = editing?.sections.flatMap(({ questions }) =>
          questions.map(({ said, words, open }) => [said, words, open]),
        );
        assert.deepEqual(again, [
          [null, 'first', false],
          ['high', 'first', false],
          ['no', 'first', false],
        ]);
        const standingOn = async (date: string) => {
          now.ms = dayFrom(date) * DAY_MS;
          return (await listAssessments(options))[0]?.standing;
        };
        assert.equal(await standingOn('2025-01-28'), 'signed');
        assert.equal(await standingOn('2025-01-29'), 'due_soon');
        assert.equal(await standingOn('2025-02-28'), 'due_soon');
        assert.equal(await standingOn('2025-03-01'), 'overdue');
      } finally {
        await close();
      }
    });

    it('tell the second of two who save, and whoever signs what changed meanwhile', async () => {
      const { kysely: db, close } = await testRecords(kind, 'assessments');
      try {
        const options = optionsOf(db, { ms: START * DAY_MS });
        const by = (name: string) => ({ by: name, at_ms: START * DAY_MS });
        await beginDraft(db, SMALL, by('ann'));
        const draft = (await readDraft(db, SMALL.kind))?.id ?? '';
        const save = (section: 'one' | 'two', version: number, name: string) =>
          saveSection(db, SMALL, { section, draft, version, answers: answered(name)[section] }, by(name));
        const both = await Promise.allSettled([save('one', 0, 'ann'), save('one', 0, 'ben'), save('two', 0, 'cai')]);
        const [first, second, other] = both.map(({ status }) => status);
        assert.deepEqual([[first, second].sort(), other], [['fulfilled', 'rejected'], 'fulfilled']);
        const seen = await readDraft(db, SMALL.kind);
        await save('two', 1, 'ben');
        const late = { id: draft, version: seen?.version ?? 0, name: 'Nia', position: 'Head', changes: [] };
        await assert.rejects(sign(db, options.registry.codes, SMALL, late, by('ann')), refusedAs('assessment_changed'));
        // of two who sign what both have read, one does
        const signs = await Promise.allSettled([signNow(options), signNow(options)]);
        assert.deepEqual(signs.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
        await assert.rejects(save('one', 1, 'ann'), refusedAs('assessment_changed'));
        assert.equal((await signedRows(db)).length, 1);
      } finally {
        await close();
      }
    });

    it('consider planned changes where they are named, and remind of the others', async () => {
      const { kysely: db, close } = await testRecords(kind, 'assessments');
      try {
        const options = optionsOf(db, { ms: START * DAY_MS });
        const doing = { by: 'ann', at_ms: START * DAY_MS };
        for (const note of ['calls', 'groups', 'gifts'])
          await noteChange(db, SMALL.kind, { note, planned: '2024-04-01' }, doing);
        const ids = (await openChanges(db, SMALL.kind)).map(({ id }) => id);
        await beginDraft(db, SMALL, doing);
        for (const section of ['one', 'two'] as const) await saveOver(db, section, 'x', doing.at_ms);
        await assert.rejects(signNow(options, ['asc_unknown']), refusedAs('assessment_changed'));
        await withdrawChange(db, SMALL.kind, ids[2] ?? '', doing);
        await signNow(options, ids.slice(0, 1));
        const view = await viewAssessment(options, SMALL.kind);
        assert.deepEqual([view.standing, view.changes, view.planned.length], ['change', 1, 1]);
        const { content } = await viewVersion(options, SMALL.kind, 1);
        assert.deepEqual(
          content.changes.map(({ planned }) => planned),
          ['2024-04-01'],
        );
        await assert.rejects(withdrawChange(db, SMALL.kind, ids[0] ?? '', doing), refusedAs('not_known'));
      } finally {
        await close();
      }
    });
  });
}
