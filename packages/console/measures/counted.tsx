import type { MeasuresView } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';

/** From which day on and through which everything was counted, and whether that agrees with what it was counted from. */
export function Counted({ of: { since, through, agrees } }: { of: MeasuresView['counted'] }) {
  const { t, day, moment } = useWords();
  // on the first day, what is over is the time before anything was counted
  const whole = since !== null && through !== null && through < since ? null : through;
  return (
    <p className="quiet">
      {since !== null && t('measures.since', { day: day(since) })}{' '}
      {whole === null ? t('measures.notCounted') : t('measures.through', { day: day(whole) })}{' '}
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
