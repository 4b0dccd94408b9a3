/** Rule 3, tried on a store's own log: considering it again from nothing gives the same decisions and knowledge. */
import { isDeepStrictEqual } from 'node:util';
import { type CompiledPolicy, consider } from '@kith/engine';
import { digestOf, digestOfWorkingSet, type KnowledgeDigest } from './digest.ts';
import type { KnowledgeStore, Logged } from './store.ts';
import { WorkingSet } from './working-set.ts';

/** Places of differing decisions that are named. */
const DIFFERING_NAMED_MAX = 10;

export interface LogVerified {
  /** events of the log */
  events: number;
  /** decided under a policy of another version, so not compared */
  otherPolicy: number;
  differing: number;
  /** the places of the first of them */
  differingAt: readonly number[];
  /** what the log adds up to, and what the store knows; null where the log doesn't go back to the beginning */
  replayed: KnowledgeDigest | null;
  known: KnowledgeDigest;
  /** all that could be compared is the same */
  same: boolean;
}

/**
 * Considers a store's log again in plain maps (some 250 bytes a contact), and compares. Nobody may write meanwhile.
 * Where the log begins later than the store did (it is a window), or was decided under policies of other versions than
 * this one, knowledge can't be compared: `replayed` is null.
 * @param onProgress told of events so far
 */
export async function verifyLog(
  store: Pick<KnowledgeStore, 'log' | 'rows'>,
  policy: CompiledPolicy,
  onProgress: (events: number) => void = () => {},
): Promise<LogVerified> {
  const set = new WorkingSet();
  const differingAt: number[] = [];
  let [events, otherPolicy, differing] = [0, 0, 0];
  let whole = true;
  const look = ({ place, told, decision }: Logged): void => {
    if (events++ === 0) whole = place === 1;
    const considered = consider(set, told, policy);
    set.apply(considered.changes);
    if (decision.policy !== policy.version) otherPolicy++;
    // what a log without its beginning decided rests on what is no longer in it
    else if (whole && !isDeepStrictEqual(plain(considered.decision), plain(decision))) {
      differing++;
      if (differingAt.length < DIFFERING_NAMED_MAX) differingAt.push(place);
    }
  };
  for await (const chunk of store.log()) {
    for (const logged of chunk) look(logged);
    onProgress(events);
  }
  const known = await digestOf(store.rows());
  const replayed = whole && otherPolicy === 0 ? digestOfWorkingSet(set) : null;
  const same = differing === 0 && (replayed === null || replayed.digest === known.digest);
  return { events, otherPolicy, differing, differingAt, replayed, known, same };
}

/** As the log has it: without what is undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
