/** Sections with their questions, answers and evidence as they are now: as a draft shows them, and as they are signed. */
import type { AssessmentContent } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { Code } from '../registry.ts';
import { type Answers, answerTo } from './answering.ts';
import { evidenceNow } from './evidence.ts';
import type { AssessmentKind } from './kinds.ts';

export async function shownSections(
  db: Kysely<Records>,
  codes: readonly Code[],
  { sections }: AssessmentKind,
  answers: Answers,
): Promise<AssessmentContent['sections']> {
  const all = [...answers.values()].flatMap((of) => Object.values(of).flatMap(({ evidence }) => evidence));
  const now = await evidenceNow(db, codes, all);
  return sections.map(({ id: section, title, about = null, questions }) => ({
    ...{ id: section, title, about },
    questions: questions.map(({ id, ask, hint = null, answer, source, wording }) => {
      const { said, words, evidence } = answerTo(answers, section, id);
      return { id, ask, hint, answer, source, wording, said, words, evidence: evidence.map(now) };
    }),
  }));
}
