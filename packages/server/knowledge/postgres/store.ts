/**
 * The postgres store: knowledge as rows, for any number of processes on one PostgreSQL 15 or newer. Nothing is kept in
 * memory between two blocks.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contact, Knowledge, Seconds, Told } from '@kith/engine';
import type { Pool, PoolClient } from 'pg';
import { openPostgresRecords, type PostgresRecords, postgresPool } from '../../ground/database/index.ts';
import { type FamilyDays, type FamilyNoted, familyNoted, readNoted } from '../family-noted.ts';
import { type LogBlocks, postgresBlocks } from '../log-blocks.ts';
import type {
  Committed,
  KnowledgeRow,
  KnowledgeStore,
  Logged,
  StoreDuties,
  StoreStatus,
  WrapIdentifier,
  Wrapped,
} from '../store.ts';
import { WorkingSet } from '../working-set.ts';
import { Block, commitBlock } from './block.ts';
import { AUDIT_TURN, Contended } from './contended.ts';
import { goneSince } from './gone-since.ts';
import { Housekeeper } from './housekeeping.ts';
import { LOOKS_BEFORE_WIDENING, LOOKS_MAX, load, Places, widen } from './load.ts';
import { isUnknown, mayPass, Refused, TRIES_MAX, wait_ms } from './retry.ts';
import { run, send, statement } from './send.ts';
import { loadConnections } from './statements.ts';
import { contactsOf, fillRows, logOf, placeSince, rowsOf } from './transfer.ts';
import { Wanted } from './wanted.ts';
import { wrapIdentifiers } from './wrap-identifiers.ts';
import type { Attempt } from './write.ts';

/** Blocks under way at once: while one waits for the disk or a lock, the others use the processor. */
const COMMITS_AT_ONCE = 3;
/** Connections for questions, beside those for blocks: each waits as long for its answer as a part of a block is decided. */
const QUESTIONS_AT_ONCE = 8;
/**
 * Events of a block. What a block costs whatever is in it (its statements, its commit) is shared by more: against blocks
 * of 128 an event takes a sixth less CPU, here and in PostgreSQL. But of two blocks that write the same row one has to
 * begin again, and how often they do grows with the square of their size: with 6 blocks of 256 at once among 1,000,000
 * contacts 10 % did (of 128 6 %), among 10,000,000 2 %.
 */
const BLOCK_EVENTS_MAX = 256;

/**
 * Blocks that look first for events that come again, after one that had some: who sends again sends more of it. The
 * others only find out when they write, which costs a block that has some a second try, and the others nothing.
 */
const BLOCKS_TO_LOOK = 100;

/**
 * Statements are planned once, for any parameters, and always by index: our arrays are short beside the tables, and
 * what the planner knows of a table that has just been filled would tell it to read it whole.
 */
const SETTINGS = `SET plan_cache_mode = force_generic_plan; SET jit = off;
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;`;

export interface PostgresOptions {
  /** postgres://user:password@host:port/database */
  url: string;
  duties: StoreDuties;
  commitsAtOnce?: number;
  /** how long the log is kept */
  logDays?: number;
  /** milliseconds since 1970 */
  clock?: () => number;
  /** in [0, 1): spreads retries */
  random?: () => number;
}

/**
 * Opens the store, migrates its database, and begins its housekeeping.
 * @throws DatabaseError `database_unsupported`, `database_newer`, `migration_changed`; or what PostgreSQL throws
 */
export async function openPostgresStore(options: PostgresOptions): Promise<PostgresStore> {
  return new PostgresStore(options, await openPostgresRecords(options.url));
}

export class PostgresStore implements KnowledgeStore {
  readonly blockMax = BLOCK_EVENTS_MAX;
  readonly commitsAtOnce: number;
  /** blocks under way together are decided in the order in which they get their locks */
  readonly inOrder = false;
  readonly records: PostgresRecords;
  readonly blocks: LogBlocks;
  readonly #pool: Pool;
  readonly #duties: StoreDuties;
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #housekeeper: Housekeeper;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #contended = new Contended();
  #blocksToLook = 0;

