/** What one version says otherwise than another: by question, whatever its section is called by now. Pure. */
import type { AnsweredQuestion, AssessmentContent, AssessmentDifference } from '@kith/contract';

type Sections = AssessmentContent['sections'];
type Placed = { section: string; question: AnsweredQuestion };

const placed = (sections: Sections): Map<string, Placed> =>
  new Map(
    sections.flatMap(({ id, title, questions }) =>
      questions.map((question) => [`${id}.${question.id}`, { section: title, question }] as const),
    ),
  );

const isSame = (a: AnsweredQuestion, b: AnsweredQuestion): boolean => JSON.stringify(a) === JSON.stringify(b);

/** In the order of what came after; what is gone stands at the end. */
export function differenceOf(before: Sections, after: Sections): AssessmentDifference['questions'] {
  const was = placed(before);
  const is = placed(after);
  const now = [...is].flatMap(([key, { section, question }]): AssessmentDifference['questions'] => {
    const earlier = was.get(key)?.question ?? null;
    if (earlier !== null && isSame(earlier, question)) return [];
    const what = earlier === null ? 'added' : 'changed';
    return [{ section, id: question.id, ask: question.ask, what, before: earlier, after: question }];
  });
  const gone = [...was].flatMap(([key, { section, question }]): AssessmentDifference['questions'] =>
    is.has(key) ? [] : [{ section, id: question.id, ask: question.ask, what: 'gone', before: question, after: null }],
  );
  return [...now, ...gone];
}
