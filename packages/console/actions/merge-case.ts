import { action } from './action.ts';

export const mergeCase = action({
  id: 'case.merge',
  label: 'action.case.merge',
  key: null,
  where: ['case'],
  needs: 'case.work',
  applies: ({ case: desk }) => desk !== null && desk.view.state !== 'closed',
  run: ({ case: desk }) => desk?.ask('merge'),
});
