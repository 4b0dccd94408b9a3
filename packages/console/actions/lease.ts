import { action } from './action.ts';

export const lease = action({
  id: 'case.lease',
  label: 'action.case.lease',
  key: 'l',
  where: ['case'],
  needs: 'case.work',
  applies: ({ case: desk }) => desk !== null && !desk.view.mine && desk.view.barred === null,
  run: ({ case: desk }) => desk?.lease(),
  undo: 'case.release',
});
