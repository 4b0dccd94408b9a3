import { action } from './action.ts';

export const nextMessage = action({
  id: 'case.next-message',
  label: 'action.case.next-message',
  key: 'j',
  where: ['case', 'ruling'],
  needs: 'evidence.see',
  applies: ({ case: desk }) => desk?.conversation === 'open',
  run: ({ case: desk }) => desk?.moveMessage(1),
});
