import { action } from './action.ts';

/** A referral is drafted from what is known; nothing leaves by it. */
export const refer = action({
  id: 'case.refer',
  label: 'action.case.refer',
  key: 'f',
  where: ['case'],
  needs: 'referral.work',
  applies: ({ case: desk }) => desk !== null,
  run: ({ case: desk }) => desk?.ask('refer'),
});
