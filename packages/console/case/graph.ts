/** The account's other contacts around it, placed by hand: there are fifty at most. Pure. */
import type { CaseContact } from '@kith/contract';

export interface Node {
  contact: CaseContact;
  x: number;
  y: number;
  /** radius: how much was written */
  size: number;
}

/** The drawing's own units. */
export const GRAPH = { width: 320, height: 200 } as const;
/** The smallest circle that is still a circle, in the drawing's units. */
const NODE_MIN = 4;
const NODE_GROWTH = 2.2;
/** The largest circle, in the drawing's units: two of them side by side still leave room. */
const NODE_SIZE_MAX = 14;

/** On two ellipses, children outside where there is room; the first, with most evidence, on top. */
export function placed(contacts: readonly CaseContact[]): Node[] {
  const inner = contacts.length > 24 ? Math.floor(contacts.length / 3) : 0;
  return contacts.map((contact, i) => {
    const ring = i >= contacts.length - inner;
    const count = ring ? inner : contacts.length - inner;
    const at = ring ? i - (contacts.length - inner) : i;
    const angle = -Math.PI / 2 + (2 * Math.PI * at) / count;
    const far = ring ? 0.5 : 0.86;
    const written = contact.messages + contact.replies;
    return {
      contact,
      x: GRAPH.width / 2 + (Math.cos(angle) * far * GRAPH.width) / 2,
      y: GRAPH.height / 2 + (Math.sin(angle) * far * GRAPH.height) / 2,
      size: Math.min(NODE_SIZE_MAX, NODE_MIN + NODE_GROWTH * Math.log10(1 + written)),
    };
  });
}
