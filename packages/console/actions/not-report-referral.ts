import { action } from './action.ts';

/** Nobody gets it, and it says why. */
export const notReportReferral = action({
  id: 'referral.not-reported',
  label: 'action.referral.not-reported',
  key: null,
  where: ['referral'],
  needs: 'referral.approve',
  applies: ({ referral: desk }) => desk !== null && ['drafted', 'checked'].includes(desk.view.state),
  run: ({ referral: desk }) => desk?.ask({ what: 'not-reported' }),
});
