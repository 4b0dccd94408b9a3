/** What media and links are compared with, and what people find of it. */
export { isConfirmed } from './confirmed.ts';
export { KnownMedia } from './known-media.ts';
export { Recheck } from './recheck.ts';
export { type MaterialRoutesOptions, materialRoutes } from './routes.ts';
