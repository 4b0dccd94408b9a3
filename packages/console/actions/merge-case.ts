import { action, isOver } from './action.ts';

export const mergeCase = action({
  id: 'case.merge',
  label: 'action.case.merge',
  key: null,
  where: ['case'],
  needs: 'case.work',
  applies: ({ case: desk }) => desk !== null && !isOver(desk.view),
  run: ({ case: desk }) => desk?.ask('merge'),
});
