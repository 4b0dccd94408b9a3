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
  no_room: { en: 'there is no room for it on the disk', cy: 'nid oes lle iddi ar y ddisg' },
  secret_missing: {
    en: 'the password or token that its source is asked with is not there',
    cy: "nid yw'r cyfrinair neu'r tocyn ar gyfer ei ffynhonnell yno",
  },
  unreachable: { en: 'its source can not be reached', cy: 'ni ellir cyrraedd ei ffynhonnell' },
  private_address: {
    en: 'its source is at a private address: set allowPrivate where that is meant',
    cy: 'mae ei ffynhonnell mewn cyfeiriad preifat: gosodwch allowPrivate os dyna yw’r bwriad',
  },
  not_trusted: {
    en: "its source's certificate is not to be trusted: where it comes from an authority of your own, name that as ca",
    cy: 'nid oes modd ymddiried yn nhystysgrif ei ffynhonnell: os daw oddi wrth eich awdurdod eich hun, enwch hwnnw fel ca',
  },
  certificates_missing: {
    en: 'the file of certificates that its source is to be trusted by is not there, or holds none',
    cy: "nid yw'r ffeil o dystysgrifau y mae ymddiried yn ei ffynhonnell drwyddynt yno, neu nid oes dim ynddi",
  },
  timed_out: { en: 'its source took too long', cy: 'cymerodd ei ffynhonnell ormod o amser' },
  too_slow: { en: 'its source sends too slowly', cy: 'mae ei ffynhonnell yn anfon yn rhy araf' },
  cut_off: { en: 'its source ended before the end of it', cy: 'daeth ei ffynhonnell i ben cyn ei diwedd' },
  redirected: {
    en: 'its source sends elsewhere, where nobody said to ask',
    cy: 'mae ei ffynhonnell yn anfon i rywle arall na ofynnwyd amdano',
  },
  sign_in_refused: {
    en: 'its source refuses the name, password or token',
    cy: "mae ei ffynhonnell yn gwrthod yr enw, y cyfrinair neu'r tocyn",
  },
  source_failed: { en: 'its source has failed', cy: 'mae ei ffynhonnell wedi methu' },
  source_refused: { en: 'its source refuses to be asked so', cy: 'mae ei ffynhonnell yn gwrthod y cais' },
  answer_broken: {
    en: 'its source answers with what was not asked for',
    cy: 'mae ei ffynhonnell yn ateb â rhywbeth na ofynnwyd amdano',
  },
  not_a_list: { en: 'its source sent a web page, and no list', cy: 'anfonodd ei ffynhonnell dudalen we, nid rhestr' },
  repeats: {
    en: 'its source repeats itself without end',
    cy: 'mae ei ffynhonnell yn ei hailadrodd ei hun yn ddiddiwedd',
  },
  vanishing: {
    en: 'too much of the list in use is not in it: it may be another list',
    cy: "mae gormod o'r rhestr bresennol ar goll ohoni: gall fod yn rhestr arall",
  },
  reason_not_named: {
    en: 'its source offers several reasons, or none, and the settings name none that it offers',
    cy: "mae ei ffynhonnell yn cynnig sawl rheswm, neu ddim un, ac nid yw'r gosodiadau'n enwi un ohonynt",
  },
  not_tellable: {
    en: 'its source can not be told of such an entry',
    cy: "ni ellir dweud wrth ei ffynhonnell am gofnod o'r fath",
  },
  in_use: { en: 'another process imports it now', cy: 'mae proses arall yn ei mewnforio nawr' },
  interrupted: {
    en: 'it was interrupted, and goes on with the next try',
    cy: "amharwyd arni, a bydd yn parhau gyda'r cynnig nesaf",
  },
} as const satisfies Record<string, Said>;

export type ImportFailure = keyof typeof WORDS;

/** What somebody who looked at it can take all the same. */
const ACCEPTABLE: readonly string[] = [
  'too_many_bad',
  'shrunk',
  'vanishing',
  'empty',
] satisfies readonly ImportFailure[];
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
