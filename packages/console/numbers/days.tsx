import type { NumbersView } from '@kith/contract';
import { Lines } from '../shell/lines.tsx';
import { useWords } from '../words/use-words.tsx';

/** Cases opened and decided, day by day. */
export function Days({ days }: { days: NumbersView['days'] }) {
  const { t, number } = useWords();
  const most = Math.max(1, ...days.flatMap(({ opened, decided }) => [opened, decided]));
  return (
    <Lines
      title={t('numbers.days')}
      keyWords={t('numbers.key', { most: number(most) })}
      days={days.map((one) => one.day)}
      series={[
        { name: t('numbers.opened'), values: days.map(({ opened }) => opened) },
        { name: t('numbers.decided'), values: days.map(({ decided }) => decided) },
      ]}
    />
  );
}
