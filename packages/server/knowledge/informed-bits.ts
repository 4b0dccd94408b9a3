/** How often a child was informed, in 20 bits, the same in both stores: the day in the upper 12, and how often in 8. */
import { type Informed, NOT_INFORMED } from '@kith/engine';

/** first_message 4 bits, after_block 2, after_report 2, from the lowest: as far as INFORMED_MAX counts. */
export const informedBits = (i: Informed): number =>
  (i.day << 8) | i.first_message | (i.after_block << 4) | (i.after_report << 6);

export const informedFrom = (bits: number): Informed =>
  bits === 0
    ? NOT_INFORMED
    : {
        day: bits >>> 8,
        first_message: bits & 0xf,
        after_block: (bits >>> 4) & 3,
        after_report: (bits >>> 6) & 3,
      };
