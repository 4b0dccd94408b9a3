/** Transparency reports: those that anybody may read, those that were withdrawn, and a way to the next. */
import { useState } from 'react';
import { useMay } from '../api/use-api.tsx';
import { useMode } from '../shell/now.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Editions, type Report } from './editions.tsx';
import { PeriodForm } from './period-form.tsx';
import { useReports } from './use-transparency.ts';
import { WithdrawSheet } from './withdraw-sheet.tsx';

export function TransparencyScreen() {
  const { t } = useWords();
  useTitle(t('screen.transparency'));
  useMode('transparency');
  const may = useMay();
  const { data, error } = useReports();
  const [withdrawing, setWithdrawing] = useState<Report | null>(null);
  return (
    <section className="page lists">
      <h1>{t('screen.transparency')}</h1>
      <p>{t('transparency.how')}</p>
      {may('measures.write') && <PeriodForm />}
      <section className="part">
        <h2>{t('transparency.editions')}</h2>
        <Waiting error={error} there={data !== undefined} />
        {data !== undefined && <Editions reports={data.reports} onWithdraw={setWithdrawing} />}
      </section>
      {withdrawing !== null && <WithdrawSheet report={withdrawing} onDone={() => setWithdrawing(null)} />}
    </section>
  );
}
