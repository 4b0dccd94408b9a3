import { action } from './action.ts';

/** Another authority has it already. */
export const coverReferral = action({
  id: 'referral.covered',
  label: 'action.referral.covered',
  key: null,
  where: ['referral'],
  needs: 'referral.approve',
  applies: ({ referral: desk }) => desk !== null && ['drafted', 'checked'].includes(desk.view.state),
  run: ({ referral: desk }) => desk?.ask({ what: 'covered' }),
});
