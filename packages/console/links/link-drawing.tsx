import type { LinkEdge } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';
import { DRAWING, edgeKey, type Placed } from './placing.ts';

interface LinkDrawingProps {
  placed: readonly Placed[];
  edges: readonly LinkEdge[];
  /** of the link that is in front */
  chosen: string | null;
  onChoose(key: string): void;
}

/** Half of a node's width, in the drawing's units: two digits fit. */
const NODE = 11;

/** Numbers as in the list beside it, which says the same and is pressed by keyboard. */
export function LinkDrawing({ placed, edges, chosen, onChoose }: LinkDrawingProps) {
  const { t } = useWords();
  const where = new Map(placed.map((one) => [one.account.id, one]));
  return (
    <figure className="links__drawing">
      <svg
        className="graph"
        viewBox={`0 0 ${DRAWING.width} ${DRAWING.height}`}
        role="img"
        aria-label={t('links.drawing', { accounts: placed.length, links: edges.length })}
      >
        {edges.map((edge) => {
          const [from, to] = [where.get(edge.actor), where.get(edge.other)];
          if (from === undefined || to === undefined) return null;
          const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
          const key = edgeKey(edge);
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the list beside it does the same by keyboard
            <g key={key} data-chosen={key === chosen || undefined} onClick={() => onChoose(key)} className="link-line">
              <line {...ends} className="link-line__room" />
              <line {...ends} className={`link-line__line link-line__line--${edge.state}`} />
            </g>
          );
        })}
        {placed.map(({ account, number, x, y }) => (
          <g key={account.id} className={account.barred ? 'link-node link-node--barred' : 'link-node'}>
            {number === 1 ? (
              <rect x={x - NODE} y={y - NODE} width={2 * NODE} height={2 * NODE} className="link-node__shape" />
            ) : (
              <circle cx={x} cy={y} r={NODE} className="link-node__shape" />
            )}
            {account.barred && (
              <path d={`M${x - NODE} ${y + NODE}L${x + NODE} ${y - NODE}`} className="link-node__bar" />
            )}
            <text x={x} y={y} className="link-node__number">
              {number}
            </text>
          </g>
        ))}
      </svg>
      <figcaption className="quiet">{t('links.key')}</figcaption>
    </figure>
  );
}
