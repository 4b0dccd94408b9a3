import type { Risk } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';

/** How many of three parts are filled: the shape says it without its colour, the word without the shape. */
const FILLED: Readonly<Record<Risk, number>> = { none: 0, low: 1, medium: 2, high: 3 };
const PARTS = [1, 2, 3];

export function Level({ level }: { level: Risk }) {
  const { t } = useWords();
  return (
    <span className={`level level--${level}`}>
      <svg viewBox="0 0 14 12" width="14" height="12" aria-hidden="true">
        {PARTS.map((part) => (
          <rect
            key={part}
            x={(part - 1) * 5}
            y={9 - part * 3}
            width="4"
            height={part * 3 + 2}
            className={part <= FILLED[level] ? 'level__on' : 'level__off'}
          />
        ))}
      </svg>
      {t(`risk.${level}`)}
    </span>
  );
}
