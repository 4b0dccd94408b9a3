/** Everything that happened to a referral, the newest first. */
import type { ReferralView } from '@kith/contract';
import { Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';

export function Steps({ steps }: { steps: ReferralView['steps'] }) {
  const { t, moment } = useWords();
  return (
    <section className="part">
      <h2>{t('history.title')}</h2>
      <ol className="history">
        {steps.toReversed().map(({ at, what, by, note }) => (
          <li key={`${at} ${what} ${by}`}>
            <p>
              <time dateTime={at} className="quiet">
                {moment(at)}
              </time>{' '}
              {t(`referral.step.${what}`)}
              {by !== null && <> · {by}</>}
            </p>
            {note !== null && (
              <blockquote className="quoted">
                <Foreign text={note} lines />
              </blockquote>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
