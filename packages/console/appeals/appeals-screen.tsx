/** Appeals, the most urgent first. */
import type { AppealPage, AppealView } from '@kith/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { useDesk } from '../api/use-api.tsx';
import { useLive } from '../api/use-live.ts';
import { AccountName } from '../foreign/foreign.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { Listed } from '../shell/listed.tsx';
import { useMode } from '../shell/now.ts';
import { useRows } from '../shell/use-rows.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { Objections } from './objections.tsx';

/** Appeals are looked at again, milliseconds, where no news come. */
const LIVE_MS = 10_000;
const to = ({ id }: AppealView) => `/appeal/${encodeURIComponent(id)}`;

export function AppealsScreen() {
  const { t } = useWords();
  useTitle(t('screen.appeals'));
  useMode('appeals');
  const { api } = useDesk();
  const every_ms = useLive({ watch: 'appeals' }, ['appeals'], LIVE_MS);
  const [, go] = useLocation();
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['appeals'],
    queryFn: ({ pageParam }) => api.get<AppealPage>('/v1/appeals', { after: pageParam === '' ? null : pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: every_ms,
  });
  const appeals = data?.pages.flatMap((page) => page.appeals) ?? [];
  const { box, onFocus } = useRows(appeals.length, (i) => {
    const row = appeals[i];
    if (row !== undefined) go(to(row));
  });
  return (
    <section className="page">
      <h1>{t('screen.appeals')}</h1>
      <Listed
        {...{ error, data, box }}
        empty={t('appeals.empty')}
        heads={(['account', 'ruling', 'state', 'due'] as const).map((name) => t(`appeals.${name}`))}
        onMore={hasNextPage ? () => void fetchNextPage() : null}
      >
        {appeals.map((appeal, i) => (
          <Row key={appeal.id} appeal={appeal} index={i} onFocus={onFocus} />
        ))}
      </Listed>
      <Objections />
    </section>
  );
}

function Row({ appeal, index, onFocus }: { appeal: AppealView; index: number; onFocus(index: number): void }) {
  const { t, ago } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  const late = appeal.state === 'open' && Date.parse(appeal.dueAt) < now_ms;
  return (
    <tr>
      <td data-label={t('appeals.account')}>
        <Link href={to(appeal)} data-row={index} onFocus={() => onFocus(index)}>
          <AccountName id={appeal.account} closed />
        </Link>
      </td>
      <td data-label={t('appeals.ruling')}>{appeal.ruling.measures.map((kind) => t(`kind.${kind}`)).join(' + ')}</td>
      <td data-label={t('appeals.state')}>
        {t(`appeal.${appeal.state}`)} {appeal.proposed !== null && <span className="tag">{t('queue.second')}</span>}{' '}
        {appeal.barred !== null && <span className="tag">{t('appeals.barred')}</span>}
        {appeal.leasedBy !== null && <span className="quiet"> {t('queue.held', { by: appeal.leasedBy })}</span>}
      </td>
      <td data-label={t('appeals.due')}>
        <time dateTime={appeal.dueAt} data-late={late || undefined}>
          {ago(appeal.dueAt, now_ms)}
        </time>
      </td>
    </tr>
  );
}
