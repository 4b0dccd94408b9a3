import type { CaseEvent } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';
import { changesSince } from './changes.ts';

/** That somebody holds it, or keeps or reports what is known, changes nothing of what is to be judged. */
const NO_NEWS: readonly CaseEvent['kind'][] = ['leased', 'released', 'evidence', 'preservation', 'referral'];

/** What happened to the case while somebody was about to rule on it. */
export function Changed({ before, after }: { before: readonly CaseEvent[]; after: readonly CaseEvent[] }) {
  const { t, moment } = useWords();
  const changes = changesSince(before, after).filter(({ kind }) => !NO_NEWS.includes(kind));
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
