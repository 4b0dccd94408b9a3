/** What a child can do towards whom a notice was about, in the order of the columns. */
import type { NoticeAct } from '@kith/contract';

export const ACTS: readonly NoticeAct[] = ['block', 'report', 'accept'];
