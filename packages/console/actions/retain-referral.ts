import { action } from './action.ts';

/** Nothing more is to be done; it is kept as the law says. */
export const retainReferral = action({
  id: 'referral.retain',
  label: 'action.referral.retain',
  key: null,
  where: ['referral'],
  needs: 'referral.approve',
  applies: ({ referral: desk }) => desk !== null && ['received', 'supplemented'].includes(desk.view.state),
  run: ({ referral: desk }) => desk?.retain(),
});
