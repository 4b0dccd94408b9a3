import { action } from './action.ts';

export const releaseAppeal = action({
  id: 'appeal.release',
  label: 'action.appeal.release',
  key: 'shift+l',
  where: ['appeal'],
  needs: 'appeal.decide',
  applies: ({ appeal: desk }) => desk?.appeal.mine === true && desk.appeal.state === 'open',
  run: ({ appeal: desk }) => desk?.release(),
  undo: 'appeal.lease',
});
