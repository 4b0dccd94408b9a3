/**
 * Tells NCMEC's hash sharing what people here found of an entry: one hash of it is wrong, or right after all. It is a PUT of what
 * this member thinks of that hash: told twice it is the same. All of it as the public client of the python-threatexchange library
 * (1.2.17) does it (second-hand: grade S); it has not been tried against NCMEC's own servers.
 */
import type { KnownFeedbackRow } from '../../../../ground/database/index.ts';
import { ImportError } from '../../failure.ts';
import type { FetchLimits } from '../limits.ts';
import { NcmecClient } from './client.ts';
import { chooseReason, type NcmecReason, readReasons } from './reasons.ts';
import type { NcmecSource } from './settings.ts';

const NAMESPACE = 'https://hashsharing.ncmec.org/hashsharing/v2';
/** What it calls the hashes that are matched here; it has none of SHA-256. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['md5', 'MD5'],
  ['sha1', 'SHA1'],
  ['pdq', 'PDQ'],
]);

export class NcmecFeedback {
  readonly #client: NcmecClient;
  readonly #source: NcmecSource;
  /** by the type of hash, as long as this one is open: they may change */
  readonly #reasons = new Map<string, readonly NcmecReason[]>();

  private constructor(client: NcmecClient, source: NcmecSource) {
    this.#client = client;
    this.#source = source;
  }

  /** @throws ImportError `secret_missing` */
  static async open(source: NcmecSource, limits: FetchLimits): Promise<NcmecFeedback> {
    return new NcmecFeedback(await NcmecClient.open(source, limits), source);
  }

  /** @throws ImportError; what was sent may have arrived all the same */
  async tell(row: KnownFeedbackRow, signal: AbortSignal): Promise<void> {
    const type = TYPES.get(row.algorithm);
    // as its entries are named when they are read
    const [, member, id] = /^(\d{1,12})-(.+)$/s.exec(row.source_id) ?? [];
    if (type === undefined || member === undefined || id === undefined) throw new ImportError('not_tellable');
    const vote = row.verdict === 'right' ? '<affirmative/>' : await this.#negative(type, row, signal);
    const body = `<feedbackSubmission xmlns="${NAMESPACE}">${vote}</feedbackSubmission>`;
    await this.#client.put(`entries/${member}/${encodeURIComponent(id)}/${type}/feedback`, body, signal);
  }

  async #negative(type: string, { reason }: KnownFeedbackRow, signal: AbortSignal): Promise<string> {
    const offered = this.#reasons.get(type) ?? readReasons(await this.#client.get(`feedback/${type}/reasons`, signal));
    this.#reasons.set(type, offered);
    const { guid } = chooseReason(offered, reason, this.#source);
    return `<negative><reasonIds><guid>${guid}</guid></reasonIds></negative>`;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
