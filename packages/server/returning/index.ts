export { addLayer, hashIdentifiers, Layers, layersOf, underAllLayers } from './identifiers/index.ts';
