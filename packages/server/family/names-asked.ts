/**
 * Asks the platform what people and groups are called: one signed POST when a page is made. Names are kept in memory for a few
 * minutes, and nowhere else: not in the database, not in a log.
 */
import { randomUUID } from 'node:crypto';
import { NAMES_ASKED_MAX, type NamesAsked, type NamesGiven, namesGiven } from '@kith/contract';
import { Pool } from 'undici';
import { z } from 'zod';
import type { Config } from '../ground/config/index.ts';
import type { Log } from '../ground/log/index.ts';
import { readAtMost } from '../ground/streams/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { codeOf, connector, type SignedTarget, secretsOf, sign, signedTarget } from '../outbox/index.ts';
import { RulesError } from '../rules-error.ts';
import { type NameSource, type Names, nameless } from './names.ts';

/** For all questions of a page together, milliseconds: a page without names is better than one that somebody waits for. */
export const NAMES_TIMEOUT_MS = 1_000;
/** After a failure nobody is asked for so long, milliseconds: else every page waits for a platform that doesn't answer. */
export const NAMES_PAUSE_MS = 5_000;
/** How long a name is believed, milliseconds: somebody who renamed themselves looks whether it worked. */
export const NAMES_KEPT_MS = 5 * 60_000;
/** Names in memory at most, the oldest go first: some 20 MB where all are long. */
export const NAMES_KEPT_MAX = 50_000;
/** Connections at once: a page of 2,000 friends and 200 groups asks a few thousand names. */
const CONNECTIONS_MAX = 8;
/** The largest answer that is read, bytes: a thousand ids and names of the longest kind. */
const ANSWER_BYTES_MAX = 1_500_000;
/** Of a name this many UTF-16 code units are kept: pages show fewer. */
const NAME_LENGTH_MAX = 240;
const OK = 200;

const familyFile = z.strictObject({ names: signedTarget });
export type FamilyFile = z.output<typeof familyFile>;

/** The file of KITH_FAMILY; null where there is none. Throws a RulesError where it can't be used. */
export function readFamily({ family: { file } }: Pick<Config, 'family'>): FamilyFile | null {
  if (file === null) return null;
  const read = readYamlFile(file, familyFile);
  if (!read.ok) throw new RulesError(`The file of the Family Centre can't be used:\n${formatProblems(read.problems)}`);
  return read.value;
}

interface OpenNames extends NameSource {
  close(): Promise<void>;
}

export const openNames = (file: FamilyFile | null, log: Log, clock: () => number): OpenNames =>
  file === null ? { ...nameless, close: async () => {} } : new PlatformNames(file.names, log, clock);

/** What came instead of names; its code is what a log may say. */
class NoNames extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface Kept {
  /** null where the platform gave none */
  name: string | null;
  until_ms: number;
}

export class PlatformNames implements OpenNames {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #secrets: readonly string[];
  readonly #log: Log;
  readonly #clock: () => number;
  /** the oldest first */
  readonly #kept = new Map<string, Kept>();
  #silentUntil_ms = 0;

  constructor(to: SignedTarget, log: Log, clock: () => number) {
    const url = new URL(to.url);
    this.#path = url.pathname + url.search;
    this.#secrets = secretsOf(to);
    this.#pool = new Pool(url.origin, {
      connections: CONNECTIONS_MAX,
      connect: connector(to.allowPrivate, NAMES_TIMEOUT_MS),
    });
    this.#log = log;
    this.#clock = clock;
  }

  /** Never throws: where the platform does not answer, those that are kept are there and the others are null. */
  async of(asked: NamesAsked): Promise<Names> {
    const now_ms = this.#clock();
    const found = new Map<string, string | null>();
    const unknown: string[] = [];
    const keys = new Set([...asked.accounts.map(ofAccount), ...asked.conversations.map(ofConversation)]);
    for (const key of keys) {
      const kept = this.#kept.get(key);
      if (kept !== undefined && kept.until_ms > now_ms) found.set(key, kept.name);
      else unknown.push(key);
    }
    if (unknown.length > 0 && now_ms >= this.#silentUntil_ms) await this.#learn(unknown, found, now_ms);
    return {
      account: (id) => found.get(ofAccount(id)) ?? null,
      conversation: (id) => found.get(ofConversation(id)) ?? null,
    };
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #learn(keys: readonly string[], found: Map<string, string | null>, now_ms: number): Promise<void> {
    const signal = AbortSignal.timeout(NAMES_TIMEOUT_MS);
    const asking: Promise<void>[] = [];
    for (let from = 0; from < keys.length; from += NAMES_ASKED_MAX) {
      asking.push(this.#learnSome(keys.slice(from, from + NAMES_ASKED_MAX), found, now_ms, signal));
    }
    const failed = (await Promise.allSettled(asking)).find((one) => one.status === 'rejected');
    if (failed === undefined) return;
    this.#silentUntil_ms = now_ms + NAMES_PAUSE_MS;
    this.#log.warn({ code: codeOf(failed.reason) }, 'the platform gave no names: the Family Centre says ids');
  }

  async #learnSome(
    keys: readonly string[],
    found: Map<string, string | null>,
    now_ms: number,
    signal: AbortSignal,
  ): Promise<void> {
    const ids = (kind: string) => keys.filter((key) => key.startsWith(kind)).map((key) => key.slice(kind.length));
    const asked: NamesAsked = { accounts: ids(ACCOUNT), conversations: ids(CONVERSATION) };
    const given = await this.#ask(asked, now_ms, signal);
    const take = (key: string, name: string | null) => {
      found.set(key, name);
      this.#keep(key, { name, until_ms: now_ms + NAMES_KEPT_MS });
    };
    for (const id of asked.accounts) take(ofAccount(id), nameIn(given.accounts, id));
    for (const id of asked.conversations) take(ofConversation(id), nameIn(given.conversations, id));
  }

  async #ask(asked: NamesAsked, now_ms: number, signal: AbortSignal): Promise<NamesGiven> {
    const id = randomUUID();
    const sent = JSON.stringify(asked);
    // undici follows no redirects unless it is told to
    const { statusCode, body } = await this.#pool.request({
      method: 'POST',
      path: this.#path,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'Kith/1 (names)',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now_ms / 1000)),
        'webhook-signature': sign(this.#secrets, id, now_ms, sent),
      },
      body: sent,
      signal,
    });
    if (statusCode !== OK) {
      // closing it before its end is an error of the stream: that is what is wanted
      body.on('error', () => {}).destroy();
      throw new NoNames(`STATUS_${statusCode}`);
    }
    return read((await readAtMost(body, ANSWER_BYTES_MAX, () => new NoNames('TOO_LARGE'))).toString('utf8'));
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > NAMES_KEPT_MAX && oldest !== undefined) this.#kept.delete(oldest);
  }
}

const ACCOUNT = 'account:';
const CONVERSATION = 'conversation:';
const ofAccount = (id: string): string => ACCOUNT + id;
const ofConversation = (id: string): string => CONVERSATION + id;

function nameIn(given: NamesGiven['accounts'], id: string): string | null {
  // an id may be called like what every object has
  const name = Object.hasOwn(given, id) ? given[id]?.name : undefined;
  return name === undefined || name === '' ? null : name.slice(0, NAME_LENGTH_MAX);
}

/** What is wrong with an answer is not said: it would quote it. */
function read(text: string): NamesGiven {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new NoNames('NOT_JSON');
  }
  const given = namesGiven.safeParse(json);
  if (!given.success) throw new NoNames('NOT_NAMES');
  return given.data;
}
