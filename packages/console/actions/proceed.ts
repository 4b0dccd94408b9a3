import { action } from './action.ts';

/** On to the last step of a ruling, and there: sends it. */
export const proceed = action({
  id: 'ruling.proceed',
  label: 'action.ruling.proceed',
  key: 'enter',
  where: ['ruling'],
  needs: 'case.rule',
  applies: ({ ruling }) => ruling !== null,
  run: ({ ruling }) => ruling?.proceed(),
  undo: 'ruling.undo',
});
