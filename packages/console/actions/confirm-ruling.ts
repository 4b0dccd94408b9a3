import { action } from './action.ts';

/** The second person agrees with the first. */
export const confirmRuling = action({
  id: 'ruling.confirm',
  label: 'action.ruling.confirm',
  key: 'y',
  where: ['case'],
  needs: 'case.confirm',
  applies: ({ case: desk }) => desk !== null && desk.secondLook !== null,
  run: ({ case: desk }) => desk?.secondLook?.confirm(),
  undo: 'ruling.undo',
});
