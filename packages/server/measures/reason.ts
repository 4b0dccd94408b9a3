/** Why a measure applies or not, in English, for a line or for lines below each other. */
import type { Reason } from './applies.ts';

const JOINS = { all: 'all of', any: 'one of', not: 'not' } as const;
const JOINED = { all: 'all of these', any: 'one of these', not: 'not this' } as const;
const said = ({ holds }: Reason): string => (holds === 'open' ? 'not answered' : holds);

/** As one text, what is joined in brackets: `one of (grooming high: yes; all of (large: no; grooming medium: yes): no): yes`. */
export function reasonLine(because: readonly Reason[]): string {
  const [first, ...below] = because;
  if (first === undefined) return '';
  if (first.is === 'named') return `${first.name}: ${said(first)}`;
  const parts: Reason[][] = [];
  for (const line of below) {
    if (line.depth === first.depth + 1) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return `${JOINS[first.is]} (${parts.map(reasonLine).join('; ')}): ${said(first)}`;
}

/** A line each, deeper ones further in. */
export const reasonLines = (because: readonly Reason[]): string[] =>
  because.map(
    (line) => `${'  '.repeat(line.depth)}${line.is === 'named' ? line.name : JOINED[line.is]}: ${said(line)}`,
  );
