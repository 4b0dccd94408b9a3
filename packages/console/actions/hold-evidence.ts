import { action } from './action.ts';

export const holdEvidence = action({
  id: 'evidence.hold',
  label: 'action.evidence.hold',
  key: 'l',
  where: ['evidence'],
  needs: 'evidence.hold',
  applies: ({ evidence: desk }) => desk !== null && !desk.held,
  run: ({ evidence: desk }) => desk?.ask('hold'),
  undo: 'evidence.release',
});
