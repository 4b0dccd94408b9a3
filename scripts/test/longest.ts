/**
 * Test files that take longest, the longest first: they begin first. Nothing depends on it but how long a run takes. A run
 * leaves how long each file took in .cache/test-times.tsv.
 */
export const LONGEST: readonly string[] = [
  'packages/server/knowledge/postgres/crash.test.ts',
  'packages/server/enforcement/crash.test.ts',
  'packages/server/intake/bad-input.test.ts',
  'packages/server/console/referrals.browser.test.ts',
  'packages/server/cli/cli.test.ts',
  'packages/server/knowledge/packed.test.ts',
  'packages/server/enforcement/chain.test.ts',
  'packages/server/knowledge/resident/crash.test.ts',
  'packages/server/texts.test.ts',
  'packages/server/doctor/doctor.test.ts',
  'packages/server/knowledge/copy.test.ts',
  'packages/server/docs.browser.test.ts',
  'packages/server/enforcement/standing.test.ts',
  'packages/server/evidence/crash.test.ts',
  'packages/server/kept/kept.test.ts',
  'packages/server/kept/preserve.test.ts',
  'packages/server/console/evidence.browser.test.ts',
  'packages/server/kept/requests/requests.test.ts',
  'packages/server/enforcement/automatic.test.ts',
  'packages/server/console/cases.browser.test.ts',
  'packages/server/access.test.ts',
];
