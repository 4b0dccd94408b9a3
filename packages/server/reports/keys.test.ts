import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { KeyFolder } from '../ground/sealing/index.ts';
import { ReportKeys, writeSaid } from './keys.ts';

it('what is written in a month has the key of that month, which is destroyed by itself; no words fit another report', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-report-keys-'));
  try {
    const keys = await KeyFolder.open({ folder, master: null, masterFile: null });
    let now = Date.UTC(2026, 10, 30);
    const reports = await ReportKeys.open(keys, () => now);
    const november = reports.seal('rep_1', writeSaid({ text: 'November' }));
    now = Date.UTC(2026, 11, 1);
    await reports.turn();
    const december = reports.seal('rep_2', writeSaid({ text: 'December', contact: 'a@example.com' }));
    assert.deepEqual([november.key, december.key], ['reports-2026-11', 'reports-2026-12']);
    assert.deepEqual(await reports.open({ id: 'rep_2', ...december }), { text: 'December', contact: 'a@example.com' });
    assert.equal(await reports.open({ id: 'rep_1', ...december }), null);
    // another process, with the same folder
    const again = await ReportKeys.open(keys, () => now);
    assert.deepEqual(await again.open({ id: 'rep_1', ...november }), { text: 'November' });
    assert.deepEqual((await again.months()).sort(), ['reports-2026-11', 'reports-2026-12']);
    assert.equal(await again.destroy('reports-2026-12'), false, 'the key that seals now stays');
    assert.equal(await again.destroy('reports-carried'), false);
    assert.equal(await again.destroy('reports-2026-11'), true);
    assert.equal(await reports.open({ id: 'rep_1', ...november }), null);
  } finally {
    await rm(folder, { recursive: true });
  }
});
