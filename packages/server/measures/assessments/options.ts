/** What assessments need: where they are kept, what is asked, and what may lie beside answers. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { RegistryInUse } from '../registry-in-use.ts';
import { type AssessmentKind, shippedKinds } from './kinds.ts';

export interface AssessmentOptions {
  db: Kysely<Records>;
  kinds: readonly AssessmentKind[];
  /** the measures in use, and what decides which apply */
  registry: Pick<RegistryInUse, 'codes' | 'questions'>;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** With the kinds that come with Kith. @throws RegistryError */
export const assessmentsOf = (of: Omit<AssessmentOptions, 'kinds'>): AssessmentOptions => ({
  ...of,
  kinds: shippedKinds(),
});
