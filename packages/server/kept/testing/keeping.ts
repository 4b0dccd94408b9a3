/** A store that keeps messages, on a folder of keys of its own, at a time that the test says. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgeBand, KeepPolicy } from '@kith/contract';
import { compilePolicy, type Told } from '@kith/engine';
import { migrateDatabase, migrationsFolder } from '../../ground/database/index.ts';
import { createLog } from '../../ground/log/index.ts';
import { freshDatabase, keyOfFolder } from '../../ground/testing/postgres.ts';
import { type KnowledgeStore, openPostgresStore, openResidentStore, type StoreDuties } from '../../knowledge/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { Kept } from '../kept.ts';

export const DAY_MS = 86_400_000;
/** Noon of a day, so that a few hours change no day. */
export const NOON = Date.UTC(2026, 5, 15, 12);

type Kind = 'resident' | 'postgres';

interface Home {
  /** the folder, or the database's address */
  readonly address: string;
  open(duties: StoreDuties): Promise<KnowledgeStore>;
  leave(): Promise<void>;
}

async function newHome(kind: Kind): Promise<Home> {
  if (kind === 'resident') {
    const address = await mkdtemp(join(tmpdir(), 'kith-keeping-store-'));
    const open = (duties: StoreDuties) => openResidentStore({ folder: address, duties });
    return { address, open, leave: () => rm(address, { recursive: true }) };
  }
  // migrated once for all tests, then cloned
  const template = { key: keyOfFolder(migrationsFolder('postgres')), migrate: migrateDatabase };
  const { url, drop } = await freshDatabase('keeping', template);
  return { address: url, open: (duties) => openPostgresStore({ url, duties }), leave: drop };
}

export class Keeping {
  now = NOON;
  messages: KeepPolicy['messages'];
  store!: KnowledgeStore;
  kept!: Kept;
  readonly home: Home;
  readonly keys: string;
  readonly logged: string[] = [];
  #told = 0;

  private constructor(home: Home, keys: string) {
    this.home = home;
    this.keys = keys;
    this.messages = { ...loadShippedPolicy().keep.messages };
  }

  static async begin(kind: Kind): Promise<Keeping> {
    const keeping = new Keeping(await newHome(kind), await mkdtemp(join(tmpdir(), 'kith-keeping-')));
    await keeping.open();
    return keeping;
  }

  /** Opens store and keys, as a start does. */
  async open(): Promise<void> {
    const fail = (error: unknown) => {
      throw error;
    };
    const policy = (): KeepPolicy => ({ ...loadShippedPolicy().keep, messages: this.messages });
    const duties: StoreDuties = {
      policy: () => compilePolicy({ ...loadShippedPolicy(), keep: policy() }),
      outbox: () => [],
      kept: { of: (told, considered) => this.kept.of(told, considered), pack: (messages) => this.kept.pack(messages) },
      failed: fail,
      struggling: (_, error) => fail(error),
    };
    this.store = await this.home.open(duties);
    this.kept = await Kept.open({
      keys: { folder: this.keys, master: null, masterFile: null },
      db: this.store.records.kysely,
      policy,
      log: createLog({ level: 'trace', destination: { write: (line) => void this.logged.push(line) } }),
      clock: () => this.now,
    });
  }

  get db() {
    return this.store.records.kysely;
  }

  async close(): Promise<void> {
    await this.kept.stop();
    await this.store.close();
  }

  async end(): Promise<void> {
    await this.close();
    await this.home.leave();
    await rm(this.keys, { recursive: true });
  }

  /** Tells one event, which must be accepted; gives its id. */
  async tell(
    type: Told['type'],
    data: object,
    { at = this.now, id = `e${++this.#told}`, text = '' }: { at?: number; id?: string; text?: string } = {},
  ): Promise<string> {
    const carried = text === '' ? {} : { carried: { text, evidence: [], sketch: 0 } };
    // data of this type, as the test says
    const [committed] = await this.store.commit([{ id, type, at, data, ...carried } as unknown as Told]);
    assert.ok(committed?.status === 'accepted' || committed?.status === 'duplicate', committed?.status);
    return id;
  }

  person(actor: string, band: AgeBand): Promise<string> {
    return this.tell('account.created', { actor, age: { band, method: 'declared', confidence: 0.9 } });
  }

  /** A message; gives its event's id. */
  write(actor: string, other: string, text: string, how: { at?: number; message?: string } = {}): Promise<string> {
    const id = `e${++this.#told}`;
    const { at = this.now, message = `m-${id}` } = how;
    return this.tell('message.sent', { actor, other, message }, { at, id, text });
  }
}
