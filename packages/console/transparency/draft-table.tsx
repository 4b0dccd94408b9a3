/** A table of a report as its page has it; what is withheld stands out. */
import type { TransparencyDraft } from '@kith/contract';
import { Table } from '../shell/table.tsx';

type DraftTableProps = { table: TransparencyDraft['statistics'][number]['tables'][number]; mark: string };

export function DraftTable({ table: { caption, head, rows }, mark }: DraftTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard
    <section className="rows-box" aria-label={caption} tabIndex={0}>
      <Table heads={head} caption={caption}>
        {rows.map(([name = '', ...cells]) => (
          <tr key={name}>
            <td data-label={head[0]}>
              <b>{name}</b>
            </td>
            {cells.map((cell, i) => (
              // cells of one row never change places
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <td key={i} data-label={head[i + 1]}>
                {cell === mark ? <span className="tag tag--said">{cell}</span> : cell}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  );
}
