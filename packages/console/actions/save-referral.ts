import { action } from './action.ts';

export const saveReferral = action({
  id: 'referral.save',
  label: 'action.referral.save',
  key: 'ctrl+s',
  where: ['referral'],
  needs: 'referral.work',
  applies: ({ referral: desk }) => desk?.content !== 'reading' && desk?.unsaved === true,
  run: ({ referral: desk }) => desk?.save(),
});
