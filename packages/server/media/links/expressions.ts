/**
 * What of a link a list may have, as hashes: no link itself is kept, in memory, records or logs. A list has a page; all below a
 * path (it ends with /*); or a host with all under it (a bare name, or *.name).
 */
import { hash } from 'node:crypto';
import { type IsTracking, type PlainLink, plainLink } from './plain-link.ts';

/** Hosts above a link's own that are looked for at most. */
const HOSTS_MAX = 8;
/** Paths above a link's own that are looked for at most. */
const PATHS_MAX = 16;
/** A name has two parts at least: the one part after the last dot is no host of anybody's. */
const HOST_PARTS_LEAST = 2;

const hashOf = (kind: 'page' | 'below' | 'host', what: string): string => hash('sha256', `${kind} ${what}`);

export type ReadEntry = { ok: true; hash: string } | { ok: false; problem: string };

/** The hash of what a line of a list says. */
export function entryHash(text: string, isTracking: IsTracking): ReadEntry {
  const entry = text.trim();
  const bare = entry.replace(/^\*\./, '');
  const link = plainLink(bare.replace(/\/\*$/, '/'), isTracking);
  if (link === null) return { ok: false, problem: 'is no link' };
  if (!/[/?#]/.test(bare)) {
    if (bare.includes('@')) return { ok: false, problem: 'is no link' };
    const ip = /^\[|^\d+(\.\d+){3}$/.test(link.name);
    if (!ip && link.name.split('.').length < HOST_PARTS_LEAST) {
      return { ok: false, problem: 'is no host: a name with a dot was expected' };
    }
    return { ok: true, hash: hashOf('host', link.name) };
  }
  if (bare.endsWith('/*')) {
    return link.path === ''
      ? { ok: true, hash: hashOf('host', link.name) }
      : { ok: true, hash: hashOf('below', link.host + link.path) };
  }
  return { ok: true, hash: hashOf('page', pageOf(link)) };
}

const pageOf = ({ host, path, query }: PlainLink): string => `${host}${path}${query === '' ? '' : `?${query}`}`;

/** The hashes of all that a list may have for a link, the page itself first. */
export function* hashesFor(link: PlainLink): Generator<string> {
  const { host, name, path, query } = link;
  yield hashOf('page', pageOf(link));
  // more parameters make no other page of what a list has without any
  if (query !== '') yield hashOf('page', host + path);
  const parts = path.split('/').slice(1);
  for (let n = Math.min(parts.length, PATHS_MAX); n > 0; n--) {
    yield hashOf('below', `${host}/${parts.slice(0, n).join('/')}`);
  }
  const names = name.split('.');
  yield hashOf('host', name);
  const first = Math.max(1, names.length - HOSTS_MAX);
  for (let n = first; n <= names.length - HOST_PARTS_LEAST; n++) yield hashOf('host', names.slice(n).join('.'));
}
