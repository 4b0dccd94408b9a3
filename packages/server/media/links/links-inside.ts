/**
 * Links inside a link, as redirectors, caches and translators have them: the value of a parameter, with a scheme or beginning with
 * a host, or what follows a scheme in the path; encoded or not. A link in one of these is looked for in the same way.
 */
import { DECODED_TIMES_MAX, decodedOnce } from './plain-link.ts';

/** Links one in another that are looked into at most: redirectors in a chain are rarely more than two. */
export const INSIDE_DEPTH_MAX = 4;

const BEGIN = /^(?:[a-z][a-z0-9+.*-]*:[\\/]*)?[^\\/?#]*/i;
const SCHEME = /h(?:tt|xx|\*\*)p(s?):[\\/]+/i;
/** A host with nothing before it but slashes, and a path, a query or nothing behind it. */
const HOST = /^(?:[\\/]{2,})?[\p{L}\p{N}][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)+\.?(?=[:/?#\\]|$)/u;

/** A link up to its path. */
export const hostPart = (link: string): string => BEGIN.exec(link)?.[0] ?? '';

/**
 * What is inside a link, as it is written there, the outer ones first. What is found at one depth are apart pieces of what was
 * there above (and once the rest of it), so that all of them together are no longer than the link times twice the depth.
 */
export function* linksInside(link: string, depth = INSIDE_DEPTH_MAX): Generator<string> {
  if (depth === 0) return;
  const after = link.slice(hostPart(link).length);
  const pathEnd = after.search(/[?#]/);
  const path = pathEnd < 0 ? after : after.slice(0, pathEnd);
  const rest = pathEnd < 0 ? '' : after.slice(pathEnd);
  const inPath = schemeIn(path);
  if (inPath !== null) {
    // the parameters are the inner link's now, and looked into with it
    yield inPath + rest;
    if (rest !== '' && inPath.includes('?')) yield inPath;
    yield* linksInside(inPath + rest, depth - 1);
    return;
  }
  let whole = false;
  for (const { 0: pair, index } of rest.matchAll(/[^?#&]+(?:\?[^#&]*)?/g)) {
    const inside = linkInPair(pair);
    if (inside === null) continue;
    yield inside;
    yield* linksInside(inside, depth - 1);
    if (whole || !SCHEME.test(pair)) continue;
    // not encoded: the parameters that follow may be the inner link's
    whole = true;
    const onward = fromScheme(rest.slice(index));
    if (onward !== null) yield onward;
  }
}

function linkInPair(pair: string): string | null {
  const equals = pair.indexOf('=');
  // what has a scheme before the = has no name: ?https://name.example/?id=7
  const named = equals >= 0 && schemeIn(pair.slice(0, equals)) === null;
  return linkIn(named ? pair.slice(equals + 1) : pair);
}

/** The first link of a text with its scheme, with as few layers of % off as show it. */
function schemeIn(text: string): string | null {
  for (const layer of layers(text)) {
    const found = fromScheme(layer);
    if (found !== null) return found;
  }
  return null;
}

function linkIn(text: string): string | null {
  for (const layer of layers(text)) {
    if (HOST.test(layer)) return layer.replace(/^[\\/]+/, '');
    const found = fromScheme(layer);
    if (found !== null) return found;
  }
  return null;
}

function fromScheme(text: string): string | null {
  const scheme = SCHEME.exec(text);
  if (scheme === null) return null;
  const [begin, s = ''] = scheme;
  const link = text.slice(scheme.index + begin.length);
  const end = link.search(/[<>"`]/);
  return `http${s}://${end < 0 ? link : link.slice(0, end)}`;
}

function* layers(text: string): Generator<string> {
  let layer = text;
  for (let times = 0; times <= DECODED_TIMES_MAX; times++) {
    yield layer;
    const next = decodedOnce(layer);
    if (next === layer) return;
    layer = next;
  }
}
