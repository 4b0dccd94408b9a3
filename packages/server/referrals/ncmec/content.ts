/**
 * What people fill in of a CyberTipline report, as JSON: NCMEC's own elements in its own words (schema/), but what never comes
 * from a person. Who reports is configuration; the numbers of the report and of its files are NCMEC's; whether a person has opened
 * a file is what the audit log says. What isn't verified is configuration, too: see `dialect` in schema/shape.ts.
 */
import { id } from '@kith/contract';
import { z } from 'zod';
import { fileDetails } from './schema/file.ts';
import { report } from './schema/report.ts';

/** The most files of one report: as many pieces of evidence as a referral may have (contract/referrals.ts). */
const FILES_MAX = 500;

export const detailsOfFile = fileDetails.omit({ reportId: true, fileId: true, fileViewedByEsp: true });
export type DetailsOfFile = z.output<typeof detailsOfFile>;

export const ncmecFile = z.strictObject({
  /** of the vault */
  evidence: id,
  details: detailsOfFile,
});

export const ncmecContent = report
  // a batch is of viral material about many users
  .omit({ batchedReport: true, reporter: true })
  .extend({
    /** what is said of each piece of evidence that goes with it; of one that is not here, only what Kith knows is said */
    files: z.array(ncmecFile).max(FILES_MAX).optional(),
  });
export type NcmecContent = z.output<typeof ncmecContent>;
