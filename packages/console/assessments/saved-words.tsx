/** When and by whom a step was saved last. */
import type { DraftSection } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';

export function SavedWords({ section: { savedAt, savedBy } }: { section: DraftSection }) {
  const { t, moment } = useWords();
  return savedAt === null || savedBy === null
    ? t('assessment.neverSaved')
    : t('assessment.savedAt', { when: moment(savedAt), who: savedBy });
}
