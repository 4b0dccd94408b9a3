import { action } from './action.ts';

export const attachEvidence = action({
  id: 'evidence.attach',
  label: 'action.evidence.attach',
  key: 'a',
  where: ['evidence'],
  needs: 'evidence.open',
  applies: ({ evidence: desk }) => desk !== null,
  run: ({ evidence: desk }) => desk?.ask('attach'),
});
