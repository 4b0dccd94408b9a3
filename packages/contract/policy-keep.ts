/**
 * What of people's messages is kept, and how long (rule 7: what is not needed is not stored). A policy that says nothing of
 * it keeps no text at all.
 */
import { z } from 'zod';

/** Two weeks: what the law wants from before (The Online Safety (CSEA Content Reporting ...) Regulations 2026, reg. 8(2)). */
export const KEPT_DAYS_USUAL = 14;
/** Days that text may be kept at most: past that it is an archive of what children say, not evidence that waits for its case. */
export const KEPT_DAYS_MAX = 90;
/** Days that the evidence of a closed case may be kept at most: ten years, longer than the law's longest clock (5 years). */
const CASE_DAYS_MAX = 3650;

const NO_TEXT = { days: 0, unconnected: true, unequalAges: true, unknownAges: true, smallGroups: false };
const CASES = { daysAfterClosing: 90 };
/** A year: whoever deletes an account that a child blocked, and waits that long, was kept away longer than people mostly try. */
const IDENTIFIERS = { daysAfterDeletion: 365 };
/** Ten years, as for cases. */
const IDENTIFIER_DAYS_MAX = CASE_DAYS_MAX;

export const keepPolicy = z
  .strictObject({
    /** the text of messages in which a child takes part, encrypted with the key of their day */
    messages: z
      .strictObject({
        /** how long after it was sent; 0 keeps none */
        days: z.int().min(0).max(KEPT_DAYS_MAX),
        /** between a child and somebody whom it is not connected with */
        unconnected: z.boolean().default(true),
        /** between a child and an adult, connected or not */
        unequalAges: z.boolean().default(true),
        /** whether an age that is not known counts as a child's and as an adult's: doubt protects */
        unknownAges: z.boolean().default(true),
        /** also in groups of up to SMALL_GROUP_MAX members, where that holds between the sender and one of them */
        smallGroups: z.boolean().default(false),
      })
      .default(NO_TEXT),
    /** what was kept for a case beyond that, encrypted with a key of the case */
    cases: z
      .strictObject({
        /** how long after the case was closed, unless something holds it */
        daysAfterClosing: z.int().min(0).max(CASE_DAYS_MAX),
      })
      .default(CASES),
    /** by what a deleted account can be recognised, as keyed hashes, where a child blocked or reported it, or it left evidence */
    identifiers: z
      .strictObject({
        /** how long after the deletion; 0 keeps none. Of whoever was barred for children's safety they stay */
        daysAfterDeletion: z.int().min(0).max(IDENTIFIER_DAYS_MAX),
      })
      .default(IDENTIFIERS),
  })
  .default({ messages: NO_TEXT, cases: CASES, identifiers: IDENTIFIERS });
export type KeepPolicy = z.infer<typeof keepPolicy>;
