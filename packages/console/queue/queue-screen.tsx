/** What waits, the most pressing first, and why. */
import type { CasePage, CaseSummary } from '@kith/contract';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { useFront, useMode } from '../shell/now.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { CaseList } from './case-list.tsx';
import { QueueTabs } from './queue-tabs.tsx';
import { useCases } from './use-cases.ts';

const NONE: readonly CaseSummary[] = [];
const NO_QUEUES: CasePage['queues'] = [];
const STATES = ['open', 'leased', 'second_review', 'decided', 'closed'] as const;

export function QueueScreen() {
  const { t, number } = useWords();
  useTitle(t('screen.queue'));
  useMode('queue');
  const [search, setSearch] = useSearchParams();
  const queue = search.get('queue');
  const state = STATES.find((known) => known === search.get('state')) ?? null;
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useCases({ queue, state });
  const rows = useMemo(() => data?.pages.flatMap(({ cases }) => cases) ?? NONE, [data]);
  const first = data?.pages[0];
  const queues = first?.queues ?? NO_QUEUES;

  const front = useMemo(
    () => ({
      turn(by: number) {
        const all = [null, ...queues.map(({ name }) => name)];
        const at = all.indexOf(queue);
        const next = all[(at + by + all.length) % all.length] ?? null;
        setSearch((now) => withParam(now, 'queue', next), { replace: true });
      },
    }),
    [queues, queue, setSearch],
  );
  useFront('queue', front);

  const waiting = Object.values(first?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <section className="page">
      <div className="page__head">
        <h1>{t('screen.queue')}</h1>
        {first !== undefined && (
          <p className="quiet" role="status">
            {t('queue.waiting', { count: waiting })}
          </p>
        )}
        <label className="filter">
          {t('queue.state')}
          <select
            className="field"
            value={state ?? ''}
            onChange={(event) => setSearch((now) => withParam(now, 'state', event.target.value), { replace: true })}
          >
            <option value="">{t('queue.allWaiting')}</option>
            {STATES.map((known) => (
              <option key={known} value={known}>
                {t(`state.${known}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <QueueTabs
        queues={queues.map((one) => ({ ...one, count: number(first?.counts[one.name] ?? 0) }))}
        all={number(waiting)}
        chosen={queue}
      />
      <CaseList
        key={`${queue} ${state}`}
        rows={rows}
        state={error !== null ? 'failed' : data === undefined ? 'coming' : 'there'}
        error={error}
        more={hasNextPage && !isFetchingNextPage ? fetchNextPage : null}
      />
    </section>
  );
}

function withParam(now: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(now);
  if (value === null || value === '') next.delete(name);
  else next.set(name, value);
  return next;
}