  constructor(options: PostgresOptions, records: PostgresRecords) {
    const { url, duties, commitsAtOnce = COMMITS_AT_ONCE, clock = Date.now, random = Math.random } = options;
    this.commitsAtOnce = commitsAtOnce;
    this.records = records;
    this.blocks = postgresBlocks(records);
    this.#duties = duties;
    this.#clock = clock;
    this.#random = random;
    this.#pool = postgresPool(url, {
      max: commitsAtOnce + QUESTIONS_AT_ONCE,
      pipeline: true,
      settings: SETTINGS,
      onIdleError: (error) => duties.struggling('an idle database connection', error),
    });
    this.#housekeeper = new Housekeeper(records.pool, {
      clock,
      logDays: options.logDays,
      struggling: (work, error) => duties.struggling(work, error),
    });
    this.#housekeeper.start();
  }

  commit(events: readonly Told[]): Promise<readonly Committed[]> {
    if (events.length === 0) return Promise.resolve([]);
    if (events.length > this.blockMax) {
      return Promise.reject(new Error(`a block holds at most ${this.blockMax} events, not ${events.length}`));
    }
    return this.#tracked(this.#commit(new Block(events)));
  }

  async #commit(block: Block): Promise<readonly Committed[]> {
    const looksForRepeats = this.#blocksToLook > 0;
    if (looksForRepeats) this.#blocksToLook--;
    let tries = 0;
    const committed = await this.#tried(async (client) => {
      tries++;
      const attempt: Attempt = { number: 0, committing: false };
      const at = this.#clock();
      const contended = this.#contended.turns(block.writes, at);
      const turns = block.audits ? [...contended, AUDIT_TURN] : contended;
      try {
        return await commitBlock(client, block, {
          duties: this.#duties,
          at,
          attempt,
          looksForRepeats: looksForRepeats || tries > 1,
          turns,
        });
      } catch (error) {
        // twice is no accident
        if (error instanceof Refused && !error.repeats && tries > 1) this.#contended.note(block.writes, at);
        else if (attempt.committing && isUnknown(error)) block.lost.add(attempt.number);
        throw error;
      }
    });
    if (committed.some(({ status }) => status === 'duplicate')) this.#blocksToLook = BLOCKS_TO_LOOK;
    return committed;
  }

  /** Does something on a connection; again, on another, where that failed for a reason that may pass. */
  async #tried<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        const client = await this.#pool.connect();
        let broken = true;
        try {
          const result = await work(client);
          broken = false;
          return result;
        } catch (error) {
          broken = !(error instanceof Refused);
          throw error;
        } finally {
          // one that failed half-way may have statements under way, or a transaction open
          client.release(broken);
        }
      } catch (error) {
        if (tries >= TRIES_MAX || !mayPass(error)) throw error;
        // who was refused goes on at once: the other is through
        if (!(error instanceof Refused)) await sleep(wait_ms(tries, this.#random()));
      }
    }
  }

  #tracked<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    const done = (): void => void this.#underWay.delete(work);
    work.then(done, done);
    return work;
  }

  ask<T>(look: (k: Knowledge) => T): Promise<T> {
    const wanted = new Wanted();
    const seen = attempt(() => look(new WorkingSet((asked) => wanted.add(asked))));
    if (wanted.size > 0) return this.#tracked(this.#tried((client) => this.#look(client, look, wanted)));
    return 'error' in seen ? Promise.reject(seen.error) : Promise.resolve(seen.value);
  }

  /**
   * All that is loaded is of one moment. Most questions ask for nothing but what they ask for at first: that goes out together with
   * the end of its transaction. One that asks for more begins again, with all of it.
   * @param all what the first look asked for; what others ask for is added
   */
  async #look<T>(client: PoolClient, look: (k: Knowledge) => T, all: Wanted): Promise<T> {
    const wanted = new Wanted();
    const blank = () =>
      new WorkingSet((asked) => {
        wanted.add(asked);
        all.add(asked);
      });
    const begin = () => send(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (all.isOneTurn) {
      const set = blank();
      const places = new Places();
      if (all.isOneStatement) await load(client, set, places, all);
      else await Promise.all([begin(), load(client, set, places, all), send(client, 'COMMIT')]);
      const seen = attempt(() => look(set));
      if (wanted.size === 0) return resultOf(seen);
    }
    const set = blank();
    const places = new Places();
    await Promise.all([begin(), load(client, set, places, all)]);
    for (let looks = 2; looks <= LOOKS_MAX; looks++) {
      wanted.clear();
      const seen = attempt(() => look(set));
      if (wanted.size === 0) {
        await send(client, 'COMMIT');
        return resultOf(seen);
      }
      if (looks > LOOKS_BEFORE_WIDENING) widen(set, wanted);
      await load(client, set, places, wanted);
    }
    throw new Error(`a question asked for more after ${LOOKS_MAX} looks`);
  }

  contactsOf(account: string, most: number): Promise<readonly Contact[]> {
    return this.#tracked(contactsOf(this.#pool, account, most));
  }

  goneSince(at: Seconds): AsyncIterable<readonly string[]> {
    return goneSince((work) => this.#tracked(this.#tried(work)), at);
  }

  connectionsOf(account: string, most: number): Promise<readonly string[]> {
    return this.#tracked(
      this.#tried(async (client) => (await run(client, loadConnections, [account, most])).map(([id]) => String(id))),
    );
  }

  notedOf(days: FamilyDays): Promise<FamilyNoted> {
    const { sql: text, parameters } = familyNoted(days).compile(this.records.kysely);
    return this.#tracked(
      this.#tried(async (client) => {
        const rows = await run(client, statement('family_noted', text), [...parameters]);
        return readNoted(
          rows.map(([what, id, day]) => ({
            what: Number(what),
            id: String(id),
            day: day === null ? null : Number(day),
          })),
        );
      }),
    );
  }

  placeSince(at_ms: number): Promise<number | null> {
    return this.#tracked(placeSince(this.#pool, at_ms));
  }

  log(from = 0): AsyncIterable<readonly Logged[]> {
    return logOf(this.#pool, from);
  }

  rows(): AsyncIterable<readonly KnowledgeRow[]> {
    return rowsOf(this.#pool);
  }

  wrapIdentifiers(layers: number, wrap: WrapIdentifier): Promise<Wrapped> {
    return this.#tracked(this.#tried((client) => wrapIdentifiers(client, layers, wrap)));
  }

  async fill(rows: AsyncIterable<readonly KnowledgeRow[]>, log?: AsyncIterable<readonly Logged[]>): Promise<void> {
    const client = await this.#pool.connect();
    let broken = true;
    try {
      await fillRows(client, rows, log, this.#clock());
      broken = false;
    } finally {
      client.release(broken);
    }
  }

  async status(): Promise<StoreStatus> {
    const { rows } = await this.#pool.query<{ events: string; accounts: string; contacts: string }>(
      'SELECT events, accounts, contacts FROM total',
    );
    const [sum] = rows;
    return {
      kind: 'postgres',
      events: Number(sum?.events),
      accounts: Number(sum?.accounts),
      contacts: Number(sum?.contacts),
      savedAge_s: null,
      memory: {},
    };
  }

  async close(): Promise<void> {
    await this.#housekeeper.stop();
    await Promise.allSettled(this.#underWay);
    await this.#pool.end();
    await this.records.close();
  }
}

function resultOf<T>(seen: { value: T } | { error: unknown }): T {
  if ('error' in seen) throw seen.error;
  return seen.value;
}

/** A look at something that isn't all there yet may well fail: that counts only once it is. */
function attempt<T>(look: () => T): { value: T } | { error: unknown } {
  try {
    return { value: look() };
  } catch (error) {
    return { error };
  }
}
