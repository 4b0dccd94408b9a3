import { action } from './action.ts';

/** What is preserved of the case. Nothing of it is opened by going there. */
export const caseEvidence = action({
  id: 'case.evidence',
  label: 'action.case.evidence',
  key: 'v',
  where: ['case'],
  needs: 'case.read',
  applies: ({ case: desk }) => desk !== null,
  run: ({ case: desk, shell }) => desk !== null && shell.go(`/case/${encodeURIComponent(desk.view.id)}/evidence`),
});
