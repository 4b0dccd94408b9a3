import { action } from './action.ts';

/** The most pressing case that one may take; from then on nobody else holds it. */
export const takeNext = action({
  id: 'case.take-next',
  label: 'action.case.take-next',
  key: 't',
  where: ['queue', 'case', 'reports', 'account', 'appeals', 'search', 'numbers'],
  needs: 'case.work',
  applies: () => true,
  run: ({ shell }) => shell.takeNext(),
  undo: 'case.release',
});
