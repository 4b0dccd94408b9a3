import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/prepare.mjs';
import { LONGEST } from './longest.ts';

test('every file that is to begin first is there, once', () => {
  assert.deepEqual(
    LONGEST.filter((path) => !existsSync(join(root, path))),
    [],
  );
  assert.equal(new Set(LONGEST).size, LONGEST.length);
});
