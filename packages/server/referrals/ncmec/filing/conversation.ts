/** A conversation as a file for people: one line a message, as CSV (RFC 4180), which is what reporters send in practice (grade S). */
import { preservedMessage } from '@kith/contract';

const COLUMNS = ['sent at', 'from', 'to', 'text', 'media', 'IP address', 'message', 'conversation'];

/** Stands with the file: what was added to what people wrote. */
export const CONVERSATION_SAYS =
  'One message a line. A field that begins with = + - or @ has an apostrophe before it, so that no spreadsheet runs it as a formula.';

/**
 * @param bytes one preservedMessage a line, as the vault has it
 * @returns null where a line is anything else: the file goes as it is then
 */
export function conversationAsCsv(bytes: Uint8Array): Uint8Array | null {
  const lines = [COLUMNS];
  for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
    if (line.trim() === '') continue;
    const read = preservedMessage.safeParse(parsed(line));
    if (!read.success) return null;
    const { sentAt, from, to, text = '', media = [], ip, message, conversation = '' } = read.data;
    lines.push([sentAt, from, to.join(' '), text, media.join(' '), ip?.ip ?? '', message, conversation]);
  }
  return Buffer.from(lines.map((fields) => `${fields.map(field).join(',')}\r\n`).join(''));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function field(said: string): string {
  const safe = /^[=+\-@\t\r]/.test(said) ? `'${said}` : said;
  return `"${safe.toWellFormed().replaceAll('"', '""')}"`;
}
