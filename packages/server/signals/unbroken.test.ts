import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createLog } from '../ground/log/index.ts';
import { unbroken } from './unbroken.ts';

it('a text that breaks its reader is no evidence, stops nobody, and is not quoted', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } });
  const broken = unbroken(
    {
      read: ({ text }) => {
        throw new RangeError(`can't read ${text}`);
      },
    },
    log,
  );
  for (let i = 0; i < 100; i++) {
    const read = broken.read({ text: 'MARKED\n    at MARKED (there)' });
    assert.deepEqual(read, { evidence: [], sketch: 0 });
  }
  assert.equal(lines.length, 7);
  assert.ok(lines.every((line) => line.includes('RangeError') && line.includes('unbroken.test.ts')));
  assert.ok(!lines.join('').includes('MARKED'));
});
