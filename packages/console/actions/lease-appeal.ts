import { action } from './action.ts';

export const leaseAppeal = action({
  id: 'appeal.lease',
  label: 'action.appeal.lease',
  key: 'l',
  where: ['appeal'],
  needs: 'appeal.decide',
  applies: ({ appeal: desk }) =>
    desk?.appeal.mine === false &&
    desk.appeal.leasedBy === null &&
    desk.appeal.barred === null &&
    desk.appeal.state === 'open',
  run: ({ appeal: desk }) => desk?.lease(),
  undo: 'appeal.release',
});
