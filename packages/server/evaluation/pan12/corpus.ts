/**
 * Reads the PAN-2012 format, as a stream: conversations of messages, each with an author, a time of day and a text. Its
 * traps: e-mail addresses replaced by an escaped `<email/>`, entities that are escaped twice, empty texts, author ids padded
 * with blanks, CRLF.
 */
import { createReadStream } from 'node:fs';
import { SaxesParser } from 'saxes';

export interface PanMessage {
  line: number;
  author: string;
  /** minute of the day; null where it is not HH:MM */
  minute: number | null;
  text: string;
}

export interface PanConversation {
  id: string;
  messages: readonly PanMessage[];
}

/** A corpus that can't be read; its message says where. */
export class PanError extends Error {
  override readonly name = 'PanError';
}

/** Messages of a conversation at most: one that never ends is no conversation, and memory is bounded. */
const MESSAGES_MAX = 1_000_000;
const TIME = /^(\d{1,2}):(\d\d)$/;
/** Entities that are left where a text was escaped twice. */
const TWICE: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** A text as it was typed, as far as the corpus lets it be known. */
export const typed = (text: string): string =>
  text
    .replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => TWICE[entity] ?? entity)
    .replace(/&#(\d{1,7});/g, (entity, code: string) => character(Number(code)) ?? entity)
    .replace(/\r\n?/g, '\n')
    .trim();

function character(code: number): string | undefined {
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : undefined;
}

/** In the order of the file. Throws a PanError where it is not XML of this format. */
export async function* readCorpus(path: string): AsyncGenerator<PanConversation> {
  const parser = new SaxesParser();
  const reader = new Reader();
  let failed: Error | null = null;
  parser.on('error', (error) => {
    failed ??= error;
  });
  parser.on('opentag', ({ name, attributes }) => reader.open(name, attributes));
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  parser.on('closetag', ({ name }) => reader.close(name));
  const check = () => {
    if (failed !== null) throw new PanError(`the corpus is not XML that can be read: ${failed.message}`);
  };
  for await (const chunk of createReadStream(path, 'utf8')) {
    parser.write(String(chunk));
    check();
    yield* reader.take();
  }
  parser.close();
  check();
  yield* reader.take();
  if (!reader.any)
    throw new PanError('the corpus holds no conversation: <conversations><conversation id="..."> is read');
}

class Reader {
  any = false;
  #ready: PanConversation[] = [];
  #id = '';
  #messages: PanMessage[] = [];
  #line = 0;
  #field: string | null = null;
  #fields: Record<string, string> = {};

  take(): PanConversation[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'conversation') {
      this.#id = (attributes.id ?? '').trim();
      this.#messages = [];
    } else if (name === 'message') {
      this.#line = Number(attributes.line ?? this.#messages.length + 1);
      this.#fields = {};
    } else if (name === 'author' || name === 'time' || name === 'text') {
      this.#field = name;
    }
  }

  text(text: string): void {
    if (this.#field !== null) this.#fields[this.#field] = (this.#fields[this.#field] ?? '') + text;
  }

  close(name: string): void {
    if (name === this.#field) this.#field = null;
    else if (name === 'message') this.#end();
    else if (name === 'conversation') {
      this.any = true;
      this.#ready.push({ id: this.#id, messages: this.#messages });
    }
  }

  #end(): void {
    if (this.#messages.length >= MESSAGES_MAX)
      throw new PanError(`conversation ${this.#id} has more than ${MESSAGES_MAX} messages`);
    const time = TIME.exec((this.#fields.time ?? '').trim());
    this.#messages.push({
      line: this.#line,
      author: (this.#fields.author ?? '').trim(),
      minute: time === null ? null : Number(time[1]) * 60 + Number(time[2]),
      text: typed(this.#fields.text ?? ''),
    });
  }
}
