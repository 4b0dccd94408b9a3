/** What a score is made of: each part with its words, its points, and a bar as long as they are. */
import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.tsx';

interface BarsProps {
  /** the points of the longest bar */
  most: number;
  /** `under`: what stands under the bar */
  terms: readonly { key: string; words: string; points: number; family?: string; under?: ReactNode }[];
}

export function Bars({ most, terms }: BarsProps) {
  const { points } = useWords();
  return (
    <ul className="bars">
      {terms.map((one) => (
        <li
          key={one.key}
          className={one.family === undefined ? 'bar-row' : `bar-row bar-row--${one.family}`}
          data-less={one.points < 0 || undefined}
        >
          <span className="bar-row__words">{one.words}</span>
          <span className="bar-row__points">{points(one.points)}</span>
          <meter className="bar-row__bar" min={0} max={most} value={Math.abs(one.points)} aria-label={one.words} />
          {one.under}
        </li>
      ))}
    </ul>
  );
}
