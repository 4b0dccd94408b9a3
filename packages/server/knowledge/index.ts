export { REPORTS_QUEUE, rankOf } from './case-rows.ts';
export { CopyError, type CopyErrorCode, copyStore, type StoreCopied, type StoreCopyProgress } from './copy.ts';
export { digestOf, type KnowledgeDigest } from './digest.ts';
export type { FamilyNoted } from './family-noted.ts';
export { type LogBlocks, postgresBlocks, sqliteBlocks } from './log-blocks.ts';
export { isLogPartial } from './log-reach.ts';
export { openPostgresStore, type PostgresOptions } from './postgres/store.ts';
export { LINK_CODE, recordsOf } from './records.ts';
export { reportIdOf } from './report-rows.ts';
export {
  BackupError,
  backupFolder,
  type Copied,
  type CopyProgress,
  restoreFolder,
  verifyFolder,
} from './resident/backup.ts';
export { hashPair, hashString } from './resident/hash-index.ts';
export { type KnowledgeInMemory, knowledgeInMemory } from './resident/in-memory.ts';
export { openResidentStore, type ResidentOptions, ResidentStore } from './resident/store.ts';
export type {
  Committed,
  Keeping,
  KnowledgeRow,
  KnowledgeStore,
  Logged,
  StoreDuties,
  StoreStatus,
  ToKeep,
} from './store.ts';
export { changesStanding } from './store.ts';
export { type LogVerified, verifyLog } from './verify-log.ts';
export { WorkingSet } from './working-set.ts';
