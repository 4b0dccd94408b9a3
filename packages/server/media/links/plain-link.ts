/**
 * The plain form of a link: the same for all the ways in which one page can be written. Parsing, IDNA (look-alikes of dots and
 * letters that browsers take for the same) and odd forms of IPv4 are the platform's (WHATWG URL); what servers or people treat
 * as the same beyond that is here.
 */

/** A link, UTF-16 code units at most: no text is longer as a platform sends it. Of a longer one host and path are looked at. */
export const LINK_LENGTH_MAX = 32_768;
/** Times that a path is decoded at most: each takes one layer of % off, and nobody's server takes off so many. */
export const DECODED_TIMES_MAX = 8;
/** Parameters of a link at most; what follows is left out. */
const PARAMETERS_MAX = 64;

export interface PlainLink {
  /** small letters, punycode, without www. and without the dot at the end; with a port that is not 80 or 443 */
  host: string;
  /** the same without the port */
  name: string;
  /** small letters, decoded, without dots, empty parts and the slash at the end; '' for the root */
  path: string;
  /** decoded, in order, without those that only say where somebody came from; '' where there are none */
  query: string;
}

/** Parameters that only say where somebody came from; those that begin so where they end with *. */
export const TRACKING = [
  ...[
    'utm_*',
    'fbclid',
    'gclid',
    'dclid',
    'gbraid',
    'wbraid',
    'msclkid',
    'yclid',
    'igshid',
    'igsh',
    'mc_cid',
    'mc_eid',
  ],
  ...['_ga', '_gl', 'ref_src', 'ref_url', 'si', 'spm', 'twclid', 'ttclid', 'li_fat_id', 'vero_id', 'oly_enc_id'],
];

export type IsTracking = (name: string) => boolean;

export function trackingOf(names: readonly string[]): IsTracking {
  const whole = new Set(names.filter((name) => !name.endsWith('*')));
  const begins = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (name) => whole.has(name) || begins.some((begin) => name.startsWith(begin));
}

/** Characters that are not seen, and would make two links of one. */
const UNSEEN = /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** @returns null where it is no link to a page */
export function plainLink(text: string, isTracking: IsTracking): PlainLink | null {
  const all = text.replace(UNSEEN, '').trim();
  const shown = all.length > LINK_LENGTH_MAX ? all.replace(/[?#].*$/s, '').slice(0, LINK_LENGTH_MAX) : all;
  const armed = shown.replace(/^h(xx|\*\*)p/i, 'http');
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(armed) ? armed : `http://${armed}`);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  const name = url.hostname.replace(/\.+$/, '').replace(/^(www\.)+(?=.*\.)/, '');
  if (name === '') return null;
  const port = ['', '80', '443'].includes(url.port) ? '' : `:${url.port}`;
  return { host: name + port, name, path: plainPath(url.pathname), query: plainQuery(url.search, isTracking) };
}

/** Takes off every layer of %; what is no encoding stays as it is. */
function decoded(text: string): string {
  let before = text;
  for (let times = 0; times < DECODED_TIMES_MAX; times++) {
    const after = decodedOnce(before);
    if (after === before) return after;
    before = after;
  }
  return before;
}

/** Takes off one layer of %. */
export const decodedOnce = (text: string): string =>
  text.replace(/(%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    // what is no UTF-8 is another character a byte, so that it is the same however often it is decoded
    const utf8 = bytes.toString('utf8');
    return utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
  });

const small = (text: string): string => text.replace(UNSEEN, '').normalize('NFKC').toLowerCase();

function plainPath(pathname: string): string {
  const parts: string[] = [];
  for (const part of small(decoded(pathname)).split(/[/\\]/)) {
    if (part === '..') parts.pop();
    // parameters of a part (;jsessionid=...) say who looks, not what at
    else if (part !== '' && part !== '.') parts.push(part.replace(/;.*$/s, ''));
  }
  const path = parts.filter((part) => part !== '').join('/');
  return path === '' ? '' : `/${path}`;
}

function plainQuery(search: string, isTracking: IsTracking): string {
  return search
    .slice(1)
    .split('&')
    .slice(0, PARAMETERS_MAX)
    .map((pair) => small(decoded(pair.replaceAll('+', ' '))))
    .filter((pair) => pair !== '' && !isTracking(pair.split('=')[0] ?? ''))
    .sort()
    .join('&');
}
