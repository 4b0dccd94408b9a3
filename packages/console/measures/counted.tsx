import type { MeasuresView } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';

/** From which day on and through which everything was counted, and whether that agrees with what it was counted from. */
export function Counted({ of: { since, through, agrees } }: { of: MeasuresView['counted'] }) {
  const { t, day, moment } = useWords();
  return (
    <p className="quiet">
      {since !== null && t('measures.since', { day: day(since) })}{' '}
      {through === null ? t('measures.notCounted') : t('measures.through', { day: day(through) })}{' '}
      {agrees === null ? (
        t('measures.notVerified')
      ) : agrees.differences === 0 ? (
        t('measures.agrees', { days: agrees.days, at: moment(agrees.at) })
      ) : (
        <b className="alarm">{t('measures.differs', { differences: agrees.differences, at: moment(agrees.at) })}</b>
      )}
    </p>
  );
}
