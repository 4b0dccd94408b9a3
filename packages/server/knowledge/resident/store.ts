/**
 * The resident store: knowledge in memory, a log in SQLite, for one machine.
 *
 * An event is considered and applied to memory at once, in the order in which it comes; its answer waits for the block
 * that it is in. While a block is being written, the next one fills: events that come together share one commit. A
 * commit that fails stops the process: memory is never ahead of the log for longer than an answer waits, and a start
 * goes on from the log.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CompiledPolicy,
  type Considered,
  type Contact,
  consider,
  type Knowledge,
  type Seconds,
  type Told,
} from '@kith/engine';
import { type FolderLock, lockFolder, openSqliteRecords, type SqliteRecords } from '../../ground/database/index.ts';
import { type FamilyDays, type FamilyNoted, familyNoted, readNoted } from '../family-noted.ts';
import { type LogBlocks, sqliteBlocks } from '../log-blocks.ts';
import { withoutText } from '../logged.ts';
import { deletedBy, recordsOf } from '../records.ts';
import {
  accepted,
  type Committed,
  type KnowledgeRow,
  type KnowledgeStore,
  type Logged,
  makesRows,
  type StoreDuties,
  type StoreStatus,
  type WrapIdentifier,
  type Wrapped,
} from '../store.ts';
import { OpenBlock, readBody } from './block.ts';
import { connectionsOf } from './connections-of.ts';
import { contactsOf } from './contacts-of.ts';
import { goneSince } from './gone-since.ts';
import { Journal, putBack } from './journal.ts';
import { ResidentKnowledge } from './knowledge.ts';
import { firstNeeded, IDS_KEPT_MS, rememberIds } from './remembering.ts';
import { checkLogGoesOn, readSaved } from './saved.ts';
import { type Pace, Saver, type SaverDuties } from './saver.ts';
import { hashId, type Seen } from './seen.ts';
import { ResidentState } from './state.ts';
import { fillState, rowsOf } from './transfer.ts';

/** Blocks read at once when a start puts changes back, or the log is read. */
const BLOCKS_READ = 64;
/** Blocks deleted at once: their pages are freed one by one while everybody's commits wait. */
const BLOCKS_DELETED = 8;
/** Commits that may be under way: each is small, and all that come while a block is written share the next. */
const COMMITS_AT_ONCE = 256;
/** Events that one commit takes: more would hold up what waits beside it. */
const COMMIT_EVENTS_MAX = 512;
const LOG_DAYS = 30;
/** In the store's folder. */
export const KNOWLEDGE_FOLDER = 'knowledge';
const DAY_MS = 86_400_000;

export interface ResidentOptions {
  /** holds kith.db, knowledge/ and the lock */
  folder: string;
  duties: StoreDuties;
  /** how long the log is kept */
  logDays?: number;
  /** milliseconds since 1970 */
  clock?: () => number;
  /** of saving knowledge, where it is not the usual one */
  pace?: Pace;
}

/** What a start found in the folder. */
interface Found {
  lock: FolderLock;
  records: SqliteRecords;
  state: ResidentState;
  journal: Journal;
  seen: Seen;
  lastBlock: number;
  lastPlace: number;
  savedAt_ms: number;
}

/** Opens the store in a folder, which it makes where there is none. Refuses a folder that another process uses. */
export async function openResidentStore(options: ResidentOptions): Promise<ResidentStore> {
  const clock = options.clock ?? Date.now;
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(options.folder);
  let records: SqliteRecords | null = null;
  try {
    records = await openSqliteRecords(join(options.folder, 'kith.db'));
    const journal = new Journal();
    const state = new ResidentState(journal);
    const { redoFrom, savedAt } = await readSaved(join(options.folder, KNOWLEDGE_FOLDER), state);
    const { firstNumber: first, lastNumber: last } = await records.log.bounds();
    checkLogGoesOn(redoFrom, { first, last });
    for await (const block of records.log.changesFrom(redoFrom, BLOCKS_READ)) {
      putBack(block.changes, state.tables, state.strings);
    }
    state.rebuild();
    const end = await records.log.end();
    const seen = await rememberIds(records, end.place, clock());
    const found = {
      ...{ lock, records, state, journal, seen },
      ...{ lastBlock: end.number, lastPlace: end.place, savedAt_ms: savedAt },
    };
    return new ResidentStore(options, clock, found);
  } catch (error) {
    await records?.close();
    lock.release();
    throw error;
  }
}

export class ResidentStore implements KnowledgeStore {
  readonly blockMax = COMMIT_EVENTS_MAX;
  readonly commitsAtOnce = COMMITS_AT_ONCE;
  readonly inOrder = true;
  readonly records: SqliteRecords;
  readonly blocks: LogBlocks;
  readonly #duties: StoreDuties;
  readonly #clock: () => number;
  readonly #lock: FolderLock;
  readonly #state: ResidentState;
  readonly #journal: Journal;
  readonly #knowledge: ResidentKnowledge;
  readonly #seen: Seen;
  readonly #saver: Saver;
  readonly #logDays: number;
  /** the place of the next event */
  #place: number;
  /** blocks that are not durable: the first is being written, the last takes events */
  readonly #blocks: OpenBlock[];
  #writing: Promise<void> | null = null;
  #failure: Error | null = null;
  #closing = false;
  /** the block of the log that was looked up last, for duplicates */
  #lookedUp: readonly Logged[] = [];

