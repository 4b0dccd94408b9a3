/** Where linked accounts stand in the drawing, around the one that a case is about. Pure. */
import type { LinkEdge, LinkedAccount, LinksView } from '@kith/contract';

export interface Placed {
  account: LinkedAccount;
  /** as the drawing and the list name it: 1 is the case's account */
  number: number;
  x: number;
  y: number;
}

/** The drawing's own units. */
export const DRAWING = { width: 320, height: 240 } as const;
/** How far from the middle, as shares of half the drawing. */
const NEAR = 0.5;
const FAR = 0.88;

/** Two accounts and who is taken for whom, as one text. */
export const edgeKey = ({ actor, other }: Pick<LinkEdge, 'actor' | 'other'>): string => JSON.stringify([actor, other]);

/** The strongest first; what people cut comes last. */
export const inOrder = (edges: readonly LinkEdge[]): LinkEdge[] =>
  edges.toSorted((a, b) => Number(a.state === 'cut') - Number(b.state === 'cut') || b.points - a.points);

/** The case's account in the middle, its neighbours around it, and theirs beyond them, on the same side. */
export function placedLinks({ account, accounts, edges }: LinksView): Placed[] {
  const next = (id: string): string[] =>
    edges.flatMap(({ actor, other }) => (actor === id ? [other] : other === id ? [actor] : []));
  const near = new Set(next(account));
  const rest = accounts.filter(({ id }) => id !== account);
  const inner = rest.filter(({ id }) => near.has(id));
  const outer = rest.filter(({ id }) => !near.has(id));
  const besides = new Map(
    outer.map(({ id }) => {
      const neighbours = new Set(next(id));
      return [
        id,
        Math.max(
          0,
          inner.findIndex((one) => neighbours.has(one.id)),
        ),
      ];
    }),
  );
  const sectors = Math.max(1, inner.length);
  const width = inner.length === 0 ? 2 * Math.PI : Math.min(Math.PI, (2 * Math.PI) / sectors);
  return [
    ...accounts.filter(({ id }) => id === account).map((one) => ({ account: one, ...at(0, 0) })),
    ...inner.map((one, i) => ({ account: one, ...at(i / sectors, outer.length === 0 ? FAR : NEAR) })),
    ...Array.from({ length: sectors }, (_, i) => outer.filter(({ id }) => besides.get(id) === i)).flatMap((some, i) =>
      some.map((one, j) => {
        const aside = ((j + 0.5) / some.length - 0.5) * (width / (2 * Math.PI));
        return { account: one, ...at(i / sectors + aside, FAR) };
      }),
    ),
  ].map((one, i) => ({ ...one, number: i + 1 }));
}

/** @param turn a whole one is 1; 0 is on top */
function at(turn: number, far: number): { x: number; y: number } {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return {
    x: (DRAWING.width / 2) * (1 + Math.cos(angle) * far),
    y: (DRAWING.height / 2) * (1 + Math.sin(angle) * far),
  };
}
