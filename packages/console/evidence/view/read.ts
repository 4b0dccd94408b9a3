/**
 * What pieces of evidence hold, made ready to be read: messages one a line, and whatever is JSON as names and values. It came from
 * outside and is not trusted to be as it should: what can't be read is counted, never guessed.
 */

export interface ReadMessage {
  message: string;
  from: string;
  to: readonly string[];
  sentAt: string | null;
  text: string | null;
  media: readonly string[];
  /** the address that it came from */
  ip: string | null;
}

export interface ReadMessages {
  messages: readonly ReadMessage[];
  /** lines that are no messages */
  unreadable: number;
}

type Unknown = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown): ReadMessage | null {
  if (!isRecord(value)) return null;
  const [message, from] = [text(value.message), text(value.from)];
  if (message === null || from === null) return null;
  return {
    ...{ message, from, to: texts(value.to), sentAt: text(value.sentAt), text: text(value.text) },
    ...{ media: texts(value.media), ip: isRecord(value.ip) ? text(value.ip.ip) : null },
  };
}

/** A conversation: one JSON object a line, or an array of them. The oldest first. */
export function messagesIn(file: string): ReadMessages {
  const whole = parsed(file);
  const values = Array.isArray(whole)
    ? whole
    : file
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parsed);
  const read = values.map(messageOf);
  const messages = read.filter((one) => one !== null);
  return {
    messages: messages.toSorted((a, b) => timeOf(a) - timeOf(b)),
    unreadable: read.length - messages.length,
  };
}

const timeOf = ({ sentAt }: ReadMessage): number => (sentAt === null ? 0 : Date.parse(sentAt) || 0);

/** Something that JSON holds, by how it is best shown. */
export type Shown =
  | { as: 'nothing' }
  | { as: 'text'; text: string }
  | { as: 'moment'; at: string }
  | { as: 'truth'; is: boolean }
  | { as: 'list'; items: readonly Shown[] }
  | { as: 'table'; heads: readonly string[]; rows: readonly (readonly Shown[])[] }
  | { as: 'names'; lines: readonly { name: string; value: Shown }[] };

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Records of the same kind become a table, unless they hold records themselves: columns of tables within tables leave each
 * so little room that nobody can read them. Names stay as the file has them.
 */
export function shownOf(value: unknown): Shown {
  if (value === null || value === undefined) return { as: 'nothing' };
  if (typeof value === 'boolean') return { as: 'truth', is: value };
  if (typeof value === 'string') return MOMENT.test(value) ? { as: 'moment', at: value } : { as: 'text', text: value };
  if (Array.isArray(value)) return value.length > 0 && value.every(isFlat) ? tableOf(value) : listOf(value);
  if (!isRecord(value)) return { as: 'text', text: String(value) };
  const lines = Object.entries(value).map(([name, inner]) => ({ name, value: shownOf(inner) }));
  return { as: 'names', lines: lines.filter((line) => line.value.as !== 'nothing') };
}

const isFlat = (value: unknown): value is Unknown =>
  isRecord(value) &&
  Object.values(value).every((inner) => !isRecord(inner) && !(Array.isArray(inner) && inner.some(isRecord)));

function listOf(values: readonly unknown[]): Shown {
  return values.length === 0 ? { as: 'nothing' } : { as: 'list', items: values.map(shownOf) };
}

function tableOf(records: readonly Unknown[]): Shown {
  const heads = [...new Set(records.flatMap((record) => Object.keys(record)))];
  // a name that only every object has (valueOf) is in none of the file's records
  const own = (record: Unknown, head: string) => (Object.hasOwn(record, head) ? record[head] : undefined);
  return { as: 'table', heads, rows: records.map((record) => heads.map((head) => shownOf(own(record, head)))) };
}

/** How the bytes of a piece of evidence are shown. */
export type View = 'picture' | 'film' | 'sound' | 'messages' | 'data' | 'words' | 'none';

/** Kinds of text that browsers would render are shown as they are written. */
const WRITTEN = /^(text\/|application\/(xml|[\w.-]+\+xml|x-ndjson|jsonl))/;

export function viewOf(kind: string, mediaType: string | null): View {
  const type = (mediaType ?? '').toLowerCase().split(';')[0]?.trim() ?? '';
  if (kind === 'conversation') return 'messages';
  if (kind === 'account_details' || kind === 'media_details' || kind === 'snapshot') return 'data';
  if (type === 'application/json' || type.endsWith('+json')) return 'data';
  // a drawing that could hold anything is shown as it is written, too
  if (type.startsWith('image/') && type !== 'image/svg+xml') return 'picture';
  if (type.startsWith('video/')) return 'film';
  if (type.startsWith('audio/')) return 'sound';
  return WRITTEN.test(type) || type === 'image/svg+xml' ? 'words' : 'none';
}

/** Characters that texts have no use for: a file with them is something else. */
const UNWRITTEN = /(?![\t\n\v\f\r])\p{Cc}/u;

/** A file of which nobody knows the type, as the text that it is; null where it is none. */
export function textIn(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return UNWRITTEN.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** Saved to one's own disk only where it is no material itself: a letter, a receipt, what was sent in words. */
export const maySave = (kind: string, view: View): boolean =>
  (kind === 'attachment' || kind === 'receipt' || kind === 'referral') &&
  view !== 'picture' &&
  view !== 'film' &&
  view !== 'sound';
