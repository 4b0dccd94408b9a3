/** Withdraws an edition: its public page says from then on that it was, and why. */
import { useState } from 'react';
import { Question } from '../shell/question.tsx';
import { TextRow } from '../shell/text-row.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import type { Report } from './editions.tsx';
import { SAID_LENGTH_MAX } from './limits.ts';
import { useWithdraw } from './use-transparency.ts';

export function WithdrawSheet({ report, onDone }: { report: Report; onDone(): void }) {
  const { t } = useWords();
  const say = useSay();
  const withdraw = useWithdraw();
  const [why, setWhy] = useState('');
  return (
    <Question
      title={t('transparency.withdraw')}
      intro={
        <>
          <p>
            <b>
              {report.title}, {t('transparency.edition', { edition: report.edition })}
            </b>
          </p>
          <p>{t('transparency.withdrawWhat')}</p>
        </>
      }
      isReady={why.trim() !== ''}
      send={() => withdraw(report.id, why)}
      onSent={() => {
        say.done('transparency.didWithdraw');
        onDone();
      }}
      onClose={onDone}
    >
      <TextRow label={t('transparency.why')} value={why} onChange={setWhy} most={SAID_LENGTH_MAX} />
    </Question>
  );
}
