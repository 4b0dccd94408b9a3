/** For those who lead: time and accuracy against their targets, what waits, what alerts for nothing. Never of one person. */
import type { Measured, NumbersView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Days } from './days.tsx';
import { PeriodFilter, usePeriod } from './period.tsx';
import { sayHours } from './span.ts';

export function NumbersScreen() {
  const { t } = useWords();
  useTitle(t('screen.numbers'));
  useMode('numbers');
  const { api } = useDesk();
  const asked = usePeriod();
  const { period, refusal } = asked;
  const { data, error } = useQuery({
    queryKey: ['numbers', period.from, period.to],
    queryFn: () => api.get<NumbersView>('/v1/numbers', period),
    enabled: refusal === null,
  });
  return (
    <section className="page numbers">
      <h1>{t('screen.numbers')}</h1>
      <PeriodFilter asked={asked} csv="/v1/numbers.csv" />
      <p className="quiet">{t('numbers.nobody')}</p>
      <Waiting error={error} there={data !== undefined || refusal !== null} />
      {data !== undefined && (
        <>
          <ul className="shares">
            <Share name={t('numbers.inTime')} measured={data.time.inTime} />
            <Share name={t('numbers.agreed')} measured={data.accuracy.agreed} />
            <Share name={t('numbers.upheld')} measured={data.accuracy.upheld} />
          </ul>
          <Days days={data.days} />
          <Bands bands={data.time.bands} />
          <Backlog backlog={data.backlog} />
          <FalseAlerts causes={data.falseAlerts} />
          <Cohorts cohorts={data.falseAlertsByCohort} />
        </>
      )}
    </section>
  );
}

const percent = (share: number): number => Math.round(share * 100);

function Share({ name, measured }: { name: string; measured: Measured }) {
  const { t, number } = useWords();
  const { share, target, of } = measured;
  return (
    <li>
      <p>{name}</p>
      {share === null ? (
        <p className="quiet">{t('numbers.none')}</p>
      ) : (
        <>
          <p className="shares__share" data-late={share < target || undefined}>
            {t('numbers.share', { percent: number(percent(share)), of })}
          </p>
          <meter className="bar-row__bar" min={0} max={1} value={share} aria-label={name} />
        </>
      )}
      <p className="quiet">{t('numbers.target', { percent: number(percent(target)) })}</p>
    </li>
  );
}

function Bands({ bands }: { bands: NumbersView['time']['bands'] }) {
  const { t, number } = useWords();
  if (bands.length === 0) return null;
  const columns = ['queue', 'band', 'decided', 'inTime', 'median', 'p90', 'hours'] as const;
  return (
    <section className="part">
      <h2>{t('numbers.bands')}</h2>
      <Table heads={columns.map((column) => t(`numbers.${column}`))}>
        {bands.map((row) => (
          <tr key={`${row.queue} ${row.band}`}>
            <td data-label={t('numbers.queue')}>{row.queueWords}</td>
            <td data-label={t('numbers.band')}>{t(`band.${row.band}`)}</td>
            <td data-label={t('numbers.decided')}>{number(row.decided)}</td>
            <td data-label={t('numbers.inTime')}>{number(row.inTime)}</td>
            <td data-label={t('numbers.median')}>{sayHours(t, row.medianHours)}</td>
            <td data-label={t('numbers.p90')}>{sayHours(t, row.p90Hours)}</td>
            <td data-label={t('numbers.hours')}>{sayHours(t, row.targetHours)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Backlog({ backlog }: { backlog: NumbersView['backlog'] }) {
  const { t, number } = useWords();
  return (
    <section className="part">
      <h2>{t('numbers.backlog')}</h2>
      <Table heads={(['queue', 'waiting', 'overdue', 'oldest'] as const).map((column) => t(`numbers.${column}`))}>
        {backlog.map((row) => (
          <tr key={row.queue}>
            <td data-label={t('numbers.queue')}>{row.queueWords}</td>
            <td data-label={t('numbers.waiting')}>{number(row.waiting)}</td>
            <td data-label={t('numbers.overdue')}>{number(row.overdue)}</td>
            <td data-label={t('numbers.oldest')}>{sayHours(t, row.oldestHours)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

type HarmlessOf = Pick<NumbersView['falseAlerts'][number], 'harmless' | 'low' | 'high'>;

/** How many were harmless, and between which shares that lies. */
function HarmlessCells({ row: { harmless, low, high } }: { row: HarmlessOf }) {
  const { t, number } = useWords();
  return (
    <>
      <td data-label={t('numbers.harmless')}>{number(harmless)}</td>
      <td data-label={t('numbers.between')}>
        {t('numbers.range', { low: number(percent(low)), high: number(percent(high)) })}
      </td>
    </>
  );
}

function FalseAlerts({ causes }: { causes: NumbersView['falseAlerts'] }) {
  const { t, number } = useWords();
  if (causes.length === 0) return null;
  return (
    <section className="part">
      <h2>{t('numbers.falseAlerts')}</h2>
      <Table heads={(['cause', 'of', 'harmless', 'between'] as const).map((column) => t(`numbers.${column}`))}>
        {causes.map((row) => (
          <tr key={`${row.kind} ${row.name}`}>
            <td data-label={t('numbers.cause')}>
              <span className="quiet">{t(`cause.${row.kind}`)}</span> <Foreign text={row.words} most={120} />
            </td>
            <td data-label={t('numbers.of')}>{number(row.of)}</td>
            <HarmlessCells row={row} />
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Cohorts({ cohorts }: { cohorts: NumbersView['falseAlertsByCohort'] }) {
  const { t, number } = useWords();
  if (cohorts.length === 0) return null;
  return (
    <section className="part">
      <h2>{t('numbers.cohorts')}</h2>
      <p className="quiet">{t('numbers.cohortsHow')}</p>
      <Table heads={(['cohort', 'ruled', 'harmless', 'between'] as const).map((column) => t(`numbers.${column}`))}>
        {cohorts.map((row) => (
          <tr key={row.cohort}>
            <td data-label={t('numbers.cohort')}>{row.words}</td>
            <td data-label={t('numbers.ruled')}>{number(row.of)}</td>
            <HarmlessCells row={row} />
          </tr>
        ))}
      </Table>
    </section>
  );
}
