import type { CaseSummary } from '@kith/contract';
import { Link } from 'wouter';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useWords } from '../words/use-words.tsx';
import { Level } from './level.tsx';

/** Reasons of a priority that a row names; the case has all. */
const WHY_SHOWN = 3;
/** Two lines of a wide screen, UTF-16 code units; the case has the rest. */
const WHY_LENGTH_MAX = 240;

export function CaseRow({ row, current, onFocus }: { row: CaseSummary; current: boolean; onFocus(): void }) {
  const { t, ago, moment, number } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  const late = row.dueAt !== null && Date.parse(row.dueAt) < now_ms;
  const why = row.why.toSorted((a, b) => b.points - a.points).slice(0, WHY_SHOWN);
  return (
    <article className={`case-row case-row--${row.band}`} data-mine={row.mine || undefined}>
      <p className="case-row__priority">
        <span className="unseen">{t('queue.priority')} </span>
        {number(Math.round(row.priority))}
        <span className="case-row__band">{t(`band.${row.band}`)}</span>
      </p>
      <div className="case-row__what">
        <p className="case-row__who">
          <Link
            href={`/case/${encodeURIComponent(row.id)}`}
            className="case-row__link"
            onFocus={onFocus}
            data-current={current}
          >
            <AccountName id={row.account} closed />
          </Link>
          <span>{t(`age.${row.ageBand}`)}</span>
          <Level level={row.level} />
          <span className="quiet">{row.queueWords}</span>
        </p>
        <p className="case-row__why">
          {/* what was reported is in the platform's words */}
          <Foreign text={why.map(({ words }) => words).join(' · ')} most={WHY_LENGTH_MAX} />
        </p>
      </div>
      <p className="case-row__facts">
        <span>{t('queue.children', { count: row.children })}</span>
        <span>{t('queue.reports', { count: row.reports })}</span>
        {row.secondReview && <span className="tag">{t('queue.second')}</span>}
        {row.reopened > 0 && <span className="tag">{t('queue.reopened')}</span>}
      </p>
      <p className="case-row__time">
        {row.dueAt !== null && (
          <time dateTime={row.dueAt} title={moment(row.dueAt)} data-late={late || undefined}>
            {late && <span aria-hidden="true">! </span>}
            {t(late ? 'queue.late' : 'queue.due', { when: ago(row.dueAt, now_ms) })}
          </time>
        )}
        <span className="quiet">
          {row.mine
            ? t('queue.mine')
            : row.leasedBy !== null
              ? t('queue.held', { by: row.leasedBy })
              : t('queue.since', { when: ago(row.openedAt, now_ms) })}
        </span>
      </p>
    </article>
  );
}
