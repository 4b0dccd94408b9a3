/**
 * Signing: a draft becomes a version that never changes. Counts are copied into it with their days, and the questions with their
 * wording, so that it says for good what was read and signed.
 */
import { hash } from 'node:crypto';
import type { AssessmentContent } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { dayName, dayOf } from '../counts/index.ts';
import { monthsAfter } from '../days.ts';
import type { Code } from '../registry.ts';
import { openQuestions } from './answering.ts';
import { openChanges, viewChange } from './changes.ts';
import { changed, type Doing, endDraft, readDraft, readSections, type SeenDraft, subjectOf } from './drafts.ts';
import type { AssessmentKind } from './kinds.ts';
import { shownSections } from './shown.ts';

export interface Signing extends SeenDraft {
  /** who answers for it: a person's name, and what they are */
  name: string;
  position: string;
  /** changes that are considered in it, by id */
  changes: readonly string[];
}

/** @throws ProblemError `assessment_changed`, `assessment_incomplete` where a question is open */
export async function sign(
  db: Kysely<Records>,
  codes: readonly Code[],
  kind: AssessmentKind,
  { id, version, name, position, changes }: Signing,
  { by, at_ms }: Doing,
): Promise<void> {
  const draft = await readDraft(db, kind.kind);
  if (draft === undefined || draft.id !== id || draft.version !== version) throw changed();
  const { answers } = await readSections(db, id);
  const [open] = openQuestions(kind, answers);
  if (open !== undefined) {
    throw new ProblemError('assessment_incomplete', `not every question is answered: ${open}`, open);
  }
  const considered = (await openChanges(db, kind.kind)).filter((change) => changes.includes(change.id));
  if (considered.length !== new Set(changes).size) {
    throw new ProblemError('assessment_changed', 'a change that is named here is not open any more', 'changes');
  }
  const today = dayOf(at_ms);
  const due_day = monthsAfter(today, kind.review.months);
  const content: AssessmentContent = {
    ...{ kind: kind.kind, number: draft.number, title: kind.title, about: kind.about, law: kind.law },
    ...{ wording: kind.wording, from: draft.based_on },
    sections: await shownSections(db, codes, kind, answers),
    changes: considered.map(viewChange),
    signed: { name, position, on: dayName(today) },
    review: { due: dayName(due_day), source: kind.review.source, wording: kind.review.wording },
  };
  const text = JSON.stringify(content);
  const sha256 = hash('sha256', text);
  await db.transaction().execute(async (trx) => {
    // whoever saved since has changed its version
    const { number } = await endDraft(trx, kind.kind, { id, version });
    const row = { kind: kind.kind, number, content: text, sha256, signed_by: by, signed_at: at_ms, due_day };
    await trx.insertInto('assessment_version').values(row).execute();
    await consider(trx, changes, number);
    const line = { subject: subjectOf(kind.kind, number), detail: { sha256 } };
    await appendAudit(trx, { at_ms, by: `staff:${by}`, action: 'assessment.signed', ...line });
  });
}

async function consider(trx: Transaction<Records>, changes: readonly string[], number: number): Promise<void> {
  if (changes.length === 0) return;
  const { numUpdatedRows } = await trx
    .updateTable('assessment_change')
    .set({ considered_in: number })
    .where('id', 'in', [...changes])
    .where('considered_in', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  // one was withdrawn a moment ago
  if (numUpdatedRows !== BigInt(new Set(changes).size)) throw changed();
}
