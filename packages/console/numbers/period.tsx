/** From which day to which numbers are shown: it stands in the address, so that it can be sent to somebody. */
import { useSearchParams } from 'wouter';
import { withQuery } from '../api/http.ts';
import { useWords } from '../words/use-words.tsx';

/** Shown unless somebody asks for other days. */
const DAYS = 28;
const DAY_MS = 86_400_000;
const dayOf = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 10);

/** Calendar days in UTC, both included. */
export type Period = Record<'from' | 'to', string>;

export function usePeriod(): [Period, (period: Period) => void] {
  const [search, setSearch] = useSearchParams();
  const period = {
    from: search.get('from') ?? dayOf(Date.now() - (DAYS - 1) * DAY_MS),
    to: search.get('to') ?? dayOf(Date.now()),
  };
  return [period, (changed) => setSearch({ ...changed })];
}

interface PeriodFilterProps {
  period: Period;
  onChange(period: Period): void;
  /** where the same numbers are to be had as a file */
  csv: string;
}

export function PeriodFilter({ period, onChange, csv }: PeriodFilterProps) {
  const { t } = useWords();
  return (
    <div className="filters">
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="filters__one filters__one--short">
          {t(`numbers.${end}`)}
          <input
            type="date"
            className="field"
            value={period[end]}
            onChange={(event) => event.target.value !== '' && onChange({ ...period, [end]: event.target.value })}
          />
        </label>
      ))}
      <a className="button button--plain" href={withQuery(csv, period)} download>
        {t('numbers.csv')}
      </a>
    </div>
  );
}
