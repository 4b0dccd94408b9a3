import { action } from './action.ts';

export const addNote = action({
  id: 'case.note',
  label: 'action.case.note',
  key: 'a',
  where: ['case'],
  needs: 'case.work',
  applies: ({ case: desk }) => desk !== null && desk.view.state !== 'closed',
  run: ({ case: desk }) => desk?.ask('note'),
});
