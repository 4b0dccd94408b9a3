import { action } from './action.ts';

/** The authority refused it; nothing of it is open there. */
export const sendAgainReferral = action({
  id: 'referral.send-again',
  label: 'action.referral.send-again',
  key: null,
  where: ['referral'],
  needs: 'referral.approve',
  applies: ({ referral: desk }) => desk?.view.state === 'approved' && desk.view.filing?.step === 'refused',
  run: ({ referral: desk }) => desk?.sendAgain(),
});
