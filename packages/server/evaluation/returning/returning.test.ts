import assert from 'node:assert/strict';
import { it } from 'node:test';
import { loadShippedPolicy } from '../../policy/index.ts';
import { evaluateReturning } from './evaluate.ts';

it('who comes back is stopped far more often than anybody else, the same for the same seed', () => {
  const options = {
    ...{ policy: loadShippedPolicy(), split: 'training' as const, seeds: ['small'], accounts: 4000, offenders: 0.02 },
    ...{ now: Date.UTC(2026, 0, 5), onProgress: () => {} },
  };
  const { result } = evaluateReturning(options);
  assert.ok(result.returning.of >= 40);
  assert.ok((result.returning.share ?? 0) > 0.5);
  assert.ok((result.others.share ?? 1) < 0.002);
  const { signUp_us: _, ...first } = result;
  const { signUp_us: __, ...second } = evaluateReturning(options).result;
  assert.deepEqual(second, first);
});
