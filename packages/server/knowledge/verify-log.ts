/** Rule 3, tried on a store's own log: considering it again from nothing gives the same decisions and knowledge. */
import { isDeepStrictEqual } from 'node:util';
import { type CompiledPolicy, consider, type Told } from '@kith/engine';
import { digestOf, digestOfWorkingSet, type KnowledgeDigest } from './digest.ts';
import { LastWord, type LastWordCompared } from './last-word.ts';
import { isLogPartial } from './log-reach.ts';
import type { KnowledgeStore, Logged } from './store.ts';
import { WorkingSet } from './working-set.ts';

/** Places of differing decisions that are named. */
const DIFFERING_NAMED_MAX = 10;

export interface LogVerified {
  /** events of the log */
  events: number;
  /** whether the log has every event since the store began: only then can decisions be considered again */
  whole: boolean;
  /** decisions that were considered again and compared: those before the first under rules that aren't known */
  compared: number;
  differing: number;
  /** the places of the first of them */
  differingAt: readonly number[];
  /** versions of policies that decided, and whose rules aren't known or were changed under one name */
  unknownPolicies: readonly string[];
  /** places that the log skips in its midst, where the store's places follow on one another */
  skipped: number;
  /** what the store knows */
  known: KnowledgeDigest;
  /** what the log adds up to; null where not all of it was compared */
  replayed: KnowledgeDigest | null;
  /** where not all was compared: what the log says whatever was known before, looked for in what is known */
  lastWord: LastWordCompared | null;
  /** no difference in anything that was compared */
  same: boolean;
}

/**
 * Considers a store's log again in plain maps (some 250 bytes a contact), and compares. Nobody may write meanwhile.
 *
 * Decisions and all that is known are compared where the log goes back to the store's beginning and the rules of every
 * policy that decided are known. Decisions of a log without its beginning rest on what is no longer in it: then only
 * what the log says by itself is compared (see LastWord).
 * @param policyOf the rules of a version; null where they aren't known
 * @param asStored brings an event of the log to the keys that identifiers are stored with now
 * @param onProgress told of events so far
 */
export async function verifyLog(
  store: Pick<KnowledgeStore, 'log' | 'rows' | 'status' | 'records'>,
  policyOf: (version: string) => Promise<CompiledPolicy | null>,
  asStored: (told: Told) => Told = (told) => told,
  onProgress: (events: number) => void = () => {},
): Promise<LogVerified> {
  const status = await store.status();
  const replay = new Replay(policyOf, status.kind === 'resident');
  for await (const chunk of store.log()) {
    for (const logged of chunk) await replay.look({ ...logged, told: asStored(logged.told) });
    onProgress(replay.events);
  }
  const { events, skipped } = replay;
  const whole = events === status.events && !(await isLogPartial(store.records.kysely));
  const known = await digestOf(store.rows());
  const compared = whole ? replay.compared : 0;
  const differing = whole ? replay.differing : 0;
  const replayed = whole && compared === events ? digestOfWorkingSet(replay.set) : null;
  const lastWord = replayed === null ? await replay.lastWord.compare(store.rows()) : null;
  const same =
    differing === 0 &&
    skipped === 0 &&
    (replayed === null || replayed.digest === known.digest) &&
    (lastWord === null || lastWord.accountsDiffering + lastWord.contactsDiffering === 0);
  return {
    events,
    whole,
    compared,
    differing,
    differingAt: whole ? replay.differingAt : [],
    unknownPolicies: [...replay.unknownPolicies],
    skipped,
    known,
    replayed,
    lastWord,
    same,
  };
}

class Replay {
  readonly #policyOf: (version: string) => Promise<CompiledPolicy | null>;
  readonly #policies = new Map<string, CompiledPolicy | null>();
  /** whether places of this store follow on one another: PostgreSQL's have gaps where blocks were given up */
  readonly #followOn: boolean;
  #last = 0;
  readonly set = new WorkingSet();
  readonly lastWord = new LastWord();
  readonly unknownPolicies = new Set<string>();
  readonly differingAt: number[] = [];
  events = 0;
  compared = 0;
  differing = 0;
  skipped = 0;

  constructor(policyOf: (version: string) => Promise<CompiledPolicy | null>, followOn: boolean) {
    this.#policyOf = policyOf;
    this.#followOn = followOn;
  }

  async look({ place, told, decision }: Logged): Promise<void> {
    if (this.#followOn && this.#last > 0) this.skipped += place - this.#last - 1;
    this.#last = place;
    this.events++;
    this.lastWord.hear(told);
    const { policy: version } = decision;
    const policy = this.#policies.get(version) ?? (await this.#learn(version));
    if (policy === null) this.unknownPolicies.add(version);
    // what was decided by rules that aren't known has left its marks on all that follows
    if (policy === null || this.unknownPolicies.size > 0) return;
    const considered = consider(this.set, told, policy);
    this.set.apply(considered.changes);
    this.compared++;
    if (isDeepStrictEqual(plain(considered.decision), plain(decision))) return;
    this.differing++;
    if (this.differingAt.length < DIFFERING_NAMED_MAX) this.differingAt.push(place);
  }

  async #learn(version: string): Promise<CompiledPolicy | null> {
    if (this.#policies.has(version)) return null;
    const policy = await this.#policyOf(version);
    this.#policies.set(version, policy);
    return policy;
  }
}

/** As the log has it: without what is undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
