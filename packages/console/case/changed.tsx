import type { CaseEvent } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';
import { changesSince } from './changes.ts';
import { isBeside } from './history-beside.tsx';

/** What happened to the case while somebody was about to rule on it. */
export function Changed({ before, after }: { before: readonly CaseEvent[]; after: readonly CaseEvent[] }) {
  const { t, moment } = useWords();
  const changes = changesSince(before, after).filter(
    // that somebody holds it, or keeps or reports what is known, changes nothing of what is to be judged
    (event) => event.kind !== 'leased' && event.kind !== 'released' && !isBeside(event),
  );
  if (changes.length === 0) return null;
  return (
    <div className="changed" role="alert">
      <p>{t('changed.title')}</p>
      <ul>
        {changes.map((event) => (
          <li key={event.id}>
            {moment(event.at)} · {t(`history.${event.kind}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
