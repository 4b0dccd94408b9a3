/** Referrals: what authorities are told, how far each is, and what is due. */
import type { ReferralPage, ReferralState, ReferralSummary } from '@kith/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useDesk } from '../api/use-api.tsx';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { Listed } from '../shell/listed.tsx';
import { useMode } from '../shell/now.ts';
import { useRows } from '../shell/use-rows.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';

/** People and couriers work on them, milliseconds. */
const LIVE_MS = 10_000;

const STATES = [
  'drafted',
  'checked',
  'approved',
  'sent',
  'received',
  'supplemented',
  'retained',
  'destroyed',
  'covered',
  'not_reported',
] as const satisfies readonly ReferralState[];

const to = ({ id }: ReferralSummary) => `/referral/${encodeURIComponent(id)}`;
const HEADS = ['account', 'authority', 'state', 'priority', 'due', 'reference'] as const;

export function ReferralsScreen() {
  const { t } = useWords();
  useTitle(t('screen.referrals'));
  useMode('referrals');
  const { api } = useDesk();
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((one) => one === search.get('state')) ?? null;
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['referrals', 'all', state],
    queryFn: ({ pageParam }) =>
      api.get<ReferralPage>('/v1/referrals', { state, after: pageParam === '' ? null : pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: LIVE_MS,
  });
  const referrals = data?.pages.flatMap((page) => page.referrals) ?? [];
  const { box, onFocus } = useRows(referrals.length, (i) => {
    const row = referrals[i];
    if (row !== undefined) go(to(row));
  });
  return (
    <section className="page">
      <div className="page__head">
        <h1>{t('screen.referrals')}</h1>
        <label className="filter">
          {t('queue.state')}
          <select
            className="field"
            value={state ?? ''}
            onChange={(event) => setSearch(event.target.value === '' ? {} : { state: event.target.value })}
          >
            <option value="">{t('queue.all')}</option>
            {STATES.map((one) => (
              <option key={one} value={one}>
                {t(`referral.state.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Listed
        {...{ error, data, box }}
        empty={t(state === null ? 'referrals.none' : 'referrals.empty')}
        heads={HEADS.map((name) => t(`referrals.${name}`))}
        onMore={hasNextPage ? () => void fetchNextPage() : null}
      >
        {referrals.map((referral, i) => (
          <Row key={referral.id} referral={referral} index={i} onFocus={onFocus} />
        ))}
      </Listed>
      <Registered nca={data?.pages[0]?.nca ?? null} />
    </section>
  );
}

/** With whom the operator is on record at the NCA: whoever files must know whom to ask. */
function Registered({ nca }: { nca: ReferralPage['nca'] }) {
  const { t, day } = useWords();
  if (nca === null) return null;
  const { registeredOn, administrators } = nca;
  return (
    <section className="part part--after">
      <h2>{t('referrals.nca')}</h2>
      <p>{registeredOn === null ? t('referrals.ncaNot') : t('referrals.ncaSince', { day: day(registeredOn) })}</p>
      <ul className="facts facts--lines">
        {administrators.map(({ name, role, email }) => (
          <li key={email}>
            <Foreign text={name} most={100} /> · <Foreign text={role} most={100} /> ·{' '}
            <Foreign text={email} most={100} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ referral, index, onFocus }: { referral: ReferralSummary; index: number; onFocus(at: number): void }) {
  const { t } = useWords();
  return (
    <tr>
      <td data-label={t('referrals.account')}>
        <Link href={to(referral)} data-row={index} onFocus={() => onFocus(index)}>
          <AccountName id={referral.account} closed />
        </Link>
      </td>
      <td data-label={t('referrals.authority')}>
        {referral.authority} <Marks referral={referral} />
      </td>
      <td data-label={t('referrals.state')}>{t(`referral.state.${referral.state}`)}</td>
      <td data-label={t('referrals.priority')}>{t(`referral.priority.${referral.priority}`)}</td>
      <td data-label={t('referrals.due')}>
        <Due referral={referral} />
      </td>
      <td data-label={t('referrals.reference')}>
        {referral.reference !== null && <Foreign text={referral.reference} most={40} />}
      </td>
    </tr>
  );
}

/** What of it must not be overlooked. */
export function Marks({ referral: { test, stuck } }: { referral: ReferralSummary }) {
  const { t } = useWords();
  return (
    <>
      {test && <span className="tag">{t('referral.test')}</span>}{' '}
      {stuck && <span className="tag tag--strong">{t('referral.stuck')}</span>}
    </>
  );
}

function Due({ referral: { dueAt, overdue, requestDueAt } }: { referral: ReferralSummary }) {
  const { t, ago, moment } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  return (
    <>
      {dueAt !== null && (
        <time dateTime={dueAt} title={moment(dueAt)} data-late={overdue || undefined}>
          {overdue && <span aria-hidden="true">! </span>}
          {t(overdue ? 'queue.late' : 'queue.due', { when: ago(dueAt, now_ms) })}
        </time>
      )}
      {requestDueAt !== null && (
        <p>
          <time
            dateTime={requestDueAt}
            title={moment(requestDueAt)}
            data-late={Date.parse(requestDueAt) < now_ms || undefined}
          >
            {t('requests.due', { when: ago(requestDueAt, now_ms) })}
          </time>
        </p>
      )}
    </>
  );
}
