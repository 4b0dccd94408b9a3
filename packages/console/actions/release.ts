import { action } from './action.ts';

export const release = action({
  id: 'case.release',
  label: 'action.case.release',
  key: 'shift+l',
  where: ['case'],
  needs: 'case.work',
  applies: ({ case: desk }) => desk?.view.mine === true,
  run: ({ case: desk }) => desk?.release(),
  undo: 'case.lease',
});
