/** A quarter of a force, as an import keeps it. Apart from what reads tables, which takes long to load. */
import { z } from 'zod';

export const QUARTERS = 4;

/** What one force recorded in one quarter, and where that stands. */
export const quarterRow = z.strictObject({
  sheet: z.string(),
  /** the row in its sheet, as a spreadsheet numbers them */
  row: z.int().positive(),
  /** the calendar year in which the financial year begins */
  year: z.int(),
  quarter: z.int().min(1).max(QUARTERS),
  /** as the table writes it */
  force: z.string().trim().min(1, 'must not be empty').max(100),
  offences: z.int(),
});
export type QuarterRow = z.infer<typeof quarterRow>;
