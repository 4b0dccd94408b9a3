import { action } from './action.ts';

export const releaseEvidence = action({
  id: 'evidence.release',
  label: 'action.evidence.release',
  key: 'shift+l',
  where: ['evidence'],
  needs: 'evidence.hold',
  applies: ({ evidence: desk }) => desk?.held === true,
  run: ({ evidence: desk }) => desk?.ask('release'),
  undo: 'evidence.hold',
});
