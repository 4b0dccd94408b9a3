/**
 * Recognising who comes back: how much each likeness of a newcomer and a barred account weighs, from which sum on what
 * follows. Data of the operator's, in `policy.yaml` under `returning`; `kith returning fit` estimates it from a platform's own.
 */
import { z } from 'zod';

/** What follows from a likeness: it is noted; the account begins without contact to children; a person looks first; refused. */
export const returningOutcome = z.enum(['watch', 'restrict', 'hold', 'block']);
export type ReturningOutcome = z.infer<typeof returningOutcome>;

/** The most that one comparison may weigh, log-odds: a likeness of one in three million. */
export const LINK_WEIGHT_MAX = 15;

const likelihood = z.number().gt(0).lt(1);
/**
 * Fellegi and Sunter's two likelihoods of an agreement: among accounts that are the same person's, and of different people.
 * Of an identifier `u` is that of a value which one account has: what n accounts have agrees n times as often by chance.
 */
const agreement = z.strictObject({ m: likelihood, u: likelihood });
export type Agreement = z.infer<typeof agreement>;

const outcomes = z.strictObject({ low: returningOutcome, medium: returningOutcome, high: returningOutcome });

export const returningPolicy = z
  .strictObject({
    version: z.string().min(1).max(64).default('kith-returning-2'),
    fields: z
      .strictObject({
        email: agreement.default({ m: 0.05, u: 0.00002 }),
        telephone: agreement.default({ m: 0.1, u: 0.00002 }),
        device: agreement.default({ m: 0.7, u: 0.0002 }),
        /** has no device beside one that both use; only compared where they share one */
        devices: agreement.default({ m: 0.8, u: 0.4 }),
        /** nobody else's account is on it; of two of one home, mostly somebody's is. Compared as `devices` is */
        alone: agreement.default({ m: 0.9, u: 0.4 }),
        /** was seen on none of the other's networks, nor with its card: who lives with it is at home. Compared as `devices` is */
        away: agreement.default({ m: 0.85, u: 0.4 }),
        payment: agreement.default({ m: 0.15, u: 0.0002 }),
        ip: agreement.default({ m: 0.1, u: 0.0005 }),
        network: agreement.default({ m: 0.2, u: 0.002 }),
        invited: agreement.default({ m: 0.05, u: 0.001 }),
        inviter: agreement.default({ m: 0.03, u: 0.001 }),
        ageBand: agreement.default({ m: 0.9, u: 0.5 }),
        country: agreement.default({ m: 0.97, u: 0.65 }),
        region: agreement.default({ m: 0.93, u: 0.45 }),
        language: agreement.default({ m: 0.95, u: 0.7 }),
        target: agreement.default({ m: 0.8, u: 0.002 }),
        /** the same, where the newcomer is a child: who is new in a class turns to whom it knows */
        targetOfPeers: agreement.default({ m: 0.8, u: 0.01 }),
        opener: agreement.default({ m: 0.3, u: 0.01 }),
        hours: agreement.default({ m: 0.4, u: 0.25 }),
        /** turns to children it has nothing in common with, among its first contacts; and where it is a child itself */
        strangers: agreement.default({ m: 0.9, u: 0.3 }),
        strangersOfPeers: agreement.default({ m: 0.9, u: 0.35 }),
        /** signed up within `soonDays` after the other was disabled, and not before; the sooner, the more it says */
        soon: agreement.default({ m: 0.85, u: 0.3 }),
      })
      .prefault({}),
    /**
     * What it takes away, log-odds, that whoever lives there has the same: what a home shares counts so much less, and less
     * again for `each` further account that uses it, of which so many count at most. A brother on the family's tablet is nobody
     * who comes back. `apart` is what ages that can't be one person's take.
     */
    household: z
      .strictObject({
        home: z.number().min(0).max(LINK_WEIGHT_MAX).default(5.5),
        each: z.number().min(0).max(LINK_WEIGHT_MAX).default(1),
        accounts: z.int().min(0).max(16).default(4),
        apart: z.number().min(0).max(LINK_WEIGHT_MAX).default(3),
      })
      .prefault({}),
    /**
     * An e-mail address or number that nobody verified of the earlier account agrees so many times as often by chance: who wants
     * somebody restricted needs only to know theirs. All such together count as the strongest of them: who knows one knows others.
     */
    unverified: z.number().min(1).max(10_000).default(100),
    /** how likely an account that is taken for a barred one is that one's: counts where a newcomer is like it */
    through: z.number().gt(0).max(1).default(0.7),
    /** from which sums on, log-odds, a likeness is low, medium or high */
    thresholds: z
      .strictObject({ low: z.number(), medium: z.number(), high: z.number() })
      .refine((t) => t.low < t.medium && t.medium < t.high, 'must rise: low, medium, high')
      .default({ low: 4, medium: 9.5, high: 15 }),
    /** whoever comes back mostly does so within so many days */
    soonDays: z.number().min(1).max(365).default(14),
    /** what follows at each */
    outcomes: outcomes.default({ low: 'watch', medium: 'restrict', high: 'restrict' }),
    /** an account is a newcomer for so many days, and among its first so many children turned to */
    newcomer: z
      .strictObject({ days: z.number().positive().max(365).default(30), children: z.int().min(0).max(64).default(10) })
      .prefault({}),
    /** a child's block holds for all accounts of a device that at most so many use: a library's is nobody's */
    blocks: z.strictObject({ accountsMax: z.int().min(1).max(16).default(6) }).prefault({}),
  })
  .prefault({});
export type ReturningPolicy = z.output<typeof returningPolicy>;
export type LinkField = keyof ReturningPolicy['fields'];
