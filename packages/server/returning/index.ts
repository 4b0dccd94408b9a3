export { type Fitted, fitReturning, PAIRS_LEAST } from './fit.ts';
export { addLayer, hashIdentifiers, Layers, layersOf, underAllLayers } from './identifiers/index.ts';
export { linkRoutes } from './links/routes.ts';
