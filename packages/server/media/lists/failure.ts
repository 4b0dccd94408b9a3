/** Why a list could not be imported: a code for metrics and records, and words for whoever looks after lists. */

const WORDS = {
  not_there: 'there is no such file',
  unreadable: 'the file can not be read',
  compressed_badly: 'the compressed file is damaged',
  too_large: 'it is larger than any list',
  changed_meanwhile: 'the file changed while it was read',
  checksum_missing: 'there is no checksum beside it',
  checksum_malformed: 'the file beside it holds no SHA-256',
  checksum_differs: 'it is not what its checksum says: damaged, or not all of it',
  no_such_column: 'its first line does not name the columns of the settings',
  too_many_bad: 'too many of its lines are bad',
  empty: 'nothing in it can be matched',
  shrunk: 'it has become much smaller: cut off, or another list',
  in_use: 'another process imports it now',
  interrupted: 'it was interrupted, and goes on with the next try',
} as const;

export type ImportFailure = keyof typeof WORDS;

export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly code: ImportFailure;
  constructor(code: ImportFailure, cause?: unknown) {
    super(WORDS[code], cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** A failure's words; the code where another Kith wrote it. */
export const wordsOfFailure = (code: string): string =>
  Object.entries(WORDS).find(([name]) => name === code)?.[1] ?? code;
