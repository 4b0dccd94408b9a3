/** Chooses the months of a report, and goes to its draft. */
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useWords } from '../words/use-words.tsx';
import { MONTHS_MAX, monthsOver, refusalOf, toDraft, usualPeriod } from './period.ts';

export function PeriodForm() {
  const { t, month } = useWords();
  const [, go] = useLocation();
  const [now_ms] = useState(Date.now);
  const [period, setPeriod] = useState(() => usualPeriod(now_ms));
  const refusal = refusalOf(period);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (refusal === null) go(toDraft(period));
  }
  return (
    <section className="part">
      <h2>{t('transparency.new')}</h2>
      <form className="form" onSubmit={submit}>
        <div className="filters">
          {(['from', 'to'] as const).map((end) => (
            <label key={end} className="filters__one filters__one--short">
              {t(`transparency.${end}`)}
              <select
                className="field"
                value={period[end]}
                aria-describedby="transparency-refusal"
                onChange={({ target: { value } }) => setPeriod({ ...period, [end]: value })}
              >
                {monthsOver(now_ms).map((one) => (
                  <option key={one} value={one}>
                    {month(one)}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
        <p id="transparency-refusal" role="status">
          {refusal !== null && t(`transparency.${refusal}`, { most: MONTHS_MAX })}
        </p>
        <p className="buttons">
          <Button type="submit" className="button button--main" isDisabled={refusal !== null}>
            {t('transparency.look')}
          </Button>
        </p>
      </form>
    </section>
  );
}
