/** Known material: lists of its hashes, and finding it by them. */

export {
  type ExactHashes,
  exactHashesOf,
  type HashedPicture,
  HashingError,
  PictureHasher,
} from './hashing/index.ts';
export { isConfirmed, KnownMedia, type MaterialRoutesOptions, materialRoutes, Recheck } from './known/index.ts';
export {
  badShare,
  checkFile,
  feedbackCsv,
  HISTORY_MAX,
  ImportError,
  importList,
  keepImporting,
  keepTelling,
  type ListRoutesOptions,
  type ListSettings,
  type ListStatus,
  listHistory,
  listLevels,
  listRoutes,
  listStatuses,
  noteHandedOver,
  problemsIn,
  readLists,
  spoolOf,
  waitingFeedback,
  wordsOfFailure,
} from './lists/index.ts';
