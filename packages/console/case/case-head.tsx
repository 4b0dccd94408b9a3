import type { CaseView } from '@kith/contract';
import { AccountName } from '../foreign/foreign.tsx';
import { Level } from '../queue/level.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useWords } from '../words/use-words.tsx';

/** What the case is in one line, and who holds it. */
export function CaseHead({ view }: { view: CaseView }) {
  const { t, ago, moment, number } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  const late = view.dueAt !== null && Date.parse(view.dueAt) < now_ms;
  return (
    <header className="case-head">
      <h1 className="case-head__who">
        <AccountName id={view.account} />
      </h1>
      <ul className="facts">
        <li>{t(`age.${view.ageBand}`)}</li>
        <li>
          <Level level={view.level} />
        </li>
        <li>{t('case.priority', { points: number(Math.round(view.priority)), band: t(`band.${view.band}`) })}</li>
        <li>
          {t(`state.${view.state}`)} {view.secondReview && <span className="tag">{t('queue.second')}</span>}
        </li>
        {view.dueAt !== null && (
          <li>
            <time dateTime={view.dueAt} title={moment(view.dueAt)} data-late={late || undefined}>
              {late && <span aria-hidden="true">! </span>}
              {t(late ? 'queue.late' : 'queue.due', { when: ago(view.dueAt, now_ms) })}
            </time>
          </li>
        )}
        <li>{t('case.queue', { queue: view.queueWords })}</li>
        {view.reopened > 0 && <li>{t('case.reopened', { count: view.reopened })}</li>}
      </ul>
      <div className="case-head__hold">
        <span role="status">
          {view.mine && view.leasedUntil !== null
            ? t('case.mine', { until: ago(view.leasedUntil, now_ms) })
            : view.leasedBy !== null
              ? t('case.heldBy', { by: view.leasedBy })
              : view.barred !== null
                ? t(`barred.${view.barred}`)
                : t('case.free')}
        </span>
        <ActionButton id="case.lease" look="main" />
        <ActionButton id="case.release" look="quiet" />
        <ActionButton id="case.move" look="quiet" />
        <ActionButton id="case.note" look="quiet" />
        <ActionButton id="case.reopen" look="quiet" />
      </div>
      {view.exposure.over && <p className="kind">{t('exposure.over')}</p>}
    </header>
  );
}
