import type { HarmLevel } from '@kith/contract';

/** From the lowest. */
export const LEVELS = ['negligible', 'low', 'medium', 'high'] as const satisfies readonly HarmLevel[];
