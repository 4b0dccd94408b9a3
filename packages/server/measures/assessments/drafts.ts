/**
 * Drafts of assessments in the records: one of each kind, its sections saved one by one. Of two who save the same section, the
 * second is told; of one who saves and one who signs, too: each first writes the draft's own row, so that they wait for each other.
 */
import { randomBytes } from 'node:crypto';
import { type AssessmentContent, type SectionAnswers, sectionAnswers } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { AssessmentDraftRow, AssessmentSectionRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { type Answers, misfit } from './answering.ts';
import { saidAgain } from './evidence.ts';
import type { AssessmentKind } from './kinds.ts';
import { lastVersion } from './versions.ts';

/** Who of staff does it, and when. */
export interface Doing {
  by: string;
  at_ms: number;
}

/** A draft as somebody saw it. */
export interface SeenDraft {
  id: string;
  version: number;
}

export const changed = (): ProblemError =>
  new ProblemError('assessment_changed', 'somebody changed it since you looked: look again', 'version');

/** What the audit log calls a version, and the draft of it. */
export const subjectOf = (kind: string, number: number): string => `assessment:${kind}/${number}`;

export const readDraft = (db: Kysely<Records>, kind: string): Promise<AssessmentDraftRow | undefined> =>
  db.selectFrom('assessment_draft').selectAll().where('kind', '=', kind).executeTakeFirst();

export interface Saved {
  rows: ReadonlyMap<string, AssessmentSectionRow>;
  answers: Answers;
}

export async function readSections(db: Kysely<Records>, draft: string): Promise<Saved> {
  const rows = await db.selectFrom('assessment_section').selectAll().where('draft', '=', draft).execute();
  return {
    rows: new Map(rows.map((row) => [row.section, row])),
    answers: new Map(rows.map((row) => [row.section, sectionAnswers.parse(JSON.parse(row.answers))])),
  };
}

/** Begins the next version from the last one: its answers, where they still fit their questions. */
export async function beginDraft(db: Kysely<Records>, kind: AssessmentKind, { by, at_ms }: Doing): Promise<void> {
  const last = await lastVersion(db, kind.kind);
  const from = last?.row.number ?? null;
  const draft: AssessmentDraftRow = {
    ...{ kind: kind.kind, id: `asd_${randomBytes(16).toString('hex')}`, number: (from ?? 0) + 1, version: 0 },
    ...{ based_on: from, started_by: by, started_at: at_ms },
  };
  const sections = last === null ? [] : answersToGoOn(kind, last.content);
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('assessment_draft')
      .values(draft)
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw changed();
    for (const [section, answers] of sections) {
      const saved = { version: 0, answers: JSON.stringify(answers), saved_by: by, saved_at: at_ms };
      await trx
        .insertInto('assessment_section')
        .values({ draft: draft.id, section, ...saved })
        .execute();
    }
    const subject = subjectOf(draft.kind, draft.number);
    await appendAudit(trx, { at_ms, by: `staff:${by}`, action: 'assessment.begun', subject });
  });
}

function answersToGoOn({ sections }: AssessmentKind, signed: AssessmentContent): [string, SectionAnswers][] {
  return sections.flatMap((section): [string, SectionAnswers][] => {
    const was = signed.sections.find(({ id }) => id === section.id)?.questions ?? [];
    const known = was.filter(({ id }) => section.questions.some((asked) => asked.id === id));
    const answers = known.map(({ id, said, words, evidence }): [string, SectionAnswers[string]] => {
      const answer = { said, words, evidence: evidence.map(saidAgain) };
      // the question may want another kind of answer by now
      return [id, misfit(section, { [id]: answer }) === null ? answer : { ...answer, said: null }];
    });
    return answers.length === 0 ? [] : [[section.id, Object.fromEntries(answers)]];
  });
}

/** Takes the draft for this transaction, and counts that it changed. @throws ProblemError `assessment_changed` where it isn't there */
async function touch(trx: Transaction<Records>, kind: string, id: string): Promise<AssessmentDraftRow> {
  const row = await trx
    .updateTable('assessment_draft')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('kind', '=', kind)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw changed();
  return row;
}

export interface SavingSection {
  section: string;
  draft: string;
  /** of the section as it was read; 0 where nothing was saved */
  version: number;
  answers: SectionAnswers;
}

/** @throws ProblemError `assessment_changed` where somebody saved it since, `invalid_field` where an answer doesn't fit its question */
export async function saveSection(
  db: Kysely<Records>,
  kind: AssessmentKind,
  { section, draft, version, answers }: SavingSection,
  { by, at_ms }: Doing,
): Promise<void> {
  const asked = kind.sections.find(({ id }) => id === section);
  if (asked === undefined) throw new ProblemError('not_known', 'there is no such section', 'section');
  const wrong = misfit(asked, answers);
  if (wrong !== null) throw new ProblemError('invalid_field', wrong.message, wrong.field);
  await db.transaction().execute(async (trx) => {
    const { number } = await touch(trx, kind.kind, draft);
    const there = await trx
      .selectFrom('assessment_section')
      .select('version')
      .where('draft', '=', draft)
      .where('section', '=', section)
      .executeTakeFirst();
    if ((there?.version ?? 0) !== version) throw changed();
    const saved = { version: version + 1, answers: JSON.stringify(answers), saved_by: by, saved_at: at_ms };
    await trx
      .insertInto('assessment_section')
      .values({ draft, section, ...saved })
      .onConflict((c) => c.columns(['draft', 'section']).doUpdateSet(saved))
      .execute();
    const line = { subject: subjectOf(kind.kind, number), detail: { section } };
    await appendAudit(trx, { at_ms, by: `staff:${by}`, action: 'assessment.edited', ...line });
  });
}

/** Takes the draft away, as it was seen. @throws ProblemError `assessment_changed` */
export async function endDraft(
  trx: Transaction<Records>,
  kind: string,
  { id, version }: SeenDraft,
): Promise<AssessmentDraftRow> {
  const row = await trx
    .deleteFrom('assessment_draft')
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw changed();
  await trx.deleteFrom('assessment_section').where('draft', '=', id).execute();
  return row;
}

export async function discardDraft(
  db: Kysely<Records>,
  kind: string,
  seen: SeenDraft,
  { by, at_ms }: Doing,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { number } = await endDraft(trx, kind, seen);
    const subject = subjectOf(kind, number);
    await appendAudit(trx, { at_ms, by: `staff:${by}`, action: 'assessment.discarded', subject });
  });
}
