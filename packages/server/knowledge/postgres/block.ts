/**
 * One block of events, in one transaction that sees the database as it was at one moment:
 *
 *   load what it will most likely ask about, take the block's number -> decide in memory, load what was missing, decide
 *   again ... -> write -> commit
 *
 * Nothing is locked before it is written. A block that writes what another has written since it looked is refused by
 * PostgreSQL (REPEATABLE READ: the first to commit wins), as is one with an event that was committed before; it begins
 * again, and sees what the other did. So of two blocks that write the same rows the second sees all of the first and
 * has the higher number. Statements that don't need each other's results are sent together, so that a block costs two
 * or three round trips.
 */
import type { Decided, Told } from '@kith/engine';
import type { ClientBase } from 'pg';
import { pairKey } from '../asked.ts';
import { recordsOf } from '../records.ts';
import { accepted, type Committed, type StoreDuties } from '../store.ts';
import { WorkingSet } from '../working-set.ts';
import { numberArray, textArray } from './arrays.ts';
import { readBody } from './body.ts';
import { type Guess, guess } from './guess.ts';
import { hashId } from './ids.ts';
import { LOOKS_BEFORE_WIDENING, LOOKS_MAX, load, Places, widen } from './load.ts';
import { type Fresh, Pass } from './pass.ts';
import { Refused } from './retry.ts';
import { run, send } from './send.ts';
import { bodiesOf, endTurns, PLACES_A_BLOCK, placesOfIds, takeNumber, takeTurns } from './statements.ts';
import { Wanted } from './wanted.ts';
import { type Attempt, writeBlock } from './write.ts';

/** A block that is to be committed, through all tries. */
export class Block {
  readonly events: readonly Told[];
  /** the first of each id: its index, and the hash of its id */
  readonly ids: readonly { hash: string; i: number }[];
  readonly guess: Guess;
  /** numbers under which this same block was perhaps committed already: its events are then no duplicates */
  readonly lost = new Set<number>();
  /** it adds lines to the audit log, as far as can be said: which a message does was seen only when it was tried */
  audits: boolean;

  constructor(events: readonly Told[]) {
    this.events = events;
    const firstAt = new Map<string, number>();
    for (const [i, { id }] of events.entries()) if (!firstAt.has(id)) firstAt.set(id, i);
    this.ids = [...firstAt].map(([id, i]) => ({ hash: hashId(id), i }));
    this.guess = guess(events);
    this.audits = events.some((told) => told.type === 'media.uploaded' && (told.data.known?.length ?? 0) > 0);
  }

  /** Whose rows it writes. */
  get writes(): readonly string[] {
    return [...this.guess.actors, ...this.guess.conversations];
  }
}

export interface Circumstances {
  duties: StoreDuties;
  /** milliseconds since 1970 */
  at: number;
  attempt: Attempt;
  /** look first which events were committed before: else one that was has the block refused */
  looksForRepeats: boolean;
  /** the locks it waits for first: see contended.ts */
  turns: readonly number[];
}

/**
 * Commits a block on a connection that is in no transaction.
 * @throws Refused: the connection is good, and the block may be tried again; or what else PostgreSQL throws: the
 * connection is of no use any more
 */
export async function commitBlock(client: ClientBase, block: Block, how: Circumstances): Promise<Committed[]> {
  if (how.turns.length === 0) return await commitInTurn(client, block, how);
  const inTurn = run(client, takeTurns, [numberArray(how.turns)]);
  try {
    const [, committed] = await Promise.all([inTurn, commitInTurn(client, block, how)]);
    await run(client, endTurns, []);
    return committed;
  } catch (error) {
    // a connection that is given up gives up its locks
    if (error instanceof Refused) await run(client, endTurns, []);
    throw error;
  }
}

