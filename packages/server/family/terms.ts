/** What a child says yes to: all that a guardian would see and could do, as policy has it at the child's age. */
import { hash } from 'node:crypto';
import { type FamilyPolicy, type GuardianMay, type GuardianSees, guardianMay, guardianSees } from '@kith/contract';
import type { Account } from '@kith/engine';
import type { GuardianshipRow } from '../ground/database/index.ts';

export interface Terms {
  sees: readonly GuardianSees[];
  may: readonly GuardianMay[];
  /** whether the child may end it by itself */
  mayEnd: boolean;
}

/** Whether policy lets a child of that age end it by itself. */
export const mayEndAt = ({ endedByGuardianOnly }: FamilyPolicy, ageBand: Account['ageBand']): boolean =>
  !endedByGuardianOnly.some((band) => band === ageBand);

export function termsAt(policy: FamilyPolicy, ageBand: Account['ageBand']): Terms {
  const isOf = (bands: readonly string[]): boolean => bands.includes(ageBand);
  const may = (one: GuardianMay): boolean => {
    switch (one) {
      case 'settings':
        return isOf(policy.approvesWeaker);
      case 'quiet_hours':
        return policy.quietHours;
      case 'summary':
        return policy.weeklySummary;
      case 'review':
      case 'report':
        return true;
      default:
        return one satisfies never;
    }
  };
  return {
    sees: guardianSees.options.filter((one) => one !== 'warnings' || isOf(policy.seesWarnings)),
    may: guardianMay.options.filter(may),
    mayEnd: mayEndAt(policy, ageBand),
  };
}

/**
 * Stands for what one child is shown of one invitation. Made anew at the yes: where policy, the child's age or who asks is not as
 * it was, it is another. It is no secret, and proves nothing to anybody but that the two are alike.
 */
export const termsId = (
  { id, guardian, child }: Pick<GuardianshipRow, 'id' | 'guardian' | 'child'>,
  { sees, may, mayEnd }: Terms,
): string => hash('sha256', JSON.stringify(['family terms', id, guardian, child, sees, may, mayEnd])).slice(0, 32);
