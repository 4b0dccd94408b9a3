import { action, isOver } from './action.ts';

/** A decided case is to be judged again. */
export const reopenCase = action({
  id: 'case.reopen',
  label: 'action.case.reopen',
  key: null,
  where: ['case'],
  needs: 'case.confirm',
  applies: ({ case: desk }) => desk !== null && isOver(desk.view),
  run: ({ case: desk }) => desk?.ask('reopen'),
});
