/** Parents, carers and teens: data of the operator's, in `policy.yaml` under `family`. */
import { z } from 'zod';
import { ageBand, ageMethod } from './words.ts';

/** The most guardians that one child can have: two homes with two adults each, and a carer or two. */
export const GUARDIANS_MAX = 6;

/** Bands of children, the youngest first. */
export const childBand = ageBand.extract(['under13', '13to15', '16to17']);
export type ChildBand = z.infer<typeof childBand>;

const bands = z.array(childBand).max(childBand.options.length);

export const familyPolicy = z.strictObject({
  /** which bands can have a guardian */
  bands: bands.min(1).default(['under13', '13to15', '16to17']),
  guardians: z
    .strictObject({
      most: z.int().min(1).max(GUARDIANS_MAX).default(4),
      /** how the platform must know that a guardian is an adult, at least */
      adulthood: ageMethod.exclude(['unknown']).default('declared'),
    })
    .prefault({}),
  invitations: z
    .strictObject({
      /** an invitation that nobody answered is over after so many hours */
      hours: z.int().min(1).max(336).default(48),
      /** whether a child may invite a guardian, too */
      byChild: z.boolean().default(true),
      /** so many invitations a day from one account */
      perDay: z.int().min(1).max(100).default(5),
    })
    .prefault({}),
  /** these may not end a guardianship by themselves: the platform's people do, who hear what the child says */
  endedByGuardianOnly: bands.default(['under13']),
  /** a weaker safety setting of these waits for a guardian's yes after the child's own */
  approvesWeaker: bands.default(['under13', '13to15']),
  /** of these a guardian sees which kinds of warnings the child was shown */
  seesWarnings: bands.default(['under13', '13to15']),
  /** a guardian may ask for an evening and night without notifications */
  quietHours: z.boolean().default(true),
  /** a summary for guardians, once a week */
  weeklySummary: z.boolean().default(true),
});
export type FamilyPolicy = z.infer<typeof familyPolicy>;
