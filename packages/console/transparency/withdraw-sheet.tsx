/** Withdraws an edition: its public page says from then on that it was, and why. */
import { useState } from 'react';
import { Question } from '../shell/question.tsx';
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
      <label className="form__row">
        {t('transparency.why')}
        <textarea
          className="field"
          rows={4}
          maxLength={SAID_LENGTH_MAX}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
          required
        />
      </label>
    </Question>
  );
}
