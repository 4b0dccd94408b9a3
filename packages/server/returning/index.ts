export { hashIdentifiers, Layers } from './identifiers/index.ts';
