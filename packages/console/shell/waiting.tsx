import { useWords } from '../words/use-words.tsx';
import { sayProblem } from './use-say.ts';

/** Where a list or a page should be, and is not: on its way, or refused. null where it is there. */
export function Waiting({ error, there }: { error: Error | null; there: boolean }) {
  const { t } = useWords();
  if (there) return null;
  return error === null ? <p className="quiet">{t('list.coming')}</p> : <p role="alert">{sayProblem(t, error)}</p>;
}
