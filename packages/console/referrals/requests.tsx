/** What an authority asked after a referral, and by when it must have its answer. */
import type { ReferralView } from '@kith/contract';
import { Button } from 'react-aria-components';
import { useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useActions } from '../shell/use-actions.tsx';
import { useWords } from '../words/use-words.tsx';

export function Requests({ view }: { view: ReferralView }) {
  const { t, ago, moment } = useWords();
  const { now } = useActions();
  const may = useMay();
  const now_ms = useNowMs(MINUTES_MS);
  if (view.sentAt === null) return null;
  return (
    <section className="part">
      <h2>{t('requests.title')}</h2>
      {view.requests.length === 0 && <p className="quiet">{t('requests.none')}</p>}
      <ul className="history">
        {view.requests.map((request) => (
          <li key={request.id}>
            <p>
              {t('requests.received', { when: moment(request.receivedAt) })} ·{' '}
              {request.answeredAt === null ? (
                <time dateTime={request.dueAt} title={moment(request.dueAt)} data-late={request.overdue || undefined}>
                  {t(request.overdue ? 'requests.late' : 'requests.due', { when: ago(request.dueAt, now_ms) })}
                </time>
              ) : (
                t('requests.answered', { when: moment(request.answeredAt) })
              )}
            </p>
            <Said text={request.what} />
            {request.answer !== null && (
              <>
                <p className="quiet">{t('referral.reason.answer')}</p>
                <Said text={request.answer} />
              </>
            )}
            {request.answeredAt === null && may('referral.file') && (
              <Button className="link" onPress={() => now.referral?.ask({ what: 'answer', request: request.id })}>
                {t('referral.ask.answer')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p className="buttons">
        <ActionButton id="referral.request" look="quiet" />
      </p>
      <p className="quiet">{t('requests.how')}</p>
    </section>
  );
}

/** null where it is destroyed. */
function Said({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <blockquote className="quoted">
      <Foreign text={text} lines />
    </blockquote>
  );
}
