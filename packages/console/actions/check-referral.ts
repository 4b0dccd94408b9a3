import { action } from './action.ts';

/** Complete, and true as far as one can tell; then somebody else looks. */
export const checkReferral = action({
  id: 'referral.check',
  label: 'action.referral.check',
  key: 'c',
  where: ['referral'],
  needs: 'referral.work',
  applies: ({ referral: desk }) => desk?.content === 'editing',
  run: ({ referral: desk }) => desk?.check(),
  undo: 'referral.give-back',
});
