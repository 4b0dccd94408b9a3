/** What an answer must be, and what is still missing. Pure. */
import type { SaidAnswer, SectionAnswers } from '@kith/contract';
import { harmLevel } from '@kith/contract';
import { ownValue } from '../../ground/json/index.ts';
import type { AssessmentKind, Question, Section } from './kinds.ts';

export const NOT_ANSWERED: SaidAnswer = { said: null, words: '', evidence: [] };

/** What of a question's answer may be said. */
function isOf(form: Question['answer'], said: SaidAnswer['said']): boolean {
  switch (form) {
    case 'text':
      return said === null;
    case 'yes_no':
      return said === null || said === 'yes' || said === 'no';
    case 'level':
      return said === null || harmLevel.options.some((level) => level === said);
    default:
      return form satisfies never;
  }
}

/** The first answer that its question can't have, and why; null where there is none. */
export function misfit({ questions }: Section, answers: SectionAnswers): { field: string; message: string } | null {
  for (const [id, { said }] of Object.entries(answers)) {
    const question = questions.find((one) => one.id === id);
    const field = `answers.${id}`;
    if (question === undefined) return { field, message: `${field}: there is no such question` };
    if (!isOf(question.answer, said))
      return { field: `${field}.said`, message: `${field}.said: is no answer to this question` };
  }
  return null;
}

/** Whether nobody could sign yet: it wants words, and where it wants a level or a yes or no, that too. */
export const isOpen = (
  { answer }: Pick<Question, 'answer'>,
  { said, words }: Pick<SaidAnswer, 'said' | 'words'>,
): boolean => words.trim() === '' || (answer !== 'text' && said === null);

/** Answers of a whole draft or version, by section and question. */
export type Answers = ReadonlyMap<string, SectionAnswers>;

export const answerTo = (answers: Answers, section: string, question: string): SaidAnswer => {
  const of = answers.get(section);
  return (of && ownValue(of, question)) ?? NOT_ANSWERED;
};

/** Every question that is still open, as `section.question`. */
export const openQuestions = ({ sections }: AssessmentKind, answers: Answers): string[] =>
  sections.flatMap((section) =>
    section.questions
      .filter((question) => isOpen(question, answerTo(answers, section.id, question.id)))
      .map((question) => `${section.id}.${question.id}`),
  );
