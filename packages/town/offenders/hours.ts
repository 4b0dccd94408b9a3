/** When an offender sleeps. */
import { HOUR_MS } from '../options.ts';
import type { Scene } from '../scenes/scene.ts';
import type { World } from '../world.ts';

/** Hardly anybody begins something at these hours (UTC). */
const NIGHT = { from: 1, to: 7 } as const;

export function* untilAwake(world: World): Scene {
  const hour = new Date(world.now).getUTCHours();
  if (hour >= NIGHT.from && hour < NIGHT.to) yield (NIGHT.to - hour) * HOUR_MS + world.random.around(HOUR_MS);
}
