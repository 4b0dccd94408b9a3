/** In which language a page is shown, and its messages filled in. */
import { IntlMessageFormat } from 'intl-messageformat';

export const LANGUAGES = ['en', 'cy'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Longer preferences than any browser sends are cut. */
const ACCEPT_LANGUAGE_MAX = 512;

/** The language that is asked for: by the address, else by the browser's preferences, else English. */
export function languageOf(asked: unknown, acceptLanguage: string | undefined): Language {
  if (asked === 'en' || asked === 'cy') return asked;
  const wanted = (acceptLanguage ?? '')
    .slice(0, ACCEPT_LANGUAGE_MAX)
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';');
      const q = Number(params.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((found) => found !== undefined) ?? 1);
      return { language: tag.split('-')[0], q: Number.isFinite(q) ? q : 0 };
    })
    .sort((a, b) => b.q - a.q);
  return wanted.map(({ language }) => LANGUAGES.find((l) => l === language)).find((l) => l !== undefined) ?? 'en';
}

const formats = new Map<string, IntlMessageFormat>();

/** Fills in a message's placeholders. Messages come from the files alone, so there are few; each is parsed once. */
export function fill(message: string, values: Readonly<Record<string, string | number>>, language: Language): string {
  const key = `${language} ${message}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new IntlMessageFormat(message, language);
    formats.set(key, format);
  }
  return String(format.format(values));
}

/** A path of this Kith that asks for a language. */
export function inLanguage(path: string, language: Language): string {
  const [plain = '', query] = path.split('?');
  const params = new URLSearchParams(query);
  params.set('lang', language);
  return `${plain}?${params}`;
}
