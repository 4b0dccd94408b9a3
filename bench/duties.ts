/** What a store asks of a benchmark: the shipped policy, nothing to send, and an end at the first fault. */
import { type CompiledPolicy, compilePolicy } from '@kith/engine';
import type { StoreDuties } from '../packages/server/knowledge/index.ts';
import { loadShippedPolicy } from '../packages/server/policy/index.ts';

export function plainDuties(policy: CompiledPolicy = compilePolicy(loadShippedPolicy())): StoreDuties {
  const fail = (error: unknown): never => {
    throw error;
  };
  return { policy: () => policy, outbox: () => [], failed: fail, struggling: (_, error) => fail(error) };
}
