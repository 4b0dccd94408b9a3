/** `kith transparency`, as a compliance officer runs it, from a draft to a withdrawal. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfig } from '../ground/config/index.ts';
import { countHalfYear } from '../measures/transparency/testing/counted.ts';
import { openRecords } from '../stores.ts';
import { kith } from '../testing/cli.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-cli-transparency-'));
  const { records, close } = await openRecords(readConfig({ flags: { folder } }).config);
  await countHalfYear(records);
  await close();
});
after(() => rm(folder, { recursive: true, force: true }));

const transparency = (...args: string[]) => kith(['transparency', ...args, '--folder', folder]);
const MONTHS = ['--from', '2026-01', '--to', '2026-06'];

describe('kith transparency', () => {
  it('drafts a report with small numbers withheld, and publishes nothing', async () => {
    const told = await transparency('draft', ...MONTHS);
    assert.equal(told.code, 0, told.stderr);
    assert.match(told.stdout, /^Reports received: Whole period$/m);
    assert.match(told.stdout, /^National Crime Agency +\d+$/m);
    assert.match(told.stdout, /^account disabled +\d+$/m);
    assert.match(told.stdout, / withheld$/m);
    assert.doesNotMatch(told.stdout, / [1-4]$/m);
    // what only programs call things isn't for whoever decides on it
    assert.doesNotMatch(told.stdout, /remove_content|appeals_decided|case_time|\bnca\b|null/);
    const { withheld, small, sha256, edition } = JSON.parse((await transparency('draft', ...MONTHS, '--json')).stdout);
    const last = `edition ${edition}; ${withheld} numbers withheld, ${small} of them small themselves; sha256 ${sha256}\n`;
    assert.ok(told.stdout.endsWith(last), told.stdout.slice(-200));
    assert.match((await transparency('list')).stdout, /no report has been published/);
  });

  it('refuses what is no month, and months that are not counted whole', async () => {
    const month = await transparency('draft', '--from', '2026-1', '--to', '2026-06');
    assert.equal(month.code, 64);
    assert.match(month.stderr, /--from must be a month: 2026-01/);
    const early = await transparency('publish', '--from', '2026-06', '--to', '2026-07');
    assert.equal(early.code, 2);
    assert.match(early.stderr, /2026-07 isn't counted whole yet: Kith has counted through 2026-06-30/);
    assert.match((await transparency('list')).stdout, /no report has been published/);
  });

  it('publishes, corrects only where it is said what changes, and withdraws once', async () => {
    const first = await transparency('publish', ...MONTHS);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(first.stdout, 'published: /transparency/2026-01_2026-06_1\n');
    // the same again is published already
    const silent = await transparency('publish', ...MONTHS);
    assert.equal(silent.stdout, first.stdout);
    const second = await transparency('publish', ...MONTHS, '--changes', 'Guardians were left out', '--json');
    assert.deepEqual(JSON.parse(second.stdout), { id: '2026-01_2026-06_2', path: '/transparency/2026-01_2026-06_2' });
    assert.equal((await transparency('withdraw', '2026-01_2026-06_1', '--why', 'Wrong')).code, 0);
    const again = await transparency('withdraw', '2026-01_2026-06_1', '--why', 'Wrong');
    assert.equal(again.code, 2);
    assert.match(again.stderr, /no such report is published/);
    const { reports } = JSON.parse((await transparency('list', '--json')).stdout);
    assert.deepEqual(
      reports.map((one: { edition: number; changes: string; by: string; withdrawn: { why: string } | null }) => [
        ...[one.edition, one.changes, one.by, one.withdrawn?.why ?? null],
      ]),
      [
        [2, 'Guardians were left out', 'operator', null],
        [1, '', 'operator', 'Wrong'],
      ],
    );
  });
});
