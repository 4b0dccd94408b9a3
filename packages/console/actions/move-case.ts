import { action, isOver } from './action.ts';

export const moveCase = action({
  id: 'case.move',
  label: 'action.case.move',
  key: 'm',
  where: ['case'],
  needs: 'case.work',
  applies: ({ case: desk }) => desk !== null && !isOver(desk.view),
  run: ({ case: desk }) => desk?.ask('move'),
});
