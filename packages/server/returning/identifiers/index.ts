export { hashIdentifiers } from './hash.ts';
export { Layers } from './layers.ts';
