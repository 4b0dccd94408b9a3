/** Two lines over days for a glance, and the same as a table. */
import { useWords } from '../words/use-words.tsx';
import { PlotFrame } from './plot-frame.tsx';
import { Table } from './table.tsx';

/** The drawing's own units; it is stretched to the width there is. */
const BOX = { width: 600, height: 90 } as const;

interface LinesProps {
  title: string;
  /** which line is which */
  keyWords: string;
  /** 2026-11-25, each a point */
  days: readonly string[];
  /** the first is drawn solid, the second dashed; a value a day */
  series: readonly { name: string; values: readonly number[] }[];
}

export function Lines({ title, keyWords, days, series }: LinesProps) {
  const { t, day, number } = useWords();
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const points = (values: readonly number[]): string =>
    values
      .map((value, i) => {
        const x = days.length < 2 ? 0 : (i / (days.length - 1)) * BOX.width;
        return `${x.toFixed(1)},${(BOX.height - (value / most) * BOX.height).toFixed(1)}`;
      })
      .join(' ');
  const named = days.filter((_, i) => i === 0 || i === Math.floor(days.length / 2) || i === days.length - 1);
  return (
    <section className="part">
      <h2>{title}</h2>
      <p className="quiet">{keyWords}</p>
      <PlotFrame box={BOX} most={most} below={named.map((one) => <span key={one}>{day(one)}</span>)}>
        {series.map(({ name, values }, i) => (
          <polyline
            key={name}
            className={i === 0 ? 'plot__line' : 'plot__line plot__line--second'}
            points={points(values)}
          />
        ))}
      </PlotFrame>
      <details>
        <summary>{t('numbers.asTable')}</summary>
        <Table heads={[t('numbers.day'), ...series.map(({ name }) => name)]}>
          {days.map((one, i) => (
            <tr key={one}>
              <td data-label={t('numbers.day')}>{day(one)}</td>
              {series.map(({ name, values }) => (
                <td key={name} data-label={name}>
                  {number(values[i] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </details>
    </section>
  );
}
