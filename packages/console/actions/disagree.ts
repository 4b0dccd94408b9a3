import { action } from './action.ts';

/** The second person sees it otherwise, and writes why for the next one. */
export const disagree = action({
  id: 'ruling.disagree',
  label: 'action.ruling.disagree',
  key: 'shift+y',
  where: ['case'],
  needs: 'case.confirm',
  applies: ({ case: desk }) => desk !== null && desk.secondLook !== null,
  run: ({ case: desk }) => desk?.ask('disagree'),
});
