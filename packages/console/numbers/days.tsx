import type { NumbersView } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';

/** The drawing's own units; it is stretched to the width there is. */
const BOX = { width: 600, height: 90 } as const;

/** Cases opened and decided, day by day: two lines for a glance, and the same as a table. */
export function Days({ days }: { days: NumbersView['days'] }) {
  const { t, day, number } = useWords();
  const most = Math.max(1, ...days.flatMap(({ opened, decided }) => [opened, decided]));
  const line = (of: (one: NumbersView['days'][number]) => number): string =>
    days
      .map((one, i) => {
        const x = days.length < 2 ? 0 : (i / (days.length - 1)) * BOX.width;
        return `${x.toFixed(1)},${(BOX.height - (of(one) / most) * BOX.height).toFixed(1)}`;
      })
      .join(' ');
  const ends = days.filter((_, i) => i === 0 || i === Math.floor(days.length / 2) || i === days.length - 1);
  return (
    <section className="part">
      <h2>{t('numbers.days')}</h2>
      <p className="quiet">{t('numbers.key', { most: number(most) })}</p>
      <figure className="plot-box" aria-hidden="true">
        <p className="plot-box__y">
          <span>{number(most)}</span>
          <span>{number(0)}</span>
        </p>
        <svg
          className="plot"
          viewBox={`0 -2 ${BOX.width} ${BOX.height + 4}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <polyline className="plot__line" points={line(({ opened }) => opened)} />
          <polyline className="plot__line plot__line--second" points={line(({ decided }) => decided)} />
        </svg>
        <p className="plot-box__x">
          {ends.map((one) => (
            <span key={one.day}>{day(one.day)}</span>
          ))}
        </p>
      </figure>
      <details>
        <summary>{t('numbers.asTable')}</summary>
        <table className="rows">
          <thead>
            <tr>
              {(['day', 'opened', 'decided'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`numbers.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((one) => (
              <tr key={one.day}>
                <td data-label={t('numbers.day')}>{day(one.day)}</td>
                <td data-label={t('numbers.opened')}>{number(one.opened)}</td>
                <td data-label={t('numbers.decided')}>{number(one.decided)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
