import { action } from './action.ts';

/** An authority has asked something. */
export const noteRequest = action({
  id: 'referral.request',
  label: 'action.referral.request',
  key: 'r',
  where: ['referral'],
  needs: 'referral.file',
  applies: ({ referral: desk }) => desk !== null && desk.view.sentAt !== null && desk.view.state !== 'destroyed',
  run: ({ referral: desk }) => desk?.ask({ what: 'request' }),
});
