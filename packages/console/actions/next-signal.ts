import { action } from './action.ts';

export const nextSignal = action({
  id: 'case.next-signal',
  label: 'action.case.next-signal',
  key: 'n',
  where: ['case', 'ruling'],
  needs: 'evidence.see',
  applies: ({ case: desk }) => desk?.conversation === 'open',
  run: ({ case: desk }) => desk?.moveSignal(1),
});
