import { action } from './action.ts';

/** The platform is asked for what it has. */
export const preserveEvidence = action({
  id: 'evidence.preserve',
  label: 'action.evidence.preserve',
  key: 'p',
  where: ['evidence'],
  needs: 'case.work',
  applies: ({ evidence: desk }) => desk !== null,
  run: ({ evidence: desk }) => desk?.ask('preserve'),
});
