/** Reports, the newest first, without what was written: that is read one by one, on purpose. */
import type { ReportPage, ReportSummary } from '@kith/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Link, useSearchParams } from 'wouter';
import { useDesk, useMay } from '../api/use-api.tsx';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { Listed } from '../shell/listed.tsx';
import { useMode } from '../shell/now.ts';
import { useRows } from '../shell/use-rows.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { ReportSheet } from './report-sheet.tsx';

const STATES = ['open', 'closed'] as const;

export function ReportsScreen() {
  const { t } = useWords();
  useTitle(t('screen.reports'));
  useMode('reports');
  const { api } = useDesk();
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((one) => one === search.get('state')) ?? null;
  const unplaced = search.get('unplaced') === 'true' ? true : null;
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['reports', state, unplaced],
    queryFn: ({ pageParam }) =>
      api.get<ReportPage>('/v1/reports', { state, unplaced, after: pageParam === '' ? null : pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const reports = data?.pages.flatMap((page) => page.reports) ?? [];
  const { box, onFocus } = useRows(reports.length, (i) => setOpen(reports[i]?.id ?? null));
  const choose = (name: string, value: string) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  return (
    <section className="page">
      <div className="page__head">
        <h1>{t('screen.reports')}</h1>
        <label className="filter">
          {t('queue.state')}
          <select className="field" value={state ?? ''} onChange={(event) => choose('state', event.target.value)}>
            <option value="">{t('queue.all')}</option>
            {STATES.map((one) => (
              <option key={one} value={one}>
                {t(`report.state.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={unplaced === true}
            onChange={(event) => choose('unplaced', event.target.checked ? 'true' : '')}
          />
          {t('reports.unplaced')}
        </label>
      </div>
      <Listed
        {...{ error, data, box }}
        empty={t('reports.empty')}
        heads={(['received', 'source', 'category', 'about', 'state', 'reference'] as const).map((name) =>
          t(`reports.${name}`),
        )}
        onMore={hasNextPage ? () => void fetchNextPage() : null}
      >
        {reports.map((report, i) => (
          <Row key={report.id} report={report} index={i} onFocus={onFocus} onOpen={() => setOpen(report.id)} />
        ))}
      </Listed>
      {open !== null && <ReportSheet id={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

interface RowProps {
  report: ReportSummary;
  index: number;
  onFocus(index: number): void;
  onOpen(): void;
}

function Row({ report, index, onFocus, onOpen }: RowProps) {
  const { t, moment } = useWords();
  const may = useMay();
  return (
    <tr>
      <td data-label={t('reports.received')}>
        <Button className="link" data-row={index} onFocus={() => onFocus(index)} onPress={onOpen}>
          {moment(report.receivedAt)}
        </Button>
      </td>
      <td data-label={t('reports.source')}>
        {t(`reportedBy.${report.source}`)} {report.child && <span className="tag">{t('reports.child')}</span>}{' '}
        {report.trusted && <span className="tag">{t('reports.trusted')}</span>}
      </td>
      <td data-label={t('reports.category')}>
        <Foreign text={report.categoryWords} most={64} />
      </td>
      <td data-label={t('reports.about')}>
        {report.about === null ? (
          <span className="tag">{t('reports.nobody')}</span>
        ) : report.case !== null && may('case.read') ? (
          <Link href={`/case/${encodeURIComponent(report.case)}`}>
            <AccountName id={report.about} closed />
          </Link>
        ) : (
          <AccountName id={report.about} />
        )}
      </td>
      <td data-label={t('reports.state')}>
        {t(`report.state.${report.state}`)}
        {report.outcome !== null && <> · {t(`report.outcome.${report.outcome}`)}</>}
      </td>
      <td data-label={t('reports.reference')}>{report.reference}</td>
    </tr>
  );
}
