import { action } from './action.ts';

/** The second person has read what will leave. From then on it leaves. */
export const approveReferral = action({
  id: 'referral.approve',
  label: 'action.referral.approve',
  key: 'y',
  where: ['referral'],
  needs: 'referral.approve',
  applies: ({ referral: desk }) =>
    desk?.view.state === 'checked' && desk.view.barred === null && desk.content === 'reading',
  run: ({ referral: desk }) => desk?.approve(),
});
