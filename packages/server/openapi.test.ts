import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeApi, openapiPath } from './openapi.ts';

test('the committed openapi.json is what the routes say (else: node packages/server/openapi.ts)', async () => {
  assert.equal(await describeApi(), readFileSync(openapiPath, 'utf8'));
});
