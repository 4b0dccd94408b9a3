/**
 * Runs test files, each in a process of its own, in the order in which they are given: `node --test FILE...` would go by the
 * alphabet, and a long file that begins last is waited for alone.
 *
 *   node scripts/test/files.ts AT_ONCE FILE...
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** A test that hangs is ended after this, so that a run ends; far above what any test takes, milliseconds. */
const TEST_MAX_MS = 900_000;
/** How long each file took, the longest first: what longest.ts is made from. */
const TIMES = join(import.meta.dirname, '../../.cache/test-times.tsv');

const [atOnce, ...files] = process.argv.slice(2);
const given = new Set(files);
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => ending.abort());

const times = new Map<string, number>();
const tests = run({ files, concurrency: Number(atOnce), timeout: TEST_MAX_MS, signal: ending.signal });
tests.on('test:complete', ({ name, details }) => {
  if (given.has(name)) times.set(name, details.duration_ms);
});
tests.on('test:summary', ({ file, success }) => {
  if (file !== undefined) return;
  if (!success) process.exitCode = 1;
  mkdirSync(dirname(TIMES), { recursive: true });
  const longest = [...times].sort((a, b) => b[1] - a[1]);
  writeFileSync(TIMES, longest.map(([name, ms]) => `${(ms / 1000).toFixed(1)}\t${name}\n`).join(''));
});
tests.compose(new spec()).pipe(process.stdout);
