/** A table of rows under their heads. */
import type { ReactNode, RefObject } from 'react';

interface TableProps {
  heads: readonly string[];
  /** what useRows goes up and down in, where it does */
  box?: RefObject<HTMLTableSectionElement | null>;
  /** a row each */
  children: readonly ReactNode[];
}

export function Table({ heads, box, children }: TableProps) {
  return (
    <table className="rows">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={box}>{children}</tbody>
    </table>
  );
}
