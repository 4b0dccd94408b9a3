import { action } from './action.ts';

export const giveBackReferral = action({
  id: 'referral.give-back',
  label: 'action.referral.give-back',
  key: 'shift+y',
  where: ['referral'],
  needs: 'referral.work',
  applies: ({ referral: desk }) =>
    desk?.view.state === 'checked' ||
    (desk?.view.state === 'approved' &&
      desk.view.filing?.step !== 'opened' &&
      desk.view.filing?.step !== 'uploading' &&
      desk.view.filing?.step !== 'finishing'),
  run: ({ referral: desk }) => desk?.ask({ what: 'give-back' }),
});
