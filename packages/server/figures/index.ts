/** Figures that the public reads: offences that police recorded, each number with its source. */
export {
  IMPORT_KINDS,
  type Import,
  keepImport,
  readImport,
  readImports,
  removeImport,
  rowsOf,
  type Taken,
} from './imports/index.ts';
export { openLibrary, watchedLibrary } from './library.ts';
export { ownCounts } from './own-counts.ts';
export { figureRoutes } from './pages/routes.ts';
