import { action } from './action.ts';

/** What is learned later is a referral of its own, which adds to this one. */
export const supplementReferral = action({
  id: 'referral.supplement',
  label: 'action.referral.supplement',
  key: null,
  where: ['referral'],
  needs: 'referral.work',
  applies: ({ referral: desk }) => desk !== null && ['received', 'supplemented', 'retained'].includes(desk.view.state),
  run: ({ referral: desk }) => desk?.supplement(),
});
