import type { MeasureState } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';

/** How a measure stands, in words; what is missing stands out. */
export function StateMark({ state }: { state: MeasureState }) {
  const { t } = useWords();
  const strong = state === 'not' || state === 'partly';
  return <span className={strong ? 'tag tag--strong' : 'tag'}>{t(`measureState.${state}`)}</span>;
}
