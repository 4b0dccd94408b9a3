/** Answering `preservation.requested`: the platform says where its things are, and this gives them to Kith a piece at a time. */
import type {
  AccountDetails,
  MediaDetails,
  MessagesGiven,
  PreservationAsked,
  PreservationGiven,
  PreservedMessage,
  Problem,
} from '@kith/contract';
import { KithError } from './errors.ts';
import { type Call, member, type Transport } from './http.ts';

/** The most messages of one request: what Kith takes. */
const MESSAGES_MAX = 1_000;
/** The bytes of one request: ordinary proxies refuse more than 1 MiB unless told otherwise. */
const MESSAGES_BYTES_MAX = 1_000_000;
/** How long one try may take to give a medium, milliseconds: 100 MB over a slow line. Kith waits as long. */
const MEDIUM_MS = 120_000;

/** A medium: what is known of it, and its bytes. */
export interface Medium {
  details: MediaDetails;
  bytes: Uint8Array<ArrayBuffer> | Blob;
}

type Perhaps<T> = T | null | Promise<T | null>;

/** Where a platform's things are. What it does not have (any more) it gives as null, and nothing that it has not. */
export interface PreservedThings {
  /** asked for each account that Kith names */
  account?(account: string): Perhaps<AccountDetails>;
  /**
   * Messages that are named, and those that the named accounts sent each other between `from` and `to`. They may come one by one,
   * from a cursor of the database: as many are in memory as fit into one request.
   */
  messages?(
    asked: PreservationAsked,
  ): Iterable<PreservedMessage> | AsyncIterable<PreservedMessage> | Promise<Iterable<PreservedMessage>>;
  /** asked for each medium that Kith names or that a message names which Kith took */
  medium?(media: string): Perhaps<Medium>;
}

/** What became of it. */
export interface GivenAll {
  accounts: number;
  messages: number;
  media: number;
  /** messages that Kith did not take, with why: what was not asked for, what is not well formed */
  rejected: { message: string | undefined; error: Problem }[];
  /** Kith was told that this was all; not where something was rejected, so that somebody looks */
  done: boolean;
}

type Send = (to: Transport, call: Call) => Promise<unknown>;

export class Preservations {
  readonly #to: Transport;
  readonly #send: Send;

  constructor(to: Transport, send: Send) {
    this.#to = to;
    this.#send = send;
  }

  /** What Kith asks for, and what of it was given. Needs a key with the scope `evidence`, as all of these. */
  async asked(id: string): Promise<PreservationAsked> {
    const json = await this.#call({ method: 'GET', path: pathOf(id) });
    if (typeof member(json, 'preservation') !== 'string') throw badAnswer();
    return json as PreservationAsked; // Kith's own answer; its schema is the server's to keep
  }

  /**
   * Gives all that is asked for. May be called again, after a crash or for the same request: the same thing given twice is one
   * piece of evidence. Throws KithError where something can't be given at all; what was given before stays given.
   */
  async give(id: string, things: PreservedThings): Promise<GivenAll> {
    const asked = await this.asked(id);
    const given: GivenAll = { accounts: 0, messages: 0, media: 0, rejected: [], done: false };
    for (const { account } of asked.accounts) {
      const details = (await things.account?.(account)) ?? null;
      if (details === null) continue;
      await this.giveAccount(id, account, details);
      given.accounts++;
    }
    const media = new Set(asked.media.map((one) => one.media));
    for await (const batch of batchesOf((await things.messages?.(asked)) ?? [])) {
      const { results } = await this.giveMessages(id, batch);
      for (const [i, result] of results.entries()) {
        if (result.status === 'rejected') given.rejected.push({ message: result.message, error: result.error });
        else {
          given.messages++;
          for (const one of batch[i]?.media ?? []) media.add(one);
        }
      }
    }
    for (const one of media) {
      const medium = (await things.medium?.(one)) ?? null;
      if (medium === null) continue;
      await this.giveMedium(id, one, medium);
      given.media++;
    }
    if (given.rejected.length === 0) {
      await this.done(id);
      given.done = true;
    }
    return given;
  }

  /** What is known of one account. */
  async giveAccount(id: string, account: string, details: AccountDetails): Promise<PreservationGiven> {
    const path = pathOf(id, 'accounts', account);
    return readGiven(await this.#call({ method: 'PUT', path, body: JSON.stringify(details) }));
  }

  /** Up to 1,000 messages. Each gets its result, in order. */
  async giveMessages(id: string, messages: readonly PreservedMessage[]): Promise<MessagesGiven> {
    const body = JSON.stringify(messages);
    const json = await this.#call({ method: 'POST', path: pathOf(id, 'messages'), body });
    const results = member(json, 'results');
    if (!Array.isArray(results) || results.length !== messages.length) throw badAnswer();
    return json as MessagesGiven; // as above
  }

  /** One medium: what is known of it first, then its bytes. */
  async giveMedium(id: string, media: string, { details, bytes }: Medium): Promise<PreservationGiven> {
    await this.#call({ method: 'PUT', path: pathOf(id, 'media', media, 'details'), body: JSON.stringify(details) });
    const call = { method: 'PUT', path: pathOf(id, 'media', media), body: bytes, timeout_ms: MEDIUM_MS } as const;
    return readGiven(await this.#call(call));
  }

  /** Says that this was all. */
  async done(id: string): Promise<void> {
    await this.#call({ method: 'POST', path: pathOf(id, 'done') });
  }

  #call(call: Call): Promise<unknown> {
    return this.#send(this.#to, call);
  }
}

/** As many as one request takes. */
async function* batchesOf(
  messages: Iterable<PreservedMessage> | AsyncIterable<PreservedMessage>,
): AsyncGenerator<PreservedMessage[]> {
  let batch: PreservedMessage[] = [];
  let bytes = 0;
  for await (const message of messages) {
    const size = new TextEncoder().encode(JSON.stringify(message)).byteLength + 1;
    if (batch.length === MESSAGES_MAX || (batch.length > 0 && bytes + size > MESSAGES_BYTES_MAX)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

const pathOf = (...parts: readonly [string, ...string[]]): string =>
  ['/v1/preservations', ...parts.map((part) => segment(part))].join('/');

/** An identifier as one segment of a path. */
export function segment(id: string): string {
  // a URL drops these segments, even percent-encoded, and would ask about something else
  if (id === '' || id === '.' || id === '..') throw new KithError('bad_id', `"${id}" can't be looked up by address`);
  return encodeURIComponent(id);
}

const badAnswer = (): KithError =>
  new KithError('bad_answer', "what answered isn't this version of Kith: check `url`, and proxies on the way");

function readGiven(json: unknown): PreservationGiven {
  if (typeof member(json, 'sha256') !== 'string') throw badAnswer();
  return json as PreservationGiven; // as above
}
