/** A step's answers as they are written here, and as somebody else has saved them meanwhile. */
import type { DraftSection, SaidAnswer, SectionAnswers, ShownEvidence } from '@kith/contract';

/** What is shown, as it was said. */
export const saidAgain = (shown: ShownEvidence): SaidAnswer['evidence'][number] => {
  switch (shown.of) {
    case 'count':
      return { of: 'count', name: shown.name, days: shown.days };
    case 'measure':
      return { of: 'measure', code: shown.code, id: shown.id };
    case 'document':
      return shown;
    default:
      return shown satisfies never;
  }
};

/** A question that nobody has answered. */
export const UNANSWERED: SaidAnswer = { said: null, words: '', evidence: [] };

/** As it is saved at the server. */
export const answersOf = ({ questions }: Pick<DraftSection, 'questions'>): SectionAnswers =>
  Object.fromEntries(
    questions.map(({ id, said, words, evidence }) => [id, { said, words, evidence: evidence.map(saidAgain) }]),
  );

export const isSame = (a: SaidAnswer | undefined, b: SaidAnswer | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

interface Merged {
  answers: SectionAnswers;
  /** questions that both answered, and not alike: what is written here stands until a person chooses */
  both: string[];
}

/** @param base as it was when it was opened here */
export function merged(base: SectionAnswers, mine: SectionAnswers, theirs: SectionAnswers): Merged {
  const both: string[] = [];
  const answers = Object.entries(theirs).map(([id, their]): [string, SaidAnswer] => {
    const my = mine[id];
    if (my === undefined || isSame(my, base[id])) return [id, their];
    if (!isSame(their, base[id]) && !isSame(their, my)) both.push(id);
    return [id, my];
  });
  return { answers: Object.fromEntries(answers), both };
}
