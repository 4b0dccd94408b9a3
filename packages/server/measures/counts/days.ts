/** Days as they are counted: whole ones since 1970, UTC. */

export const DAY_MS = 86_400_000;

export const dayOf = (at_ms: number): number => Math.floor(at_ms / DAY_MS);

/** A day as `2026-11-26`. */
export const dayName = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
