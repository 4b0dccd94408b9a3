export { type Fitted, fitReturning, PAIRS_LEAST } from './fit.ts';
export {
  addLayer,
  hashIdentifiers,
  Layers,
  layersOf,
  type PlainTrait,
  traitsIn,
  underAllLayers,
} from './identifiers/index.ts';
export { linkRoutes } from './links/routes.ts';