  constructor(options: ResidentOptions, clock: () => number, found: Found) {
    this.records = found.records;
    this.blocks = sqliteBlocks(found.records);
    this.#duties = options.duties;
    this.#clock = clock;
    this.#logDays = options.logDays ?? LOG_DAYS;
    this.#lock = found.lock;
    this.#state = found.state;
    this.#journal = found.journal;
    this.#knowledge = new ResidentKnowledge(found.state);
    this.#seen = found.seen;
    this.#place = found.lastPlace + 1;
    this.#blocks = [this.#newBlock(found.lastBlock + 1)];
    const saved = join(options.folder, KNOWLEDGE_FOLDER);
    this.#saver = new Saver(saved, found.state, this.#saverDuties(), found.savedAt_ms, options.pace);
    this.#saver.start();
  }

  #saverDuties(): SaverDuties {
    return {
      openBlock: () => this.#open.number,
      durable: () => this.#durable(),
      events: () => this.#place,
      now_ms: this.#clock,
      saved: (redoFrom) => this.#forgetLog(redoFrom),
      failing: (error) => this.#duties.struggling('saving knowledge', error),
    };
  }

  get #open(): OpenBlock {
    return this.#blocks[this.#blocks.length - 1];
  }

  #newBlock = (number: number): OpenBlock => new OpenBlock(number, this.#place, this.#duties.tally?.() ?? null);

  async commit(block: readonly Told[], awaited = true): Promise<readonly Committed[]> {
    if (this.#failure !== null) throw this.#failure;
    const policy = this.#duties.policy();
    const idHashes = block.map((told) => hashId(told.id));
    this.#seen.foresee(idHashes);
    this.#state.foresee(block);
    const committed = block.map((told, i) => this.#decide(told, idHashes[i], policy));
    await this.#durable(awaited);
    return committed;
  }

  #decide(told: Told, idHash: number, policy: CompiledPolicy): Committed {
    const first = this.#seen.find(idHash, (place) => this.#logged(place)?.told.id === told.id);
    const before = first > 0 ? this.#logged(first) : undefined;
    if (before !== undefined) return { status: 'duplicate', decision: before.decision };
    let considered: Considered;
    try {
      considered = consider(this.#knowledge, told, policy);
    } catch (cause) {
      // nothing was applied: this event fails alone
      return { status: 'failed', error: new Error(`considering a ${told.type} event failed`, { cause }) };
    }
    this.#knowledge.apply(considered.changes);
    const open = this.#open;
    const logged = { place: this.#place, told: withoutText(told, considered), decision: considered.decision };
    open.add(logged, idHash);
    open.tally?.add(logged.told, logged.decision);
    if (makesRows(told, considered)) open.outbox.push(...this.#duties.outbox(told, considered));
    this.#keep(told, considered, open);
    if (considered.signals.length > 0 || makesRows(told, considered)) open.noted.push({ told, considered });
    this.#seen.add(idHash, this.#place++, this.#clock());
    if (open.full) this.#seal();
    return accepted(considered);
  }

  #keep(told: Told, considered: Considered, block: OpenBlock): void {
    const kept = considered.keep === null ? null : this.#duties.kept?.of(told, considered);
    if (kept) block.kept.push(kept);
    const deleted = deletedBy(told);
    if (deleted !== null) block.deleted.push(deleted);
  }

  /** The event at a place: in the blocks that are not yet durable, else in the log. */
  #logged(place: number): Logged | undefined {
    for (const block of this.#blocks) {
      const entry = block.entry(place);
      if (entry !== undefined) return entry;
    }
    const [oldest] = this.#lookedUp;
    if (oldest === undefined || place < oldest.place || place >= oldest.place + this.#lookedUp.length) {
      const block = this.records.log.readBlockSync(place);
      this.#lookedUp = block === undefined ? [] : readBody(block.firstPlace, block.body);
    }
    return this.#lookedUp.find((entry) => entry.place === place);
  }

  /** Ends the open block and begins the next. The journal holds what the block changed. */
  #seal(): void {
    const sealed = this.#open;
    sealed.changes = this.#journal.take();
    this.#blocks.push(this.#newBlock(sealed.number + 1));
  }

  /** Resolves when everything that was decided so far is durable. What nobody awaits is written with what comes next. */
  #durable(awaited = true): Promise<void> {
    const open = this.#open;
    const last = open.events > 0 ? open : this.#blocks[this.#blocks.length - 2];
    if (last === undefined) return Promise.resolve();
    if (awaited) last.awaited = true;
    if (awaited || this.#blocks.length > 1) this.#writing ??= this.#write();
    return last.durable;
  }

  /** Writes block after block until nobody waits: what comes while one is written shares the next. */
  async #write(): Promise<void> {
    try {
      for (;;) {
        if (this.#blocks.length === 1) {
          if (!this.#open.awaited) return;
          this.#seal();
        }
        const [block] = this.#blocks;
        await this.records.writer.commitBlock({
          number: block.number,
          firstPlace: block.firstPlace,
          events: block.events,
          at: this.#clock(),
          ids: block.ids(),
          changes: block.changes,
          body: block.body(),
          outbox: block.outbox,
          counts: block.tally?.text() ?? null,
          kept: block.kept.length === 0 ? [] : (this.#duties.kept?.pack(block.kept) ?? []),
          deleted: block.deleted,
          ...recordsOf(block.noted, this.#clock()),
        });
        this.#blocks.shift();
        block.committed();
      }
    } catch (cause) {
      this.#fail(cause);
    } finally {
      this.#writing = null;
    }
  }

  /** Memory is ahead of a log that can't be written: nothing more may be answered, and the process must end. */
  #fail(cause: unknown): void {
    const failure = new Error('the log could not be written', { cause });
    this.#failure = failure;
    for (const block of this.#blocks) block.failed(failure);
    this.#duties.failed(failure);
  }

  /** The log before a block is not needed to start; what of it is also older than its window goes, a little at a time. */
  async #forgetLog(redoFrom: number): Promise<void> {
    const now = this.#clock();
    const windowed = await this.records.log.numberSince(now - this.#logDays * DAY_MS);
    const ids = await firstNeeded(this.records, this.#place - 1, now - IDS_KEPT_MS);
    const before = Math.min(redoFrom, ids.number, windowed === 0 ? redoFrom : windowed);
    while (!this.#closing && (await this.records.writer.deleteLogBefore(before, BLOCKS_DELETED)) === BLOCKS_DELETED);
  }

  async ask<T>(look: (k: Knowledge) => T): Promise<T> {
    if (this.#failure !== null) throw this.#failure;
    return look(this.#knowledge);
  }

  goneSince(at: Seconds): AsyncIterable<readonly string[]> {
    return goneSince(this.#state, at);
  }

  contactsOf(account: string, most: number): Promise<readonly Contact[]> {
    return contactsOf(this.#state, account, most);
  }

  async connectionsOf(account: string, most: number): Promise<readonly string[]> {
    return connectionsOf(this.#state, this.#knowledge, account, most);
  }

  async notedOf(days: FamilyDays): Promise<FamilyNoted> {
    return readNoted((await familyNoted(days).execute(this.records.kysely)).rows);
  }

  placeSince(at_ms: number): Promise<number | null> {
    return this.records.log.placeSince(at_ms);
  }

  async *log(from = 1): AsyncGenerator<readonly Logged[]> {
    const first = await this.records.log.blockOf(from);
    for await (const block of this.records.log.bodiesFrom(first?.number ?? 1, BLOCKS_READ)) {
      const logged = readBody(block.firstPlace, block.body);
      yield block.firstPlace >= from ? logged : logged.filter((entry) => entry.place >= from);
    }
  }

  rows(): AsyncIterable<readonly KnowledgeRow[]> {
    return rowsOf(this.#state, this.#knowledge);
  }

  async wrapIdentifiers(layers: number, wrap: WrapIdentifier): Promise<Wrapped> {
    return this.#state.known.wrapIdentifiers(layers, wrap);
  }

  async fill(rows: AsyncIterable<readonly KnowledgeRow[]>, log?: AsyncIterable<readonly Logged[]>): Promise<void> {
    if (this.#state.accounts.count > 0 || this.#place > 1) {
      throw new Error('knowledge can only be filled into an empty store');
    }
    if (log !== undefined) await this.#fillLog(log);
    await fillState(this.#state, rows, () => {
      // it is saved as a whole below, not by the log
      this.#journal.take();
    });
    await this.#saver.saveAll();
  }

  /** The events get places of this store, in the same order; their changes are in the rows. */
  async #fillLog(log: AsyncIterable<readonly Logged[]>): Promise<void> {
    for await (const chunk of log) {
      for (const { told, decision } of chunk) {
        const idHash = hashId(told.id);
        this.#open.add({ place: this.#place, told, decision }, idHash);
        this.#seen.add(idHash, this.#place++, this.#clock());
        if (!this.#open.full) continue;
        this.#seal();
        await this.#durable();
      }
    }
    await this.#durable();
  }

  async status(): Promise<StoreStatus> {
    return {
      kind: 'resident',
      events: this.#place - 1,
      accounts: this.#state.accounts.count,
      contacts: this.#state.contacts.count,
      savedAge_s: this.#saver.savedAt_ms === 0 ? null : (this.#clock() - this.#saver.savedAt_ms) / 1000,
      memory: this.memory(),
    };
  }

  /** Bytes in memory, by what they are for. */
  memory(): Record<string, number> {
    return { ...this.#state.bytes, eventIds: this.#seen.bytes };
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#failure === null) {
      await this.#durable();
      await this.#saver.stop();
    } else {
      await this.#saver.abandon();
    }
    await this.records.close();
    this.#lock.release();
  }
}
