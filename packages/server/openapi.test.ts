import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeApi, openapiPath } from './openapi.ts';

test('the committed openapi.json is what the routes say (else: node packages/server/openapi.ts)', async () => {
  assert.equal(await describeApi(), readFileSync(openapiPath, 'utf8'));
});

test('every schema that openapi.json refers to is there', () => {
  const text = readFileSync(openapiPath, 'utf8');
  const { components } = JSON.parse(text);
  const named = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
  assert.ok(named.length > 0);
  assert.deepEqual(
    [...new Set(named)].filter((name) => !Object.hasOwn(components.schemas, name)),
    [],
  );
});
