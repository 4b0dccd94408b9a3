/** Counts under two policies: a table whose rows have two bars, for a glance. */
import { useWords } from '../words/use-words.tsx';

interface BeforeAfterProps {
  /** what a row is */
  name: string;
  rows: readonly { name: string; before: number; after: number }[];
}

export function BeforeAfter({ name, rows }: BeforeAfterProps) {
  const { t, number } = useWords();
  const most = Math.max(1, ...rows.flatMap(({ before, after }) => [before, after]));
  const change = (by: number): string => `${by > 0 ? '+' : ''}${number(by)}`;
  return (
    <>
      <p className="quiet">{t('result.barKey')}</p>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">{t('result.before')}</th>
            <th scope="col">{t('result.after')}</th>
            <th scope="col">{t('result.change')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td data-label={name}>{row.name}</td>
              <td data-label={t('result.before')}>{number(row.before)}</td>
              <td data-label={t('result.after')}>{number(row.after)}</td>
              <td data-label={t('result.change')}>{change(row.after - row.before)}</td>
              <td className="two-bars" aria-hidden="true">
                <meter className="bar-row__bar bar-row__bar--was" min={0} max={most} value={row.before} />
                <meter className="bar-row__bar" min={0} max={most} value={row.after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
