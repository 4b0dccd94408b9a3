/** Asks before a draft is thrown away. What was signed stays. */
import type { AssessmentDraft, AssessmentView } from '@kith/contract';
import { Question } from '../shell/question.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { unsaved } from './unsaved.ts';
import { useAssessmentWork } from './use-assessment.ts';

export function DiscardSheet(props: { view: AssessmentView; draft: AssessmentDraft; onDone(): void }) {
  const { view, draft, onDone } = props;
  const { t } = useWords();
  const say = useSay();
  const work = useAssessmentWork(view.kind);
  return (
    <Question
      title={t('assessment.discard')}
      isReady
      send={() => work(['discard'], { draft: draft.id, version: draft.version })}
      onSent={() => {
        for (const { id } of draft.sections) unsaved.set(draft.id, id, null);
        say.done('assessment.discarded');
        onDone();
      }}
      onClose={onDone}
    >
      <p>{t('assessment.discardWhat', { number: draft.number })}</p>
    </Question>
  );
}
