/** What the platform was asked to preserve and to give, and whether it answered. */
import type { CaseEvidence } from '@kith/contract';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useWords } from '../words/use-words.tsx';

export function Preservations({ preservations }: { preservations: CaseEvidence['preservations'] }) {
  const { t, moment, ago } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  return (
    <section className="part">
      <h2>{t('preservation.title')}</h2>
      {preservations.length === 0 && <p className="empty">{t('preservation.none')}</p>}
      <ul className="history">
        {preservations.map((one) => (
          <li key={one.id} className="enforcement" data-overdue={one.state === 'unanswered' || undefined}>
            <p>
              <b>{t(`preservation.state.${one.state}`)}</b> · {t(`preservation.why.${one.why}`)}
              {one.by !== null && <> · {one.by}</>}
            </p>
            <ul className="facts">
              {one.askedAt !== null && <li>{t('preservation.askedAt', { when: moment(one.askedAt) })}</li>}
              {one.askedAt !== null && one.deliveredAt === null && <li>{t('preservation.undelivered')}</li>}
              {one.doneAt !== null ? (
                <li>{t('preservation.doneAt', { when: moment(one.doneAt) })}</li>
              ) : (
                one.dueAt !== null && <li>{t('preservation.due', { when: ago(one.dueAt, now_ms) })}</li>
              )}
              <li>{t('preservation.span', { from: moment(one.from), to: moment(one.to) })}</li>
            </ul>
            {one.reason !== null && (
              <blockquote className="quoted">
                <Foreign text={one.reason} lines />
              </blockquote>
            )}
            <p>
              {t('preservation.wanted', one.wanted)} {t('preservation.given', one.given)}
            </p>
            <p className="quiet">
              {one.accounts.map((account) => (
                <span key={account} className="pair-of">
                  <AccountName id={account} />
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
