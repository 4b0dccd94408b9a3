export { hashIdentifiers } from './hash.ts';
export { addLayer, Layers, layersOf, underAllLayers } from './layers.ts';
