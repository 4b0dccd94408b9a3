/** Asks NCMEC's hash sharing: signed in with a name and a password, at one host, each answer whole and within bounds. */
import { certificatesOf } from '../certificates.ts';
import type { FetchLimits } from '../limits.ts';
import { Reach, textOf } from '../reach.ts';
import { persist } from '../retry.ts';
import { authorizationOf } from '../secret.ts';
import { type NcmecAnswer, readEntries } from './entries.ts';
import { type NcmecSource, ncmecUrl } from './settings.ts';

/** The largest answer that is read, bytes: 1,000 entries with their hashes and feedback are some 3 MB. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
/** The version of its interface. */
const VERSION = 'v2';

export class NcmecClient {
  readonly #reach: Reach;
  readonly #path: string;
  readonly #limits: FetchLimits;

  private constructor(reach: Reach, path: string, limits: FetchLimits) {
    this.#reach = reach;
    this.#path = path;
    this.#limits = limits;
  }

  /** @throws ImportError `secret_missing` */
  static async open(source: NcmecSource, limits: FetchLimits): Promise<NcmecClient> {
    const { origin, pathname } = ncmecUrl(source);
    const { user, password, allowPrivate } = source;
    const ca = await certificatesOf(source.ca);
    const authorization = await authorizationOf({ kind: 'basic', user, password });
    const path = pathname === '/' ? '' : pathname;
    return new NcmecClient(new Reach({ origin, allowPrivate, ca, authorization, limits }), path, limits);
  }

  /** @param path after the version, with its parameters */
  async get(path: string, signal: AbortSignal): Promise<string> {
    const ask = async () => {
      const answer = await this.#reach.ask(`${this.#path}/${VERSION}/${path}`, { signal });
      return textOf(answer, ANSWER_BYTES_MAX);
    };
    return persist(ask, this.#limits, signal);
  }

  async entries(query: string, signal: AbortSignal): Promise<NcmecAnswer> {
    return readEntries(await this.get(`entries?${query}`, signal));
  }

  async put(path: string, body: string, signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'application/xml; charset=utf-8' };
    // told twice it is the same: what this member thinks of one hash
    const tell = () => this.#reach.ask(`${this.#path}/${VERSION}/${path}`, { method: 'PUT', headers, body, signal });
    const answer = await persist(tell, this.#limits, signal);
    answer.drop();
  }

  close(): Promise<void> {
    return this.#reach.close();
  }
}
