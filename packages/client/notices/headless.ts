/** Kith's notices without a screen: ECMAScript alone, for native apps' engines. The web components stand on it. */
export type { Choice, Notice, NoticeKind } from '@kith/contract';
export type { Arrival, NoticeEvent } from './arrival.ts';
export { Notices, type NoticesOptions, type ReportSaid, type Step, type View } from './notices.ts';
export { type Added, KNOWN_MAX, type Outlived, WAITING_MAX, type Which } from './queue.ts';
export { decides } from './seriousness.ts';
export { UNTOLD_MAX } from './telling.ts';
export type { Why } from './why.ts';
