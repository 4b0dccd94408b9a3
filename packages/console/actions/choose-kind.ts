import type { RulingKind } from '@kith/contract';
import type { MessageKey } from '../words/words.ts';
import { type Action, action } from './action.ts';

/** In the order of their keys: what is ruled most often first, then as it weighs. */
export const KINDS = [
  'no_violation',
  'warn',
  'remove_content',
  'restrict',
  'suspend',
  'disable',
  'restore',
] as const satisfies readonly RulingKind[];

const label = (kind: RulingKind): MessageKey => `kind.${kind}`;

/** One action a kind. It joins those that are chosen where it goes with them; nothing is sent before it is confirmed. */
export const chooseKind: readonly Action[] = KINDS.map((kind, i) =>
  action({
    id: `ruling.${kind}`,
    label: label(kind),
    key: String(i + 1),
    where: ['case', 'ruling'],
    needs: 'case.rule',
    applies: ({ case: desk }) => desk?.mayRule === true && (kind !== 'remove_content' || desk.marked.size > 0),
    run: ({ case: desk }) => desk?.choose(kind),
    undo: 'ruling.cancel',
  }),
);
