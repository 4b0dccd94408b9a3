/**
 * What people rule under: named policies with the measures that each lets them take, which of these need a second person,
 * and what follows from a ruling. Data of the operator's, in `policy.yaml` under `enforcement`.
 */
import { z } from 'zod';
import { rulingKind } from './rulings.ts';

/** What a policy lets people do; `no_violation` and `restore` may always be ruled. */
const measure = rulingKind.exclude(['no_violation', 'restore']);

/** Named policies at most: more than anybody who rules can tell apart. */
const POLICIES_MAX = 50;
/** Days: ten years, longer than any of these times is wise. */
const days = z.number().positive().max(3650);

/** The same in each language that Kith ships. */
const inBoth = (length: number) =>
  z.strictObject({ en: z.string().min(1).max(length), cy: z.string().min(1).max(length) });

const namedPolicy = z.strictObject({
  /** what rulings, records and statistics call it; never changes its meaning */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be small letters, digits and hyphens, 64 at most'),
  /** for those who rule */
  title: inBoth(120),
  /** which rule was broken, in words for the person who broke it: plain, and of nobody in particular */
  told: inBoth(600),
  /** what may be ruled under it, beside no_violation and restore, which always may */
  measures: z
    .array(measure)
    .min(1)
    .refine((all) => new Set(all).size === all.length, 'must name each measure once'),
  /** measures that need a second person under this policy, beside those that always do */
  secondPerson: z.array(measure).default([]),
});
export type NamedPolicy = z.infer<typeof namedPolicy>;

/** For operators who name none: the rules of the platform as a whole. */
const ONE_FOR_ALL: z.input<typeof namedPolicy> = {
  id: 'platform-rules',
  title: { en: "The platform's rules", cy: 'Rheolau’r platfform' },
  told: {
    en: 'You broke the rules that keep people safe here.',
    cy: 'Rwyt ti wedi torri’r rheolau sy’n cadw pobl yn ddiogel yma.',
  },
  measures: ['warn', 'remove_content', 'restrict', 'suspend', 'disable'],
};

export const enforcementPolicy = z.strictObject({
  policies: z
    .array(namedPolicy)
    .min(1)
    .max(POLICIES_MAX)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must give each policy an id of its own')
    .default([{ ...ONE_FOR_ALL, secondPerson: [] } as NamedPolicy]),
  /** what a second person must confirm, under whichever policy */
  secondPerson: z
    .strictObject({
      measures: z.array(measure).default(['disable']),
      /** a filing to an authority */
      referral: z.boolean().default(true),
      /** a restore that lifts what two people agreed on */
      restore: z.boolean().default(true),
    })
    .prefault({}),
  preservation: z
    .strictObject({
      /** how far back before the ruling the platform is asked to keep (regulation 8(2): the two weeks before) */
      daysBefore: days.default(14),
      /** removal is asked for after so long even where the request to preserve could not be delivered: minutes */
      waitMinutes: z
        .number()
        .min(0)
        .max(7 * 24 * 60)
        .default(60),
      /** by when the platform should have given what it was asked for: hours; this target is the operator's, no law's */
      answerHours: z
        .number()
        .positive()
        .max(90 * 24)
        .default(72),
    })
    .prefault({}),
  statement: z
    .strictObject({
      /** whether somebody is told while a referral about them is pending: telling could tip off */
      whileReferred: z.boolean().default(false),
      /** whether somebody is told whom Kith itself restricts before anybody has looked (`risk.restrictAtHigh`; measure D11) */
      automatic: z.boolean().default(true),
      /** a statement that is held back is looked at again after so long */
      reviewDays: days.default(14),
    })
    .prefault({}),
  appeals: z
    .strictObject({
      /** how long an affected person can appeal */
      openDays: days.default(183),
      /** when they can expect an answer: told when an appeal arrives (D8) */
      answerDays: days.default(7),
    })
    .prefault({}),
});
export type EnforcementPolicy = z.output<typeof enforcementPolicy>;
