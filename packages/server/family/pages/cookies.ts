/** What the Family Centre keeps in a browser: whose session it is, and in which language they read. */
import { parseCookie, stringifySetCookie } from 'cookie';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';

const SESSION = 'kith_family';
const LANGUAGE = 'kith_family_language';

/** Whether the browser comes over https: then the session goes over nothing else. */
export interface Way {
  secure: boolean;
}

/** Strict: no other site's page, form or picture brings it. Without an age: it ends with the browser, and before that at the server. */
const attributes = ({ secure }: Way) => ({ path: '/family', httpOnly: true, sameSite: 'strict', secure }) as const;

export const secretIn = (cookies: string | undefined): string | null => parseCookie(cookies ?? '')[SESSION] ?? null;

export function languageIn(cookies: string | undefined): Language | null {
  const kept = parseCookie(cookies ?? '')[LANGUAGE];
  return LANGUAGES.find((language) => language === kept) ?? null;
}

export const sessionCookie = (secret: string, way: Way): string =>
  stringifySetCookie({ name: SESSION, value: secret, ...attributes(way) });
export const languageCookie = (language: Language, way: Way): string =>
  stringifySetCookie({ name: LANGUAGE, value: language, ...attributes(way) });

/** Nothing is left in the browser. */
export const noCookies = (way: Way): string[] =>
  [SESSION, LANGUAGE].map((name) => stringifySetCookie({ name, value: '', maxAge: 0, ...attributes(way) }));
