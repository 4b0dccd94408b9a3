import { action } from './action.ts';

export const previousSignal = action({
  id: 'case.previous-signal',
  label: 'action.case.previous-signal',
  key: 'shift+n',
  where: ['case', 'ruling'],
  needs: 'evidence.see',
  applies: ({ case: desk }) => desk?.conversation === 'open',
  run: ({ case: desk }) => desk?.moveSignal(-1),
});
