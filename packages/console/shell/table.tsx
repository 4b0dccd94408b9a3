/** A table of rows under their heads. */
import type { ReactNode, RefObject } from 'react';

interface TableProps {
  heads: readonly string[];
  /** what the table is of, where no heading says it */
  caption?: string;
  /** what useRows goes up and down in, where it does */
  box?: RefObject<HTMLTableSectionElement | null>;
  /** a row each */
  children: readonly ReactNode[];
}

export function Table({ heads, caption, box, children }: TableProps) {
  return (
    <table className="rows">
      {caption !== undefined && <caption className="rows__caption">{caption}</caption>}
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
