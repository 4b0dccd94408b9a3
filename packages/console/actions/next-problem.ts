import { action } from './action.ts';

export const nextProblem = action({
  id: 'referral.next-problem',
  label: 'action.referral.next-problem',
  key: 'n',
  where: ['referral'],
  needs: 'referral.work',
  applies: ({ referral: desk }) => desk?.content === 'editing' && desk.view.problems.length > 0,
  run: ({ referral: desk }) => desk?.nextProblem(),
});
