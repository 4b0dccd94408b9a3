/** Figures that the public reads: offences that police recorded, each number with its source. */
export { type Library, openLibrary } from './library.ts';
export { figureRoutes } from './pages/routes.ts';
