import type { MessageKey } from '../words/words.ts';
import { type Action, action } from './action.ts';

const KEYS = { confirmed: '=', cut: '-' } as const;
const STATES = ['confirmed', 'cut'] as const;
const label = (state: (typeof STATES)[number]): MessageKey => `action.link.${state}`;

/** One person's, or two people's: asks why before it is said. */
export const judgeLink: readonly Action[] = STATES.map((state) =>
  action({
    id: `link.${state}`,
    label: label(state),
    key: KEYS[state],
    where: ['case'],
    needs: 'link.judge',
    applies: ({ links: desk }) => desk !== null && desk.chosen !== null && desk.chosen.state !== state,
    run: ({ links: desk }) => desk?.judge(state),
    undo: 'link.take-back',
  }),
);
