/** Why a list could not be imported: a code for metrics and records, and words for whoever looks after lists. */

type Said = Readonly<Record<'en' | 'cy', string>>;

/** The Welsh is to be reviewed before it is relied on. */
const WORDS = {
  not_there: { en: 'there is no such file', cy: "nid oes ffeil o'r fath" },
  unreadable: { en: 'the file can not be read', cy: 'ni ellir darllen y ffeil' },
  compressed_badly: { en: 'the compressed file is damaged', cy: "mae'r ffeil gywasgedig wedi'i difrodi" },
  too_large: { en: 'it is larger than any list', cy: "mae'n fwy nag unrhyw restr" },
  changed_meanwhile: { en: 'the file changed while it was read', cy: 'newidiodd y ffeil wrth gael ei darllen' },
  checksum_missing: { en: 'there is no checksum beside it', cy: 'nid oes swm gwirio wrth ei hochr' },
  checksum_malformed: {
    en: 'the file beside it holds no SHA-256',
    cy: "nid yw'r ffeil wrth ei hochr yn cynnwys SHA-256",
  },
  checksum_differs: {
    en: 'it is not what its checksum says: damaged, or not all of it',
    cy: "nid yw'n cyfateb i'w swm gwirio: wedi'i difrodi, neu heb fod yn gyfan",
  },
  no_such_column: {
    en: 'its first line does not name the columns of the settings',
    cy: "nid yw ei llinell gyntaf yn enwi colofnau'r gosodiadau",
  },
  too_many_bad: { en: 'too many of its lines are bad', cy: "mae gormod o'i llinellau yn wallus" },
  empty: { en: 'nothing in it can be matched', cy: 'nid oes dim ynddi y gellir ei gymharu' },
  shrunk: {
    en: 'it has become much smaller: cut off, or another list',
    cy: "mae wedi mynd yn llawer llai: wedi'i thorri, neu'n rhestr arall",
  },
  in_use: { en: 'another process imports it now', cy: 'mae proses arall yn ei mewnforio nawr' },
  interrupted: {
    en: 'it was interrupted, and goes on with the next try',
    cy: "amharwyd arni, a bydd yn parhau gyda'r cynnig nesaf",
  },
} as const satisfies Record<string, Said>;

export type ImportFailure = keyof typeof WORDS;

/** What somebody who looked at it can take all the same. */
const ACCEPTABLE: readonly string[] = ['too_many_bad', 'shrunk'] satisfies readonly ImportFailure[];
export const isAcceptable = (code: string): boolean => ACCEPTABLE.includes(code);

export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly code: ImportFailure;
  constructor(code: ImportFailure, cause?: unknown) {
    super(WORDS[code].en, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** A failure's words; the code where another Kith wrote it. */
export const wordsOfFailure = (code: string, language: keyof Said = 'en'): string =>
  Object.entries<Said>(WORDS).find(([name]) => name === code)?.[1][language] ?? code;
