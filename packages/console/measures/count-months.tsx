/** A count by month: bars for a glance, and the same as a table. The month under way is hollow, and marked; one before counting began has no number. */
import type { MeasureWay } from '@kith/contract';
import { PlotFrame } from '../shell/plot-frame.tsx';
import { Table } from '../shell/table.tsx';
import { useWords } from '../words/use-words.tsx';

type Months = Extract<MeasureWay, { way: 'counted' }>['months'];

/** The drawing's own units; it is stretched to the width there is. */
const BOX = { width: 600, height: 60 } as const;
/** Of a month's width, what its bar takes. */
const FILLED = 0.7;

export function CountMonths({ name, months }: { name: string; months: Months }) {
  const { t, number } = useWords();
  const most = Math.max(1, ...months.map(({ n }) => n ?? 0));
  const step = BOX.width / months.length;
  return (
    <>
      <PlotFrame
        box={BOX}
        most={most}
        below={
          <>
            <span>{months[0]?.month}</span>
            <span>{months.at(-1)?.month}</span>
          </>
        }
      >
        {months.map(({ month, n, partial }, i) => {
          const height = ((n ?? 0) / most) * BOX.height;
          return (
            <rect
              key={month}
              className={partial ? 'plot__bar plot__bar--partial' : 'plot__bar'}
              x={i * step + (step * (1 - FILLED)) / 2}
              y={BOX.height - height}
              width={step * FILLED}
              height={height}
            />
          );
        })}
      </PlotFrame>
      <details>
        <summary>
          {t('numbers.asTable')}
          <span className="unseen">: {name}</span>
        </summary>
        <Table heads={[t('measures.month'), t('measures.n')]}>
          {months.toReversed().map(({ month, n, partial }) => (
            <tr key={month}>
              <td data-label={t('measures.month')}>{month}</td>
              <td data-label={t('measures.n')}>
                {n === null ? <span className="quiet">{t('measures.before')}</span> : number(n)}{' '}
                {n !== null && partial && <span className="quiet">{t('measures.partial')}</span>}
              </td>
            </tr>
          ))}
        </Table>
      </details>
    </>
  );
}
