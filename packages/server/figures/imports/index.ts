/** What an operator imports: tables of the Home Office, and a person's own replies. */
export { type Import, type ImportOf, importFiles, readImports, removeImport } from './imports.ts';
export { QUARTERS, type QuarterRow } from './quarters.ts';
export { readReplies, rowsOf } from './replies.ts';
export { IMPORT_KINDS, keepImport, readImport, type Taken } from './take.ts';
