import { action, isOver } from './action.ts';

/** The message in front is, or is not, among those that a ruling removes. */
export const markMessage = action({
  id: 'case.mark-message',
  label: 'action.case.mark-message',
  key: 'x',
  where: ['case'],
  needs: 'case.rule',
  applies: ({ case: desk }) => desk?.conversation === 'open' && !isOver(desk.view),
  run: ({ case: desk }) => desk?.mark(),
  undo: 'case.mark-message',
});
