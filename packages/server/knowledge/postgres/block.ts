/**
 * One block of events, in one transaction:
 *
 *   lock the actors' rows (and the conversations') -> take the block's number, write down the ids -> load ->
 *   decide in memory, load what was missing, decide again ... -> write -> commit
 *
 * Whoever writes an account's or a conversation's rows has it locked: two blocks that share actors come one after the
 * other, the second sees all of the first and has the higher number. Statements that don't need each other's results are
 * sent together, so that a block costs three or four round trips.
 */
import type { Account, Decided, Told } from '@kith/engine';
import type { ClientBase } from 'pg';
import { accepted, type Committed, type StoreDuties } from '../store.ts';
import { pairKey, WorkingSet } from '../working-set.ts';
import { numberArray, textArray } from './arrays.ts';
import { readBody } from './body.ts';
import { readAccount, readConversation } from './columns.ts';
import { guess } from './guess.ts';
import { hashId } from './ids.ts';
import { LOOKS_BEFORE_WIDENING, LOOKS_MAX, load, Wanted, widen } from './load.ts';
import { type Fresh, Pass } from './pass.ts';
import { run, send } from './send.ts';
import { bodiesOf, lockAccounts, lockConversations, PLACES_A_BLOCK, placesOfIds, takePlaces } from './statements.ts';
import { type Attempt, write } from './write.ts';

/**
 * Commits a block on a connection that is in no transaction.
 * @param at milliseconds since 1970
 * @param lost numbers under which this same block was perhaps committed already: its events are then no duplicates
 * @throws what PostgreSQL throws; the connection is of no use any more
 */
export async function commitBlock(
  client: ClientBase,
  block: readonly Told[],
  duties: StoreDuties,
  at: number,
  attempt: Attempt,
  lost: ReadonlySet<number>,
): Promise<Committed[]> {
  const firstAt = new Map<string, number>();
  for (const [i, { id }] of block.entries()) if (!firstAt.has(id)) firstAt.set(id, i);
  const ids = [...firstAt].map(([id, i]) => ({ hash: hashId(id), i }));
  // in an order that all processes share, so that two blocks of the same ids can't wait for each other
  ids.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  let wanted = new Wanted();
  const base = new WorkingSet((asked) => wanted.add(asked));
  const { places, leaving, actors } = await begin(client, block, ids, base);

  const fresh: Fresh[] = [];
  for (const place of places) {
    attempt.number = Math.floor(place / PLACES_A_BLOCK);
    const told = block[place % PLACES_A_BLOCK];
    if (told !== undefined) fresh.push({ told, place });
  }
  fresh.sort((a, b) => a.place - b.place);
  const isFresh = new Set(fresh.map(({ place }) => place % PLACES_A_BLOCK));
  const decisions = new Map<string, Committed>();
  if (fresh.length < ids.length) {
    const again = ids.filter(({ i }) => !isFresh.has(i)).map(({ hash }) => hash);
    for (const { id, decision, number } of await firstDecisions(client, again)) {
      decisions.set(id, { status: lost.has(number) ? 'accepted' : 'duplicate', decision });
    }
  }
  const policy = duties.policy();
  let pass = new Pass(base.fork(), fresh, policy);
  for (let looks = 1; wanted.size > 0; looks++) {
    if (looks > LOOKS_MAX) throw new Error(`a block of ${block.length} events asked for more after ${looks} looks`);
    if (looks > LOOKS_BEFORE_WIDENING) widen(base, wanted);
    await load(client, base, wanted, leaving);
    wanted = new Wanted();
    pass = new Pass(base.fork(), fresh, policy);
  }
  for (const { told, considered } of pass.decided) {
    decisions.set(told.id, accepted(considered));
  }
  for (const { told, error } of pass.failed) decisions.set(told.id, { status: 'failed', error });
  const hashOf = new Map(ids.map(({ i, hash }) => [block[i]?.id ?? '', hash]));
  if (pass.decided.length === 0) await client.query('ROLLBACK');
  else await write(client, { base, pass, hashOf, actors, at, attempt, duties });
  return block.map(({ id }, i) => {
    const committed = decisions.get(id);
    if (committed === undefined) throw new Error('an event of the block was not decided');
    if (firstAt.get(id) === i || committed.status === 'failed') return committed;
    return { status: 'duplicate', decision: committed.decision };
  });
}

interface Begun {
  /** of the events that were not committed before */
  places: number[];
  leaving: number;
  /** as they were before */
  actors: Map<string, Account>;
}

/** Begins the transaction, locks, takes places, and loads what the block will most likely ask about. */
async function begin(
  client: ClientBase,
  block: readonly Told[],
  ids: readonly { hash: string; i: number }[],
  base: WorkingSet,
): Promise<Begun> {
  const guessed = guess(block);
  const first = new Wanted();
  for (const id of guessed.accounts) first.accounts.add(id);
  for (const [actor, other] of guessed.pairs) first.contacts.set(pairKey(actor, other), [actor, other]);
  for (const [c, account] of guessed.memberships) first.memberships.set(pairKey(c, account), [c, account]);
  const [, accounts, conversations, taken] = await Promise.all([
    send(client, 'BEGIN ISOLATION LEVEL READ COMMITTED'),
    run(client, lockAccounts, [textArray(guessed.actors)]),
    guessed.conversations.length === 0 ? [] : run(client, lockConversations, [textArray(guessed.conversations)]),
    run(client, takePlaces, [textArray(ids.map((x) => x.hash)), numberArray(ids.map((x) => x.i))]),
    load(client, base, first),
  ]);
  const actors = new Map<string, Account>();
  for (const row of accounts) {
    const account = readAccount(row);
    actors.set(account.id, account);
    base.accounts.set(account.id, account);
  }
  for (const row of conversations) {
    const conversation = readConversation(row);
    base.conversations.set(conversation.id, conversation);
  }
  return { places: taken.map((row) => Number(row[0])), leaving: guessed.leaving, actors };
}

/** The decisions of events that were committed before, from the log. */
async function firstDecisions(
  client: ClientBase,
  hashes: readonly string[],
): Promise<{ id: string; decision: Decided; number: number }[]> {
  const places = (await run(client, placesOfIds, [textArray(hashes)])).map((row) => Number(row[1]));
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
