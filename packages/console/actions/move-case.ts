import { action } from './action.ts';

export const moveCase = action({
  id: 'case.move',
  label: 'action.case.move',
  key: 'm',
  where: ['case'],
  needs: 'case.work',
  applies: ({ case: desk }) => desk !== null && desk.view.state !== 'closed',
  run: ({ case: desk }) => desk?.ask('move'),
});
