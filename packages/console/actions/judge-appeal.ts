import type { MessageKey } from '../words/words.ts';
import { type Action, action } from './action.ts';

const OUTCOMES = ['uphold', 'overturn'] as const;
const label = (outcome: (typeof OUTCOMES)[number]): MessageKey => `action.appeal.${outcome}`;

export const judgeAppeal: readonly Action[] = OUTCOMES.map((outcome, i) =>
  action({
    id: `appeal.${outcome}`,
    label: label(outcome),
    key: String(i + 1),
    where: ['appeal'],
    needs: 'appeal.decide',
    applies: ({ appeal: desk }) =>
      desk?.appeal.mine === true && desk.appeal.state === 'open' && desk.appeal.barred === null,
    run: ({ appeal: desk }) => desk?.choose(outcome),
  }),
);
