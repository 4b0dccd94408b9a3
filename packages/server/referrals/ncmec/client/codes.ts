/**
 * NCMEC's response codes, by what is to be done about them. The documented list says itself that it is not complete
 * (cybertipline.md, section 4, grade S), so what is not in it goes by its thousand.
 */

export type Verdict =
  | 'done'
  /** tried again */
  | 'later'
  /** the credentials, or what they may do: a person must mend it, and then it goes on */
  | 'barred'
  /** this report is not taken as it is: a person must change it */
  | 'refused'
  /** there is no such open report (any more) */
  | 'gone'
  /** the report has no such file */
  | 'no_file'
  /** it is already finished */
  | 'finished';

export const CODES = {
  success: 0,
  serverError: 1000,
  saveFailed: 1100,
  uploadFailed: 1110,
  fileUploadFailed: 1111,
  resourceNotFound: 1210,
  updateFailed: 1300,
  authenticationRequired: 2000,
  notAuthorised: 3000,
  notAuthorisedForSubmissions: 3100,
  notAuthorisedForUpdates: 3300,
  invalidRequest: 4000,
  validationFailed: 4100,
  malformedXml: 4110,
  malformedFile: 4200,
  reportDoesNotExist: 5001,
  fileDoesNotExist: 5002,
  reportRetracted: 5101,
  reportFinished: 5102,
} as const;

export function verdictOf(code: number): Verdict {
  switch (code) {
    case CODES.success:
      return 'done';
    case CODES.reportDoesNotExist:
    case CODES.reportRetracted:
      return 'gone';
    case CODES.fileDoesNotExist:
      return 'no_file';
    case CODES.reportFinished:
      return 'finished';
    default:
  }
  const thousand = Math.floor(code / 1000);
  if (thousand === 2 || thousand === 3) return 'barred';
  return thousand === 4 ? 'refused' : 'later';
}

/** Codes that say that nothing came of the call. Of a "server error", and of a code we don't know, that can't be said. */
const NOTHING_DONE: readonly number[] = [
  CODES.saveFailed,
  CODES.uploadFailed,
  CODES.fileUploadFailed,
  CODES.resourceNotFound,
  CODES.updateFailed,
];

/** Whether the call may have had its effect all the same. */
export const mayHaveActed = (code: number): boolean => verdictOf(code) === 'later' && !NOTHING_DONE.includes(code);
