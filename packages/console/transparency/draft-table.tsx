/** A table of a report as its page has it; what is withheld stands out. */
import type { TransparencyDraft } from '@kith/contract';

type Table = TransparencyDraft['statistics'][number]['tables'][number];

export function DraftTable({ table: { caption, head, rows }, mark }: { table: Table; mark: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard
    <section className="rows-box" aria-label={caption} tabIndex={0}>
      <table className="rows">
        <caption className="rows__caption">{caption}</caption>
        <thead>
          <tr>
            {head.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </section>
  );
}
