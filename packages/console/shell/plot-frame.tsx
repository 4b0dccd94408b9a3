/** What stands around a drawing of numbers: 0 and the most at its side, names below. Its table says the same to a screen reader. */
import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.tsx';

interface PlotFrameProps {
  /** in the drawing's own units; it is stretched to the width there is */
  box: { readonly width: number; readonly height: number };
  most: number;
  /** names, a span each, from left to right */
  below: ReactNode;
  children: ReactNode;
}

export function PlotFrame({ box, most, below, children }: PlotFrameProps) {
  const { number } = useWords();
  return (
    <figure className="plot-box" aria-hidden="true">
      <p className="plot-box__y">
        <span>{number(most)}</span>
        <span>{number(0)}</span>
      </p>
      <svg
        className="plot"
        viewBox={`0 -2 ${box.width} ${box.height + 4}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {children}
      </svg>
      <p className="plot-box__x">{below}</p>
    </figure>
  );
}
