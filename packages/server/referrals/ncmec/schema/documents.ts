/** The documents of the CyberTipline, each described for a dialect. */
import { fileDetails } from './file.ts';
import { reportDoneResponse, reportResponse } from './replies.ts';
import { report } from './report.ts';
import { type Dialect, describeRoot, type Elements } from './shape.ts';

export const documentNames = ['report', 'fileDetails', 'reportResponse', 'reportDoneResponse'] as const;
export type DocumentName = (typeof documentNames)[number];

export type Documents = Readonly<Record<DocumentName, Elements>>;

const made = new Map<string, Documents>();

/** Made once a dialect: it is asked for with every document that is written. */
export function documentsOf(said: Dialect): Documents {
  const key = JSON.stringify([said.additions2026, said.associatedAccountType, said.disabledFlags, said.fileName]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const documents = {
    report: describeRoot(report, said),
    fileDetails: describeRoot(fileDetails, said),
    reportResponse: describeRoot(reportResponse, said),
    reportDoneResponse: describeRoot(reportDoneResponse, said),
  };
  made.set(key, documents);
  return documents;
}
