export { type FirstPageOptions, firstPage } from './plugin.ts';
