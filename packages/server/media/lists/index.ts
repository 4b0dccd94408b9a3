/** Lists of known material: where they come from, and how they are kept current. */
export { checkFile } from './check-file.ts';
export { ImportError, wordsOfFailure } from './failure.ts';
export { feedbackCsv, noteHandedOver, waitingFeedback } from './hand-over.ts';
export { importList } from './import.ts';
export { keepImporting, keepTelling } from './job.ts';
export { listLevels } from './levels.ts';
export { type ListRoutesOptions, listRoutes } from './routes.ts';
export { type ListSettings, readLists, spoolOf } from './settings.ts';
export { HISTORY_MAX, type ListStatus, listHistory, listStatuses } from './status.ts';
export { badShare } from './tally.ts';
export { problemsIn } from './view.ts';
