import { action } from './action.ts';

export const previousMessage = action({
  id: 'case.previous-message',
  label: 'action.case.previous-message',
  key: 'k',
  where: ['case', 'ruling'],
  needs: 'evidence.see',
  applies: ({ case: desk }) => desk?.conversation === 'open',
  run: ({ case: desk }) => desk?.moveMessage(-1),
});
