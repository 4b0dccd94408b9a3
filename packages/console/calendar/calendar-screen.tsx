/** The clocks of the law: what is due, by when, by which law and for whom. What is overdue stands first. */

import type { CalendarEntry, CalendarView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useDesk, useMay } from '../api/use-api.tsx';
import { ToCheck } from '../assessments/grade.tsx';
import { RegistryWords } from '../measures/registry-words.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Done } from './done.tsx';
import { Subscribe } from './subscribe.tsx';

const HEADS = ['due', 'what', 'law', 'who'] as const;
/** In this order. */
const STATES = ['overdue', 'missing', 'soon', 'later', 'undated'] as const;
/** What one must be allowed, to go where an entry leads; all others lead where whoever sees the calendar may go. */
const NEEDS: readonly (readonly [path: string, action: string])[] = [
  ['/referral', 'referral.read'],
  ['/appeals', 'appeal.read'],
  ['/reports', 'report.read'],
];

export function CalendarScreen() {
  const { t } = useWords();
  useTitle(t('screen.calendar'));
  useMode('calendar');
  const { api } = useDesk();
  const { data, error } = useQuery({ queryKey: ['calendar'], queryFn: () => api.get<CalendarView>('/v1/calendar') });
  return (
    <section className="page numbers">
      <h1>{t('screen.calendar')}</h1>
      <p className="quiet">{t('calendar.about')}</p>
      <p className="buttons">
        <a className="button button--plain" href="/v1/calendar.ics" download>
          {t('calendar.ics')}
        </a>
      </p>
      <Subscribe />
      <Waiting error={error} there={data !== undefined} />
      {data?.entries.length === 0 && <p className="empty">{t('calendar.empty')}</p>}
      {data !== undefined &&
        STATES.map((state) => (
          <Entries key={state} state={state} entries={data.entries.filter((entry) => entry.state === state)} />
        ))}
      {data !== undefined && data.left > 0 && <p>{t('calendar.left', { count: data.left })}</p>}
    </section>
  );
}

function Entries({ state, entries }: { state: CalendarEntry['state']; entries: readonly CalendarEntry[] }) {
  const { t } = useWords();
  if (entries.length === 0) return null;
  return (
    <section className="part">
      <h2>{t(`calendar.state.${state}`)}</h2>
      <Table heads={HEADS.map((head) => t(`calendar.${head}`))}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </Table>
    </section>
  );
}

function Entry({ entry }: { entry: CalendarEntry }) {
  const { t, moment, ago } = useWords();
  const may = useMay();
  const now_ms = useNowMs(MINUTES_MS);
  const { what, due, about, count, law, wording, who, link, state } = entry;
  const needed = NEEDS.find(([path]) => link?.startsWith(path))?.[1];
  const words = t(`calendar.of.${what}`, { count });
  return (
    <tr>
      <td data-label={t('calendar.due')}>
        {due === null ? (
          t('calendar.noDay')
        ) : (
          <time dateTime={due} data-late={state === 'overdue' || undefined}>
            {moment(due)} <span className="quiet">{ago(due, now_ms)}</span>
          </time>
        )}
      </td>
      <td data-label={t('calendar.what')}>
        {link === null || (needed !== undefined && !may(needed)) ? words : <Link href={link}>{words}</Link>}
        {about !== null && (
          <>
            {': '}
            <RegistryWords>{about}</RegistryWords>
          </>
        )}
        {entry.duty !== null && <Done entry={entry} duty={entry.duty} />}
      </td>
      <td data-label={t('calendar.law')}>
        <RegistryWords>{law}</RegistryWords>
        {wording !== 'no_law' && (
          <span className="quiet">
            <ToCheck wording={wording} />
          </span>
        )}
      </td>
      <td data-label={t('calendar.who')}>{t(`calendar.by.${who}`)}</td>
    </tr>
  );
}
