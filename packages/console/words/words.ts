/** The console's words: one file a language with the same keys, ICU messages inside. */
import { IntlMessageFormat } from 'intl-messageformat';
import type english from './words.en.json';

export type MessageKey = keyof typeof english;
export type Messages = Readonly<Record<MessageKey, string>>;
export type Values = Readonly<Record<string, string | number>>;

export const LANGUAGES = ['en', 'cy'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What Intl is asked for: dates and numbers as in Britain. */
export const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', cy: 'cy-GB' };

export const languageOf = (asked: string | null | undefined): Language =>
  LANGUAGES.find((language) => asked?.toLowerCase().split('-')[0] === language) ?? 'en';

export type Say = (key: MessageKey, values?: Values) => string;

/** Words for a code of a list, such as `status.active`; the code itself where this console doesn't know it (yet). */
export type Named = (list: string, code: string) => string;

export function namedIn(messages: Messages): Named {
  const all: Readonly<Record<string, string>> = messages;
  return (list, code) => (Object.hasOwn(all, `${list}.${code}`) ? (all[`${list}.${code}`] ?? code) : code);
}

/** Fills in messages. Each is parsed once, and not at all where it has no placeholder. */
export function sayIn(messages: Messages, language: Language): Say {
  const formats = new Map<MessageKey, IntlMessageFormat>();
  return (key, values) => {
    const message = messages[key];
    if (!message.includes('{') && !message.includes("'")) return message;
    let format = formats.get(key);
    if (format === undefined) {
      format = new IntlMessageFormat(message, LOCALE[language]);
      formats.set(key, format);
    }
    return String(format.format(values));
  };
}
