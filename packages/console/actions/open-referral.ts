import { action } from './action.ts';

/** What it says is evidence: the audit log says who looked. */
export const openReferral = action({
  id: 'referral.open',
  label: 'action.referral.open',
  key: 'o',
  where: ['referral'],
  needs: 'referral.work',
  applies: ({ referral: desk }) =>
    (desk?.content === 'shut' && desk.view.state !== 'destroyed') || desk?.content === 'behind',
  run: ({ referral: desk }) => desk?.open(),
});