async function commitInTurn(client: ClientBase, block: Block, how: Circumstances): Promise<Committed[]> {
  const { events, ids } = block;
  const { attempt, duties } = how;
  const wanted = new Wanted();
  const base = new WorkingSet((asked) => wanted.add(asked));
  const places = new Places();
  const before = await begin(client, block, how, base, places);
  const decisions = new Map<string, Committed>();
  const repeated = new Set(before.keys());
  if (repeated.size > 0) {
    for (const { id, decision, number } of await firstDecisions(client, [...before.values()])) {
      decisions.set(id, { status: block.lost.has(number) ? 'accepted' : 'duplicate', decision });
    }
  }
  const fresh: Fresh[] = [];
  for (const { hash, i } of ids) {
    const told = events[i];
    if (told !== undefined && !repeated.has(hash)) {
      fresh.push({ told, hash, place: attempt.number * PLACES_A_BLOCK + i });
    }
  }
  const policy = duties.policy();
  let pass = new Pass(base.fork(), fresh, policy);
  for (let looks = 1; wanted.size > 0; looks++) {
    if (looks > LOOKS_MAX) throw new Error(`a block of ${events.length} events asked for more after ${looks} looks`);
    if (looks > LOOKS_BEFORE_WIDENING) widen(base, wanted);
    await load(client, base, places, wanted, block.guess);
    wanted.clear();
    pass = new Pass(base.fork(), fresh, policy);
  }
  for (const { told, considered } of pass.decided) {
    decisions.set(told.id, accepted(considered));
  }
  for (const { told, error } of pass.failed) decisions.set(told.id, { status: 'failed', error });
  if (pass.decided.length === 0) await send(client, 'ROLLBACK');
  else {
    const records = recordsOf(pass.decided, how.at);
    if (records.audit.length > 0) block.audits = true;
    await writeBlock(client, { base, places, pass, records, at: how.at, attempt, duties });
  }
  const answered = new Set<string>();
  return events.map(({ id }) => {
    const committed = decisions.get(id);
    if (committed === undefined) throw new Error('an event of the block was not decided');
    if (committed.status === 'failed' || !answered.has(id)) {
      answered.add(id);
      return committed;
    }
    return { status: 'duplicate', decision: committed.decision };
  });
}

/**
 * Begins the transaction, loads what the block will most likely ask about, and takes its number.
 * Gives the places of events that were committed before, by the hashes of their ids.
 */
async function begin(
  client: ClientBase,
  { guess, ids }: Block,
  { attempt, looksForRepeats }: Circumstances,
  base: WorkingSet,
  places: Places,
): Promise<Map<string, number>> {
  const first = new Wanted();
  for (const id of guess.actors) first.accounts.add(id);
  for (const id of guess.accounts) first.accounts.add(id);
  for (const account of guess.conducts) first.conducts.add(account);
  for (const [actor, other] of guess.approaches) first.approaches.set(pairKey(actor, other), [actor, other]);
  for (const id of guess.conversations) first.conversations.add(id);
  for (const [actor, other] of guess.pairs) first.contacts.set(pairKey(actor, other), [actor, other]);
  for (const [c, account] of guess.memberships) first.memberships.set(pairKey(c, account), [c, account]);
  for (const account of guess.identifiers) first.identifiers.add(account);
  for (const asked of guess.sharers) first.add({ what: 'sharers', ...asked });
  for (const media of guess.media) first.media.add(media);
  const [, , before, numbers] = await Promise.all([
    send(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ'),
    load(client, base, places, first, guess),
    looksForRepeats ? run(client, placesOfIds, [textArray(ids.map((id) => id.hash))]) : [],
    run(client, takeNumber, []),
  ]);
  attempt.number = Number(numbers[0]?.[0]);
  return new Map(before.map(([hash, place]) => [String(hash), Number(place)]));
}

/** The decisions of events that were committed before, from the log. */
async function firstDecisions(
  client: ClientBase,
  places: readonly number[],
): Promise<{ id: string; decision: Decided; number: number }[]> {
  const numbers = [...new Set(places.map((place) => Math.floor(place / PLACES_A_BLOCK)))];
  const bodies = new Map<number, Buffer>();
  for (const [number, body] of await run(client, bodiesOf, [numberArray(numbers)])) {
    if (body instanceof Buffer) bodies.set(Number(number), body);
  }
  const wanted = new Set(places);
  return numbers.flatMap((number) => {
    const body = bodies.get(number);
    if (body === undefined) throw new Error(`block ${number} is not in the log, but its events' ids are remembered`);
    return readBody(body)
      .filter(({ place }) => wanted.has(place))
      .map(({ told, decision }) => ({ id: told.id, decision, number }));
  });
}
