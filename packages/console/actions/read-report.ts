import { action } from './action.ts';

/** A report's own words: a look at evidence, which the audit log has. */
export const readReport = action({
  id: 'case.read-report',
  label: 'action.case.read-report',
  key: 'r',
  where: ['case'],
  needs: 'evidence.see',
  applies: ({ case: desk }) => desk?.view.reportsFiled.some(({ hasText }) => hasText) === true,
  run: ({ case: desk }) => desk?.readReport(),
});
