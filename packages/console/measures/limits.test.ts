import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  ATTESTATION_FILE_BYTES_MAX,
  ATTESTATION_LENGTH_MAX,
  CODE_LENGTH_MAX,
  harmLevel,
  measureState,
  OTHER_KINDS_MAX,
} from '@kith/contract';
import { base64Of } from './base64.ts';
import * as limits from './limits.ts';

it('has the limits and the lists of the contract', () => {
  assert.equal(limits.WORDS_LENGTH_MAX, ATTESTATION_LENGTH_MAX);
  assert.equal(limits.FILE_BYTES_MAX, ATTESTATION_FILE_BYTES_MAX);
  assert.equal(limits.CODE_LENGTH_MAX, CODE_LENGTH_MAX);
  assert.equal(limits.OTHER_KINDS_MAX, OTHER_KINDS_MAX);
  assert.deepEqual(limits.HARM_LEVELS, harmLevel.options);
  assert.deepEqual(limits.STATES, measureState.options);
});

it('says a file in base64 as the server reads it, whatever its length', async () => {
  for (const length of [1, 2, 3, 24_575, 24_576, 24_577, 100_000]) {
    const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 31) % 256));
    assert.equal(await base64Of(new Blob([bytes])), bytes.toString('base64'));
  }
});
