/** Alerts day by day under both policies, against what people can bear. */
import type { BacktestView } from '@kith/contract';
import { Lines } from '../shell/lines.tsx';
import { useWords } from '../words/use-words.tsx';

const DAY_MS = 86_400_000;

export function AlertDays({ result: { before, after, first, last } }: { result: BacktestView }) {
  const { t, number } = useWords();
  if (first === null || last === null) return null;
  const days: string[] = [];
  for (let at = Date.parse(first.slice(0, 10)); at <= Date.parse(last); at += DAY_MS) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  const of = ({ alertsByDay }: BacktestView['before']) => {
    const counts = new Map(alertsByDay.map(({ day, alerts }) => [day, alerts]));
    return days.map((day) => counts.get(day) ?? 0);
  };
  const [was, is] = [of(before), of(after)];
  const most = Math.max(1, ...was, ...is);
  return (
    <Lines
      title={t('result.alerts')}
      keyWords={t('result.key', { most: number(most) })}
      days={days}
      series={[
        { name: t('result.after'), values: is },
        { name: t('result.before'), values: was },
      ]}
    />
  );
}
