export { hashIdentifiers } from './hash.ts';
export { addLayer, Layers } from './layers.ts';
