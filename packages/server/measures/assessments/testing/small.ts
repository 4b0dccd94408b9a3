/** A small kind of assessment, and what a test does with it. */
import type { SaidEvidence, SectionAnswers } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../../ground/database/index.ts';
import { RegistryInUse } from '../../registry-in-use.ts';
import { readDraft, saveSection } from '../drafts.ts';
import { type AssessmentKind, assessmentKind } from '../kinds.ts';
import type { AssessmentOptions } from '../options.ts';
import { sign } from '../signing.ts';

export const SMALL: AssessmentKind = assessmentKind.parse({
  ...{ kind: 'small', title: 'A small one', about: 'About it', law: 'A law', wording: 'quoted' },
  review: { months: 12, source: 'Yearly', wording: 'quoted' },
  sections: [
    { id: 'one', title: 'One', questions: [{ id: 'a', ask: 'A?', answer: 'text', source: 's', wording: 'recalled' }] },
    {
      ...{ id: 'two', title: 'Two' },
      questions: [
        { id: 'b', ask: 'B?', answer: 'level', gives: { risk: 'grooming' }, source: 's', wording: 'recalled' },
        { id: 'c', ask: 'C?', answer: 'yes_no', gives: { fact: 'large' }, source: 's', wording: 'recalled' },
      ],
    },
  ],
});

export const COUNTED: SaidEvidence = { of: 'count', name: 'reports_received', days: 28 };

/** Every question answered, with such words. */
export const answered = (words: string): Readonly<Record<'one' | 'two', SectionAnswers>> => ({
  one: { a: { said: null, words, evidence: [COUNTED, { of: 'measure', code: 'ICU', id: 'F1.1' }] } },
  two: {
    b: { said: 'high', words, evidence: [] },
    c: { said: 'no', words, evidence: [{ of: 'document', title: 'Survey', where: 'drawer 2' }] },
  },
});

export const optionsOf = (db: Kysely<Records>, now: { ms: number }): AssessmentOptions => ({
  ...{
    db,
    kinds: [SMALL],
    registry: new RegistryInUse(null, null),
    clock: () => now.ms,
  },
});

/** What was reported on a day, and that it is over. */
export async function countReports(db: Kysely<Records>, day: number, n: number): Promise<void> {
  await db
    .insertInto('daily_count')
    .values({ day, name: 'reports_received', key: 'unkind/user', n })
    .onConflict((c) => c.columns(['day', 'name', 'key']).doUpdateSet({ n }))
    .execute();
  await db
    .insertInto('count_progress')
    .values({ what: 'finished_through', value: day })
    .onConflict((c) => c.column('what').doUpdateSet({ value: day }))
    .execute();
}

/** Saves a section over whatever is there. @returns false where there is no draft */
export async function saveOver(
  db: Kysely<Records>,
  section: 'one' | 'two',
  words: string,
  at_ms: number,
): Promise<boolean> {
  const draft = await readDraft(db, SMALL.kind);
  if (draft === undefined) return false;
  const there = await db
    .selectFrom('assessment_section')
    .select('version')
    .where('draft', '=', draft.id)
    .where('section', '=', section)
    .executeTakeFirst();
  const saving = { section, draft: draft.id, version: there?.version ?? 0, answers: answered(words)[section] };
  await saveSection(db, SMALL, saving, { by: 'ann', at_ms });
  return true;
}

export async function signNow(options: AssessmentOptions, changes: readonly string[] = []): Promise<void> {
  const { db, registry, clock } = options;
  const draft = await readDraft(db, SMALL.kind);
  const seen = { id: draft?.id ?? '', version: draft?.version ?? 0 };
  const signing = { ...seen, name: 'Nia Rees', position: 'Head of safety', changes };
  await sign(db, registry.codes, SMALL, signing, { by: 'ann', at_ms: clock() });
}
