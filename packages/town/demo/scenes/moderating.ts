/** The platform's own moderators look at whom children blocked or reported. */
import type { Scene, World } from '../world.ts';

/** So many children must have acted before anybody looks. */
const CHILDREN = 2;
/** A restriction is looked at again after this time. */
const AGAIN_S = 600;

export function* moderate(world: World): Scene {
  const waiting = [...world.against].filter(([id, by]) => by.size >= CHILDREN && !world.restricted.has(id));
  const [found] = waiting;
  if (found === undefined) return;
  const [actor] = found;
  world.against.delete(actor);
  const step = world.random.weighted({ watch: 3, 'watch closely': 2, warn: 1, restrict: 4, suspend: 1 });
  if (step === 'watch' || step === 'watch closely') {
    yield { type: 'account.updated', data: { actor, risk: step === 'watch' ? 'medium' : 'high' } };
    yield { wait_s: AGAIN_S };
    yield { type: 'account.updated', data: { actor, risk: 'none' } };
    return;
  }
  yield { type: 'enforcement.applied', data: { actor, kind: step } };
  if (step === 'warn') return;
  world.restricted.add(actor);
  yield { wait_s: AGAIN_S };
  yield* restore(world, actor);
}

/** Without it, a town that runs for days would have nobody left to stop. */
export function* restore(world: World, actor: string): Scene {
  world.restricted.delete(actor);
  yield { type: 'enforcement.applied', data: { actor, kind: 'restore' } };
}
