/**
 * What of a link a list may have, as hashes: no link itself is kept, in memory, records or logs. A list has a page; all below a
 * path (it ends with /*); or a host with all under it (a bare name, or *.name).
 */
import { hash } from 'node:crypto';
import { getPublicSuffix } from 'tldts';
import { type IsTracking, type PlainLink, plainLink } from './plain-link.ts';

/** Hosts above a link's own that are looked for at most. */
const HOSTS_MAX = 8;
/** Paths above a link's own that are looked for at most. */
const PATHS_MAX = 16;
/** A name has two parts at least: the one part after the last dot is no host of anybody's. */
const HOST_PARTS_LEAST = 2;

const hashOf = (kind: 'page' | 'below' | 'host', what: string): string => hash('sha256', `${kind} ${what}`);

export type ReadEntry = { ok: true; hash: string } | { ok: false; problem: string };

/**
 * The hash of what a line of a list says.
 * @param sharedHosts whether a host may be one that a company gives everybody names under, such as github.io. A suffix that a
 * registry does (co.uk) never may
 */
export function entryHash(text: string, isTracking: IsTracking, sharedHosts = false): ReadEntry {
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
    return hostEntry(link.name, sharedHosts);
  }
  if (bare.endsWith('/*')) {
    return link.path === ''
      ? hostEntry(link.name, sharedHosts)
      : { ok: true, hash: hashOf('below', link.host + link.path) };
  }
  return { ok: true, hash: hashOf('page', pageOf(link)) };
}

function hostEntry(name: string, sharedHosts: boolean): ReadEntry {
  if (getPublicSuffix(name) === name) {
    return { ok: false, problem: 'is a public suffix, under which anybody has hosts: a host under it was expected' };
  }
  if (!sharedHosts && getPublicSuffix(name, { allowPrivateDomains: true }) === name) {
    return { ok: false, problem: 'is a host under which anybody has others: list one of those, or allow sharedHosts' };
  }
  return { ok: true, hash: hashOf('host', name) };
}

const pageOf = ({ host, path, query }: PlainLink): string => `${host}${path}${query === '' ? '' : `?${query}`}`;

/** The hashes of all that a list may have for a link, the page itself first. */
export function* hashesFor(link: PlainLink): Generator<string> {
  const { host, path, query } = link;
  yield hashOf('page', pageOf(link));
  // more parameters make no other page of what a list has without any
  if (query !== '') yield hashOf('page', host + path);
  const parts = path.split('/').slice(1);
  for (let n = Math.min(parts.length, PATHS_MAX); n > 0; n--) {
    yield hashOf('below', `${host}/${parts.slice(0, n).join('/')}`);
  }
  yield* hostHashes(link);
}

/** The hashes of its host, and of those that it is under. */
export function* hostHashes({ name }: PlainLink): Generator<string> {
  const names = name.split('.');
  yield hashOf('host', name);
  const first = Math.max(1, names.length - HOSTS_MAX);
  for (let n = first; n <= names.length - HOST_PARTS_LEAST; n++) yield hashOf('host', names.slice(n).join('.'));
}
