export { hashIdentifiers, type PlainTrait, traitsIn } from './hash.ts';
export { addLayer, Layers, layersOf, underAllLayers } from './layers.ts';
