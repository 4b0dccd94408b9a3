/**
 * The benchmarks of both stores still run: at smoke size every figure comes, and no request fails. What the figures are decides
 * nothing here, on a machine that does other things beside: docs/BENCHMARKS.md has those that were measured.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

/** What is measured of each store, without numbers. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  resident: [
    'resident: memory a contact that nothing was seen of',
    'resident: memory an account that turned to no child',
    'resident: start after a stop',
    'resident: events in batches of # (about # bytes each)',
    'resident: slowest and fastest round',
    'SQLite itself: plain inserts in batches of #, durable',
    'resident: ratio to SQLite itself',
    'resident: ratio to the same with # contacts',
    'resident: share of the messages above that are evidence',
    'resident: events without text, as many bytes elsewhere',
    'resident: share of its throughput that is left by reading texts',
    'resident: the same where every message is evidence',
    'resident: the same where half of the texts are kept, as the policy says',
    'resident: one at a time at #/s, p50',
    'resident: one at a time at #/s, p99',
    'resident: one at a time at #/s, slowest (knowledge is being saved)',
    'resident: one at a time while batches run at full speed, p50',
    'resident: one at a time while batches run at full speed, p99',
    'resident: batches meanwhile',
    'resident: requests that failed',
    'resident: events that were refused',
    'resident: memory of the process at its start',
    'resident: memory of the process at the end',
    'resident: start after a kill',
    'resident: bytes a contact with its approach',
    'resident: the same over all, # of # with one',
    'resident: bytes an account with its conduct',
    'resident: the same over all, # of # with one',
  ],
  postgres: [
    'postgres: events in batches of #, two processes',
    'postgres: slowest and fastest round',
    'postgres: events without text, as many bytes elsewhere',
    'postgres: share of its throughput that is left by reading texts',
    'postgres: the same where every message is evidence, one round',
    'PostgreSQL itself: plain inserts by unnest on # connections',
    'postgres: ratio to PostgreSQL itself',
    'postgres: ratio to the same with # contacts',
    'postgres: one at a time at #/s, p50',
    'postgres: one at a time at #/s, p99',
    'postgres: requests that failed',
    'postgres: bytes a contact with its approach',
    'postgres: the same over all, # of # with one',
    'postgres: bytes an account with its conduct',
    'postgres: the same over all, # of # with one',
    'postgres: signals seen, which are kept for a while beside these',
    'postgres: bytes a signal',
  ],
};

/** A printed figure: what it is, at least two blanks, its number, its unit. */
const FIGURE = /^(\S.*?) {2,}(-?[\d.,e+]+|NaN|-?Infinity) /;
/** These must be none. */
const FAILED = /requests that failed|events that were refused/;

const numberOf = (printed: string): number => Number(printed.replaceAll(',', ''));

for (const [store, wanted] of Object.entries(FIGURES)) {
  test(`the benchmark of the ${store} store runs at smoke size: each figure comes, and no request fails`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-smoke-'));
    try {
      const run = join(import.meta.dirname, 'run.ts');
      const { stdout } = await promisify(execFile)(process.execPath, [run, store, '--smoke', '--folder', folder]);
      // those that missed their target are printed again after the last line
      const [measured = '', again] = stdout.split(/^\d+ figures, /m);
      assert.ok(again !== undefined, stdout);
      const figures = measured.split('\n').flatMap((line) => {
        const [, what = '', value = ''] = FIGURE.exec(line) ?? [];
        return what === '' ? [] : [{ what, value: numberOf(value) }];
      });
      assert.deepEqual(
        figures.map(({ what }) => what.replaceAll(/\b\d+\b/g, '#')),
        wanted,
        stdout,
      );
      for (const { what, value } of figures) {
        assert.ok(Number.isFinite(value), stdout);
        if (FAILED.test(what)) assert.equal(value, 0, stdout);
      }
      const rate = figures.find(({ what }) => /events in batches/.test(what));
      assert.ok(rate !== undefined && rate.value > 0, stdout);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
