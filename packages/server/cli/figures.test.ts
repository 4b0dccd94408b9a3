/** `kith figures`, as whoever keeps the public pages runs it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { HEADING, row, sampleTables, tables, yearOf } from '../figures/testing/tables.ts';
import { kith } from '../testing/cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-cli-figures-'));
after(() => rm(folder, { recursive: true }));
const KITH_FIGURES = join(folder, 'figures');
const file = async (name: string, content: Uint8Array | string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

describe('kith figures', () => {
  it('imports the Home Office’s tables, says what it left out, lists them and takes them away again', async () => {
    const path = await file('prc-pfa-mar2013-onwards-tables-230426.ods', sampleTables());
    const made = await kith(['figures', 'import', path, '--kind', 'home-office', '--caveat', 'To March 2025'], {
      KITH_FIGURES,
    });
    assert.equal(made.code, 0, made.stderr);
    const [, name = ''] = /Imported 23 rows as (home-office-2026-04-23-[0-9a-f]{8})\./.exec(made.stdout) ?? [];
    assert.match(made.stdout, /left out: Contents/);
    assert.ok(made.stdout.includes(`KITH_FIGURES (or --figures) is ${KITH_FIGURES}: set it there`), made.stdout);
    const listed = await kith(['figures', 'list', '--json'], { KITH_FIGURES });
    const [one] = JSON.parse(listed.stdout).imports;
    assert.deepEqual(
      [one.name, one.published, one.rows, one.caveats, one.source.startsWith('https://www.gov.uk/')],
      [name, '2026-04-23', 23, ['To March 2025'], true],
    );
    assert.equal((await kith(['figures', 'remove', name], { KITH_FIGURES })).code, 0);
    assert.match((await kith(['figures'], { KITH_FIGURES })).stdout, /Nothing was imported/);
    assert.equal((await kith(['figures', 'remove', name], { KITH_FIGURES })).code, 2);
  });

  it('refuses a broken file whole, and names the sheet, the row and the column, or the line', async () => {
    const rows = [HEADING, ...yearOf('2024/25', 'Kent', [1, 2, 3, 4]), row('2024/25', 9, 'Essex', 1)];
    const path = await file('broken.ods', tables({ '2024_25': rows }));
    const options = ['--kind', 'home-office', '--published', '2026-04'];
    const refused = await kith(['figures', 'import', path, ...options], { KITH_FIGURES });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /sheet 2024_25, row 6, Financial Quarter: must be a quarter, 1 to 4/);
    assert.match((await kith(['figures'], { KITH_FIGURES })).stdout, /Nothing was imported/);
    const csv = await file(
      'replies.csv',
      'year,region,force,offences,source_url,note\n2024/25,Wales,Gwent,many,https://example.org/a,\n',
    );
    const checked = await kith([
      'figures',
      'check',
      csv,
      '--kind',
      'foi',
      '--by',
      'the Example Herald',
      '--published',
      '2026-10',
    ]);
    assert.equal(checked.code, 2);
    assert.match(checked.stderr, /line 2, offences: must be a whole number/);
  });

  it('checks without a folder, keeps nothing then, and needs one to import', async () => {
    const csv = await file(
      'good.csv',
      'year,region,force,offences,source_url,note\n2024/25,Wales,Gwent,70,https://example.org/a,\n',
    );
    const options = ['--kind', 'foi', '--by', 'the Example Herald', '--published', '2026-10'];
    assert.match(
      (await kith(['figures', 'check', csv, ...options])).stdout,
      /1 rows, nothing wrong\. Nothing was kept/,
    );
    const imported = await kith(['figures', 'import', csv, ...options]);
    assert.equal(imported.code, 78);
    assert.match(imported.stderr, /KITH_FIGURES/);
    assert.equal((await kith(['figures', 'import', csv, '--kind', 'other'], { KITH_FIGURES })).code, 64);
  });
});
