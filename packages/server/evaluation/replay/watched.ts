import type { Policy } from '@kith/contract';
import { type CompiledPolicy, compilePolicy, type TextReader } from '@kith/engine';

/** No score reaches it: the sum of all caps and weights is far below. */
const UNREACHABLE = 1e6;

/**
 * The policy with a risk that is only watched: it scores as ever, and no score has a level, so that nothing follows from
 * one. What would have been found, and when, can then be asked for any threshold.
 */
export function watchedPolicy(policy: Policy, reader: TextReader): CompiledPolicy {
  const thresholds = { low: UNREACHABLE, medium: UNREACHABLE * 2, high: UNREACHABLE * 3 };
  return compilePolicy({ ...policy, risk: { ...policy.risk, thresholds, cohorts: [] } }, reader.settings);
}

/** The same where every message was delivered, as it was where real talk was written: nobody's setting holds one back. */
export const watchedOpen = (policy: Policy, reader: TextReader): CompiledPolicy =>
  watchedPolicy({ ...policy, tables: { ...policy.tables, 'message.sent': [], 'message.sent in a group': [] } }, reader);
