/**
 * The chat's own store: one SQLite file. An example needs no more, but what it shows is what any platform needs: what
 * happened and what is to be told about it are written in one transaction, so that a crash loses neither.
 */
import Database from 'better-sqlite3';

/**
 * message.state: `deciding` nobody has said yet whether it may be delivered; `delivered`; `asked` the child is asked first;
 * `held` until a person of the platform's has looked; `refused`, by Kith or by the child; `removed` (`was` says from what).
 * friendship.state: `deciding` `asked` `held` `refused` `friends`.
 * member.state: `deciding` `asked` (a child who was added and has not said yes) `in`.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS person (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, age TEXT NOT NULL, language TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'active',
  settings TEXT NOT NULL, wanted TEXT NOT NULL DEFAULT '{}', quiet TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS friendship (
  by TEXT NOT NULL, other TEXT NOT NULL, state TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (by, other)
) STRICT;
CREATE TABLE IF NOT EXISTS block (by TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (by, other)) STRICT;
CREATE TABLE IF NOT EXISTS talk_group (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS member (
  talk_group TEXT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (talk_group, person)
) STRICT;
CREATE TABLE IF NOT EXISTS message (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sender TEXT NOT NULL, recipient TEXT, talk_group TEXT,
  text TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, was TEXT, event TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS message_by_event ON message (event);
CREATE TABLE IF NOT EXISTS notice (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL, kind TEXT NOT NULL, about TEXT, event TEXT NOT NULL,
  arrival TEXT NOT NULL, open INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE IF NOT EXISTS letter (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, link TEXT,
  unread INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE IF NOT EXISTS outbox (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0, problem TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_untold ON outbox (seq) WHERE told = 0;
CREATE TABLE IF NOT EXISTS webhook (id TEXT PRIMARY KEY) STRICT;
`;

type Value = string | number | null;
/** One for each `?`, in order; or one object with a value for each @name. */
type Values = Value[] | [Record<string, Value>];
type Bound = (Value | Record<string, Value>)[];

export class Store {
  readonly #db: Database.Database;

  /** @param file its path, or ":memory:" */
  constructor(file: string) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    // a commit is on the disk before anybody hears of it
    this.#db.pragma('synchronous = FULL');
    this.#db.exec(SCHEMA);
  }

  /** The row's shape is the statement's own: whoever writes the SQL says it. */
  all<Row>(sql: string, ...values: Values): Row[] {
    return this.#db.prepare<Bound, Row>(sql).all(...values);
  }

  one<Row>(sql: string, ...values: Values): Row | undefined {
    return this.#db.prepare<Bound, Row>(sql).get(...values);
  }

  /** @returns how many rows it changed */
  run(sql: string, ...values: Values): number {
    return this.#db.prepare<Bound>(sql).run(...values).changes;
  }

  /** All or nothing. */
  together<T>(work: () => T): T {
    return this.#db.transaction(work).immediate();
  }

  close(): void {
    this.#db.close();
  }
}
