export { importNcmec } from './import.ts';
