export { DatabaseError, type DatabaseErrorCode } from './errors.ts';
export { type FolderLock, lockFolder } from './lock.ts';
export { migrationsFolder } from './migrations.ts';
export { migrateDatabase, openPostgresRecords, type PostgresRecords, postgresPool } from './postgres.ts';
export type * from './schema.ts';
export { openSqliteRecords, type SqliteRecords } from './sqlite.ts';
export type { BlockBody, BlockChanges, BlockIds, LogBounds, SqliteLog } from './sqlite-log.ts';
export type { LogBlock } from './sqlite-protocol.ts';
export type { SqliteWriter } from './sqlite-writer.ts';
