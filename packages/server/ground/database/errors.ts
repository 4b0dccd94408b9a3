/** What goes wrong with the records database, for the person who can mend it. */

/**
 * `database_newer`: a newer Kith made it. `migration_changed`: a migration that it has had differs from ours.
 * `database_unsupported`: the database server is too old. `folder_locked`: another process has the folder.
 * `writer_busy`: too many wait for the writer, or one waited too long. `transaction_expired`: a transaction was held
 * too long and was rolled back. `database_stopped`: the database's thread has ended. `query_failed`: the database
 * refused; the cause says why.
 */
export type DatabaseErrorCode =
  | 'database_newer'
  | 'migration_changed'
  | 'database_unsupported'
  | 'folder_locked'
  | 'writer_busy'
  | 'transaction_expired'
  | 'database_stopped'
  | 'query_failed';

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
