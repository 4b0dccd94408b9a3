/** How far the courier is with a referral that goes by machine; and what to do where it can't go on. */
import type { ReferralState, ReferralView } from '@kith/contract';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useWords } from '../words/use-words.tsx';

type FilingView = NonNullable<ReferralView['filing']>;

export function Filing({ filing, state }: { filing: FilingView; state: ReferralState }) {
  const { t, ago, moment } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  return (
    <section className="part filing" aria-labelledby="filing-title" data-stuck={filing.stuck || undefined}>
      <h2 id="filing-title">{t('filing.title')}</h2>
      <p role="status">
        <b>{t(`filing.step.${filing.step}`)}</b>{' '}
        {filing.test && <span className="tag tag--strong">{t('referral.test')}</span>}
      </p>
      <ul className="facts facts--lines">
        {filing.files > 0 && (
          <li>
            <label>
              {t('filing.files', { done: filing.filesDone, files: filing.files })}
              <progress max={filing.files} value={filing.filesDone} />
            </label>
          </li>
        )}
        {filing.report !== null && <li>{t('filing.report', { report: filing.report })}</li>}
        {filing.attempts > 0 && <li>{t('filing.attempts', { count: filing.attempts })}</li>}
        {filing.nextAt !== null && state === 'approved' && (
          <li title={moment(filing.nextAt)}>{t('filing.next', { when: ago(filing.nextAt, now_ms) })}</li>
        )}
        {filing.lastProblem !== null && <li>{t('filing.problem', { problem: filing.lastProblem })}</li>}
      </ul>
      {filing.stuck && (
        <p className="changed" role="alert">
          {t(filing.step === 'refused' ? 'filing.refusedHow' : 'filing.stuckHow')}
        </p>
      )}
    </section>
  );
}
