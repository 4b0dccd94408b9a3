/** What a store asks of a benchmark: the shipped policy, nothing to send, and an end at the first fault. */
import { compilePolicy } from '@kith/engine';
import type { StoreDuties } from '../packages/server/knowledge/index.ts';
import { loadShippedPolicy } from '../packages/server/policy/index.ts';

export function plainDuties(): StoreDuties {
  const policy = compilePolicy(loadShippedPolicy());
  const fail = (error: unknown): never => {
    throw error;
  };
  return { policy: () => policy, outbox: () => [], failed: fail, struggling: (_, error) => fail(error) };
}
