/** How it stands with an assessment: in words, not by colour alone. */
import type { AssessmentSummary } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';

export function Standing({ summary }: { summary: Pick<AssessmentSummary, 'standing' | 'changes'> }) {
  const { t } = useWords();
  const { standing, changes } = summary;
  const isPressing = standing === 'missing' || standing === 'overdue';
  return (
    <>
      <span className={isPressing ? 'tag tag--strong' : 'tag'}>{t(`assessments.stands.${standing}`)}</span>
      {changes > 0 && <> {t('assessments.changes', { count: changes })}</>}
    </>
  );
}
