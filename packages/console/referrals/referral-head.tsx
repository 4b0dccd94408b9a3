import type { ReferralView } from '@kith/contract';
import { Link } from 'wouter';
import { useMay } from '../api/use-api.tsx';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useWords } from '../words/use-words.tsx';

/** What the referral is in one line; and loud, where nobody will act on it. */
export function ReferralHead({ view }: { view: ReferralView }) {
  const { t, ago, moment } = useWords();
  const may = useMay();
  const now_ms = useNowMs(MINUTES_MS);
  return (
    <header>
      <div className="case-head">
        <h1 className="case-head__who">{t('referral.to', { authority: view.authority })}</h1>
        <ul className="facts">
          <li>
            <AccountName id={view.account} />
          </li>
          <li>{t(`referral.state.${view.state}`)}</li>
          <li>{t(`referral.priority.${view.priority}`)}</li>
          {view.dueAt !== null && (
            <li>
              <time dateTime={view.dueAt} title={moment(view.dueAt)} data-late={view.overdue || undefined}>
                {view.overdue && <span aria-hidden="true">! </span>}
                {t(view.overdue ? 'queue.late' : 'queue.due', { when: ago(view.dueAt, now_ms) })}
              </time>
            </li>
          )}
          {view.reference !== null && (
            <li>
              {t('referral.reference')} <Foreign text={view.reference} most={60} />
            </li>
          )}
          {view.sentAt !== null && <li>{t('referral.sentAt', { when: moment(view.sentAt) })}</li>}
          {view.referenceKeptUntil !== null && (
            <li>{t('referral.referenceUntil', { when: moment(view.referenceKeptUntil) })}</li>
          )}
          {view.keptUntil !== null && <li>{t('referral.keptUntil', { when: moment(view.keptUntil) })}</li>}
          {view.supplements !== null && (
            <li>
              <Link href={`/referral/${encodeURIComponent(view.supplements)}`}>{t('referral.addsTo')}</Link>
            </li>
          )}
          {may('case.read') && (
            <li>
              <Link href={`/case/${encodeURIComponent(view.case)}`}>{t('appeal.case')}</Link>
            </li>
          )}
        </ul>
      </div>
      <Warnings view={view} />
      {view.besides !== null && (
        <p className="kind">
          {t('referral.besides')} <Foreign text={view.besides} most={400} />
        </p>
      )}
      <GivenBack view={view} />
      {view.covered !== null && <Covered covered={view.covered} />}
      {view.test && <p className="changed test-banner">{t('referral.testHow')}</p>}
    </header>
  );
}

/** Why it came back, as long as nobody has checked it since. */
function GivenBack({ view: { state, steps } }: { view: ReferralView }) {
  const { t } = useWords();
  const back = steps.findLast(({ what }) => what === 'given_back');
  if (state !== 'drafted' || back === undefined || back.note === null) return null;
  return (
    <div className="changed" role="status">
      <p>
        {t('referral.step.given_back')}
        {back.by !== null && <> · {back.by}</>}
      </p>
      <blockquote className="quoted">
        <Foreign text={back.note} lines />
      </blockquote>
    </div>
  );
}

/** What must be known before it is filed, and what of it nobody has compared with the official text. */
export function Warnings({ view: { warnings, unverified } }: { view: ReferralView }) {
  return (
    <>
      {warnings.length > 0 && (
        <div className="changed" role="alert">
          {warnings.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </div>
      )}
      {unverified !== null && <p className="changed">{unverified}</p>}
    </>
  );
}

function Covered({ covered: { by, reference } }: { covered: NonNullable<ReferralView['covered']> }) {
  const { t } = useWords();
  return (
    <p className="kind">
      {t('referral.coveredIs')}{' '}
      {by !== null && <Link href={`/referral/${encodeURIComponent(by)}`}>{t('referral.title')}</Link>}{' '}
      {reference !== null && <Foreign text={reference} most={80} />}
    </p>
  );
}
