import { action } from './action.ts';

export const openPortal = action({
  id: 'portal.open',
  label: 'action.portal.open',
  key: 'o',
  where: ['portal'],
  needs: 'referral.work',
  applies: ({ portal: desk }) => desk?.shut === true,
  run: ({ portal: desk }) => desk?.open(),
});
