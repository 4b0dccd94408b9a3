/** From which day to which numbers are shown: it stands in the address, so that it can be sent to somebody. */
import { useSearchParams } from 'wouter';
import { withQuery } from '../api/http.ts';
import { useWords } from '../words/use-words.tsx';
import { DAYS_MAX, dayIn, dayOf, type Period, type Refusal, refusalOf } from './days-asked.ts';

/** Shown unless somebody asks for other days. */
const DAYS = 28;
const DAY_MS = 86_400_000;

export interface AskedPeriod {
  period: Period;
  setPeriod(period: Period): void;
  /** null: its numbers can be asked for */
  refusal: Refusal | null;
}

export function usePeriod(): AskedPeriod {
  const [search, setSearch] = useSearchParams();
  const period = {
    from: dayIn(search.get('from')) ?? dayOf(Date.now() - (DAYS - 1) * DAY_MS),
    to: dayIn(search.get('to')) ?? dayOf(Date.now()),
  };
  return { period, setPeriod: (changed) => setSearch({ ...changed }), refusal: refusalOf(period) };
}

interface PeriodFilterProps {
  asked: AskedPeriod;
  /** where the same numbers are to be had as a file */
  csv: string;
}

export function PeriodFilter({ asked: { period, setPeriod, refusal }, csv }: PeriodFilterProps) {
  const { t, day } = useWords();
  return (
    <>
      <div className="filters">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="filters__one filters__one--short">
            {t(`numbers.${end}`)}
            <input
              type="date"
              className="field"
              value={period[end]}
              aria-invalid={refusal !== null || undefined}
              aria-describedby="period-refusal"
              onChange={(event) => event.target.value !== '' && setPeriod({ ...period, [end]: event.target.value })}
            />
          </label>
        ))}
        {refusal === null && (
          <a className="button button--plain" href={withQuery(csv, period)} download>
            {t('numbers.csv')}
          </a>
        )}
      </div>
      <p id="period-refusal" className="field-problems" role="status">
        {refusal?.why === 'backwards' && t('numbers.backwards')}
        {refusal?.why === 'tooLong' &&
          t('numbers.tooLong', { most: DAYS_MAX, earliest: day(refusal.earliest), latest: day(refusal.latest) })}
      </p>
    </>
  );
}
