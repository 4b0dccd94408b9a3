/** Who did what that others must be able to check. It holds nothing that was said. */
import type { AuditLineView, AuditPageView, AuditVerification } from '@kith/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useSearchParams } from 'wouter';
import { useDesk } from '../api/use-api.tsx';
import { Listed } from '../shell/listed.tsx';
import { useMode } from '../shell/now.ts';
import { useRows } from '../shell/use-rows.ts';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { Detail } from './detail.tsx';
import { Subject } from './subject.tsx';
import { useActor } from './use-actor.ts';

const PAGE = 100;

export function AuditScreen() {
  const { t } = useWords();
  useTitle(t('screen.audit'));
  useMode('audit');
  const { api } = useDesk();
  const [search, setSearch] = useSearchParams();
  const filter = { subject: search.get('subject'), by: search.get('by'), action: search.get('action') };
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['audit', search.toString()],
    queryFn: ({ pageParam }) =>
      api.get<AuditPageView>('/v1/audit', { ...filter, limit: PAGE, before: pageParam === 0 ? null : pageParam }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  const lines = data?.pages.flatMap((page) => page.lines) ?? [];
  const { box, onFocus } = useRows(lines.length);

  return (
    <section className="page">
      <div className="page__head">
        <h1>{t('screen.audit')}</h1>
        <Verification />
      </div>
      <AuditFilters key={search.toString()} filter={filter} onLook={(set) => setSearch(new URLSearchParams(set))} />
      <Listed
        {...{ error, data, box }}
        empty={t('audit.empty')}
        heads={(['number', 'at', 'by', 'action', 'subject', 'detail'] as const).map((name) => t(`audit.${name}`))}
        onMore={hasNextPage ? () => void fetchNextPage() : null}
      >
        {lines.map((line, i) => (
          <Line key={line.number} line={line} index={i} onFocus={onFocus} />
        ))}
      </Listed>
    </section>
  );
}

function Line({ line, index, onFocus }: { line: AuditLineView; index: number; onFocus(index: number): void }) {
  const { t, named, moment, number } = useWords();
  const actorOf = useActor();
  const [, setSearch] = useSearchParams();
  return (
    <tr>
      <td data-label={t('audit.number')}>{number(line.number)}</td>
      <td data-label={t('audit.at')}>
        <time dateTime={line.at}>{moment(line.at)}</time>
      </td>
      <td data-label={t('audit.by')}>{line.pseudonym ?? actorOf(line.by)}</td>
      <td data-label={t('audit.action')}>{named('audit.did', line.action)}</td>
      <td data-label={t('audit.subject')}>
        <Button
          className="link"
          data-row={index}
          onFocus={() => onFocus(index)}
          onPress={() => setSearch(new URLSearchParams({ subject: line.subject }))}
        >
          <Subject subject={line.subject} />
        </Button>
      </td>
      <td data-label={t('audit.detail')}>
        <Detail detail={line.detail} />
      </td>
    </tr>
  );
}

/** Reads the whole log and compares each line with the one before. */
function Verification() {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const [found, setFound] = useState<AuditVerification | 'busy' | null>(null);
  function verify() {
    setFound('busy');
    api.post<AuditVerification>('/v1/audit/verification').then(setFound, (error) => {
      setFound(null);
      say.problem(error);
    });
  }
  return (
    <div className="verification">
      <Button className="button button--plain" onPress={verify} isDisabled={found === 'busy'}>
        {t('audit.verify')}
      </Button>
      <span role="status">
        {found === 'busy' && t('list.coming')}
        {found !== null && found !== 'busy' && found.sound && t('audit.sound', { count: found.lines })}
        {found !== null && found !== 'busy' && !found.sound && (
          <b className="alarm">
            {t('audit.unsound')}{' '}
            {found.faults.map(({ number, fault }) => t(`audit.fault.${fault}`, { number })).join('; ')}
          </b>
        )}
      </span>
    </div>
  );
}
