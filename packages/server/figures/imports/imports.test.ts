/** Tables of the Home Office and replies of one's own: taken whole, or refused with the place of each mistake. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { GROOMING_TOTAL, openGrooming } from '../grooming.ts';
import { openLibrary, watchedLibrary } from '../library.ts';
import { aboutOf } from '../pages/about.ts';
import { chartOf } from '../pages/charts.ts';
import { places } from '../places.ts';
import { type FigureRow, readFigures } from '../rows.ts';
import { seriesOf } from '../series.ts';
import { HEADING, type Row, row, sampleTables, tables, yearOf } from '../testing/tables.ts';
import { readHomeOffice } from './home-office.ts';
import { keepImport, readImport, readImports, removeImport } from './index.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-imports-'));
after(() => rm(folder, { recursive: true }));
let made = 0;
const fileOf = async (bytes: Uint8Array | string, name = `file-${++made}.ods`): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
const given = { caveats: [], read: '2026-11-26' } as const;
const AVON = { region: 'South West', force: 'Avon and Somerset' };
const CITY = { region: 'London', force: 'City of London' };

/** Puts files into an empty folder of imports. */
async function imported(...all: Parameters<typeof readImport>[0][]): Promise<string> {
  const into = join(folder, `imports-${++made}`);
  for (const asked of all) {
    const read = await readImport(asked);
    assert.ok(read.ok, JSON.stringify(read));
    keepImport(into, read);
  }
  return into;
}
const tablesOf = async (bytes: Uint8Array, published = '2026-04-23') =>
  ({ path: await fileOf(bytes), kind: 'home-office', published, ...given }) as const;
const wrongIn = (sheet: readonly Row[]) => {
  const read = readHomeOffice(tables({ '2024_25': sheet }));
  assert.ok(!read.ok);
  return read.wrong.map(({ sheet: of, row: line, column, message }) => `${of}:${line} ${column}: ${message}`);
};

describe('the tables of the Home Office', () => {
  it('give class 88A alone, by year, quarter and force, each with its sheet and row', () => {
    const read = readHomeOffice(sampleTables());
    assert.ok(read.ok);
    assert.deepEqual(read.leftOut, ['Contents']);
    assert.equal(read.quarters.length, 4 * 3 + 4 + 3 + 4);
    assert.deepEqual(read.quarters[1], {
      ...{ sheet: '2023_24', row: 3, year: 2023, quarter: 2, force: 'Avon & Somerset', offences: 55 },
    });
    assert.ok(!read.quarters.some(({ offences }) => offences === 999));
  });

  it('are found below a title, and row numbers are those of the spreadsheet', () => {
    const read = readHomeOffice(
      tables({ '2024_25': [['Police recorded crime'], [], HEADING, ...yearOf('2024/25', 'Kent', [1, 2, 3, 4])] }),
    );
    assert.ok(read.ok, JSON.stringify(read));
    assert.deepEqual(
      read.quarters.map(({ row: line }) => line),
      [4, 5, 6, 7],
    );
  });

  it('are refused whole where a cell is wrong, with the sheet, the row and the column', () => {
    const good = yearOf('2024/25', 'Kent', [1, 2, 3, 4]);
    assert.deepEqual(wrongIn([HEADING, ...good, row('2024/25', 5, 'Essex', 1), row('2024/25', 1, 'Essex', 1.5)]), [
      '2024_25:6 Financial Quarter: must be a quarter, 1 to 4',
      '2024_25:7 Number of Offences: must be a whole number',
    ]);
    assert.deepEqual(wrongIn([HEADING, ...good, row('2023/24', 1, 'Essex', 1)]), [
      '2024_25:6 Financial Year: must be 2024/25, as the sheet is named',
    ]);
    assert.deepEqual(wrongIn([HEADING, ...good, row('2024/25', 3, 'Kent', 3)]), [
      '2024_25:6 Force Name: Kent has quarter 3 in row 4 already',
    ]);
    const blank = good.map((cells, i) => (i === 2 ? [...cells.slice(0, 7), null] : cells));
    assert.deepEqual(wrongIn([HEADING, ...blank]), ['2024_25:4 Number of Offences: must be a whole number']);
  });

  it('are refused where a column, a heading, the class, or every sheet of a year is missing', () => {
    const good = yearOf('2024/25', 'Kent', [1, 2, 3, 4]);
    assert.deepEqual(wrongIn([HEADING.slice(0, 7), ...good]), ['2024_25:1 Number of Offences: this column is missing']);
    assert.match(wrongIn(good).join(), /no heading with "Financial Year"/);
    assert.match(wrongIn([HEADING, row('2024/25', 1, 'Kent', 3, '71')]).join(), /has no row of class 88A/);
    const other = readHomeOffice(tables({ Notes: [['nothing']] }));
    assert.ok(!other.ok && /no sheet that is named for a financial year/.test(other.wrong[0].message));
  });

  it('never throw, whatever the file holds', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readHomeOffice(bytes)));
    const whole = sampleTables();
    assert.ok(!readHomeOffice(whole.subarray(0, whole.length - 300)).ok, 'a torn file');
  });

  it('become years of forces under our names, and no year where a quarter is missing', async () => {
    const { grooming } = openLibrary(await imported(await tablesOf(sampleTables())));
    assert.deepEqual(
      grooming?.bodies.map(({ force }) => force),
      ['Avon and Somerset', 'British Transport Police', 'City of London'],
    );
    const figures = (place: typeof AVON) => grooming?.series(place).years.map(({ row: of }) => of?.offences);
    assert.deepEqual(figures(AVON), [245, 250]);
    // cancelled records are taken off; three quarters are no year
    assert.deepEqual(figures(CITY), [2, null]);
    // and no total of a year is of fewer quarters than it says
    assert.deepEqual(
      grooming?.series(GROOMING_TOTAL).years.map(({ row: of }) => of?.offences),
      [245 + 2 + 4, null],
    );
  });

  it('hold the later of two releases, and keep what the earlier said beside it', async () => {
    const revised = tables({ '2023_24': [HEADING, ...yearOf('2023/24', 'Avon & Somerset', [60, 55, 70, 65])] });
    const into = await imported(await tablesOf(revised, '2026-07-23'), await tablesOf(sampleTables()));
    const [year, next] = openLibrary(into).grooming?.series(AVON).years ?? [];
    assert.equal(year?.row?.offences, 250);
    assert.deepEqual(
      year?.others.map(({ offences, published }) => [offences, published]),
      [[245, '2026-04-23']],
    );
    assert.equal(next?.row?.offences, 250, 'a year that the later one does not have is still there');
  });
});

describe('the two offences', () => {
  it('are kept apart by type, and by a check where types were got round', () => {
    const read = readFigures(
      'year,region,force,offences,source_url,note\n2023/24,Wales,ALL,554,https://example.org/a,\n',
    );
    assert.ok(read.ok);
    const [narrow] = read.rows;
    const wide: FigureRow<'88A'> = { ...narrow, offence: '88A' };
    // @ts-expect-error rows of 88A are no rows of 71/17
    const mixed: FigureRow[] = [narrow, wide];
    assert.throws(() => seriesOf(mixed, { region: 'Wales', force: null }, 2023, 2023), /never in one series/);
  });

  it('never meet: what is imported of 88A changes no number of the other', async () => {
    const before = openLibrary(null);
    const after_ = openLibrary(await imported(await tablesOf(sampleTables())));
    assert.deepEqual(after_.rows, before.rows);
    assert.deepEqual(after_.sums, before.sums);
    assert.equal(before.grooming, null);
    assert.equal(openGrooming([]), null);
  });
});

describe('replies of one’s own', () => {
  const HEAD = 'year,region,force,offences,source_url,note\n';
  const reply = async (text: string, more: { published?: string; source?: string } = { published: '2026-10' }) =>
    ({
      path: await fileOf(text, `replies-${++made}.csv`),
      kind: 'foi',
      by: 'the Example Herald',
      ...given,
      ...more,
    }) as const;

  it('stand in the series with their source, and hold over what was published before', async () => {
    const text = `${HEAD}2024/25,East Midlands,Lincolnshire,88,https://example.org/foi/1,their reply\n2023/24,Wales,ALL,564,https://example.org/foi/2,\n`;
    const library = openLibrary(await imported(await reply(text)));
    const lincolnshire = library.series({ region: 'East Midlands', force: 'Lincolnshire' }).latest;
    assert.equal(lincolnshire?.row.offences, 88);
    assert.match(lincolnshire?.row.set ?? '', /^foi-2026-10-/);
    const wales = library.series({ region: 'Wales', force: null }).years.find(({ start }) => start === 2023);
    assert.deepEqual([wales?.row?.offences, wales?.others.map(({ offences }) => offences)], [564, [554]]);
  });

  it('of one place and a newer year leave every other series, and the map of the last whole year, as they were', async () => {
    const before = openLibrary(null);
    const text = `${HEAD}2025/26,West Midlands,ALL,402,https://example.org/foi/3,\n2015/16,Wales,Gwent,9,https://example.org/foi/4,\n`;
    const library = openLibrary(await imported(await reply(text)));
    assert.equal(library.series({ region: 'West Midlands', force: null }).latest?.row.offences, 402);
    assert.equal(library.series({ region: 'Wales', force: 'Gwent' }).years[0]?.start, 2015);
    for (const place of places) {
      if ((place.region === 'West Midlands' && place.force === null) || place.force === 'Gwent') continue;
      assert.deepEqual(library.series(place), before.series(place), `${place.region} ${place.force}`);
    }
    assert.equal(library.lastShipped, before.lastShipped);
    // the map of the newer year can be asked for all the same
    assert.deepEqual([library.first, library.last], [2015, 2025]);
  });

  it('are refused whole, with the line: a wrong number, a place that nobody knows, a month that nobody says, the wider class', async () => {
    const wrong = async (text: string, more: { published?: string; source?: string } = { published: '2026-10' }) => {
      const read = await readImport(await reply(text, more));
      assert.ok(!read.ok);
      return read.wrong.map(({ where, message }) => `${where}: ${message}`).join('\n');
    };
    const good = '2024/25,Wales,Gwent,12,https://example.org/a,\n';
    assert.match(
      await wrong(`${HEAD}${good}2024/25,Wales,Gwent,about 12,https://example.org/a,\n`),
      /^line 3, offences: must be a whole number/,
    );
    assert.match(
      await wrong(`${HEAD}${good}${good}2024/25,Wales,Kent,12,https://example.org/a,\n`),
      /^line 4, force: there is no force Kent in Wales/,
    );
    assert.match(await wrong(HEAD + good, {}), /^line 2, published: must be the month/);
    assert.match(await wrong(`${HEAD}2024/25,Wales,Gwent,12,,\n`), /^line 2, source_url/);
    assert.match(await wrong(`code,${HEAD}88A,${good}`), /^line 2, code: must be 71\/17: class 88A is wider/);
    assert.match(await wrong(HEAD + good, { published: 'October' }), /^--published: must be a day or a month/);
    assert.match(await wrong(HEAD), /^line 1: there is no row/);
  });

  it('are refused where their year is before anybody recorded it, or not over: one slip would empty a page', async () => {
    const before = openLibrary(null);
    for (const [year, message] of [
      ['1917/18', /^line 2, year: must not be before 2009/],
      ['2107/08', /^line 2, year: must be over when it was published/],
      ['2026/27', /^line 2, year: must be over when it was published/],
      ['2026-04..2026-11', /^line 2, year: must be over/],
    ] as const) {
      const read = await readImport(await reply(`${HEAD}${year},West Midlands,ALL,402,https://example.org/a,\n`));
      assert.ok(!read.ok);
      assert.match(read.wrong.map(({ where, message: said }) => `${where}: ${said}`).join(), message);
    }
    // and one more year of a region takes none away
    const one = await reply(
      `${HEAD}2025/26,West Midlands,ALL,402,https://example.org/a,\n2026-04..2026-10,West Midlands,ALL,5,https://example.org/a,\n`,
    );
    const place = { region: 'West Midlands', force: null };
    const figures = (library: ReturnType<typeof openLibrary>) =>
      library
        .series(place)
        .years.flatMap(({ start, row: of }) => (of?.offences == null ? [] : [`${start} ${of.offences}`]));
    assert.deepEqual(figures(openLibrary(await imported(one))), [...figures(before), '2025 402']);
  });

  it('have all their mistakes named at once: of columns, places and months, in the lines and beside them', async () => {
    const text = `${HEAD}2024/25,Wales,Kent,about 12,https://example.org/a,\n2024/25,Narnia,ALL,3,https://example.org/a,\n2024,Wales,Gwent,3,https://example.org/a,\n`;
    const read = await readImport({ ...(await reply(text, {})), by: undefined });
    assert.ok(!read.ok);
    assert.deepEqual(read.wrong.map(({ where }) => where).sort(), [
      '--by',
      ...['line 2, force', 'line 2, offences', 'line 2, published', 'line 3, published', 'line 3, region'],
      ...['line 4, published', 'line 4, year'],
    ]);
  });

  it('are refused where nobody says whose they are', async () => {
    const asked = await reply(`${HEAD}2024/25,Wales,Gwent,12,https://example.org/a,\n`);
    for (const by of [undefined, ' ']) {
      const read = await readImport({ ...asked, by });
      assert.ok(!read.ok && read.wrong.length === 1);
      assert.equal(read.wrong[0]?.where, '--by');
    }
  });

  it('are named as the source where a number of theirs is shown, and nowhere else', async () => {
    const library = openLibrary(
      await imported(
        await reply(
          `${HEAD}2025/26,West Midlands,ALL,402,https://example.org/foi/3,\n2025/26,Wales,Gwent,70,https://example.org/foi/4,\n`,
        ),
      ),
    );
    const saidOf = (chart: string, lang: 'en' | 'cy') => {
      const found = chartOf(library, chart, lang);
      assert.ok(found !== null);
      const { about } = aboutOf(library, found.shown, lang);
      const [source, status, , next] = about;
      const links = (source?.links ?? []).map(({ text }) => text).join();
      return {
        limits: found.caveats.join(' '),
        text: `${source?.text} ${links} ${status?.text}`,
        next: next?.text ?? '',
      };
    };
    for (const lang of ['en', 'cy'] as const) {
      const mixed = saidOf('west-midlands', lang);
      assert.match(mixed.limits, /the Example Herald/);
      assert.match(mixed.text, /NSPCC.*the Example Herald/);
      assert.ok(!mixed.text.includes('.csv'), 'a name of a file on somebody’s own disk is no source');
      assert.ok(!mixed.next.includes('2025/26'), 'a year that is shown is not awaited');
      const only = saidOf('map-2025-26', lang);
      assert.ok(!/NSPCC|charity|elusen/.test(only.limits + only.text), `${only.limits} ${only.text}`);
      for (const chart of ['uk', 'wales', 'west-midlands-police', 'map-2024-25', 'platforms-2023-24']) {
        const charity = saidOf(chart, lang);
        assert.ok(!(charity.limits + charity.text).includes('Herald'), chart);
        assert.match(charity.text, /NSPCC/);
        assert.match(charity.next, /2025\/26/);
      }
    }
  });

  it('take the source of the whole file where a line names none', async () => {
    const [import_] = readImports(
      await imported(
        await reply(`${HEAD}2024/25,Wales,Gwent,12,,\n`, { published: '2026-10', source: 'https://example.org/all' }),
      ),
    );
    assert.equal(import_.source, 'https://example.org/all');
  });
});

describe('figures.yaml', () => {
  it('says whom to ask, when the next update is, and which counts to show; what it can’t say is refused with its place', async () => {
    const into = join(folder, `imports-${++made}`);
    await mkdir(into);
    const says = (yaml: string) => writeFile(join(into, 'figures.yaml'), yaml);
    await says('contact: figures@example.org\ncounts: [reports_received]\n');
    assert.deepEqual(openLibrary(into).settings, {
      ...{ contact: 'figures@example.org', next: null, counts: ['reports_received'] },
    });
    await says('counts: [reports_recieved]\n');
    assert.throws(() => openLibrary(into), /figures\.yaml:1:\d+ .*is not one of: reports_received/);
    await says('contact: javascript:alert(1)\n');
    assert.throws(() => openLibrary(into), /figures\.yaml:1:\d+ /);
  });
});

describe('a folder of imports', () => {
  it('is one file an import, the same file once, and gives back what was there before when one is removed', async () => {
    const asked = await tablesOf(sampleTables());
    const into = await imported(asked, asked);
    const [{ name, sha256 }, ...more] = readImports(into);
    assert.deepEqual(more, []);
    assert.equal(name, `home-office-2026-04-23-${sha256.slice(0, 8)}`);
    assert.deepEqual(await readdir(into), [`${name}.json`]);
    assert.equal(removeImport(into, '../elsewhere'), false);
    assert.equal(removeImport(into, name), true);
    assert.equal(openLibrary(into).grooming, null);
  });

  it('is read again when it changes; where it can’t be used any more, what was read before stays, and it is said', async () => {
    const into = await imported(await tablesOf(sampleTables()));
    let now_ms = 0;
    const told: string[] = [];
    const library = watchedLibrary(
      into,
      () => now_ms,
      ({ message }) => told.push(message),
    );
    assert.equal(library().imports.length, 1);
    await writeFile(join(into, 'torn.json'), '{');
    assert.equal(library().imports.length, 1, 'not looked at yet');
    now_ms = 60_000;
    assert.equal(library().imports.length, 1);
    assert.match(told.join(), /torn\.json/);
    await rm(join(into, 'torn.json'));
    removeImport(into, readImports(into)[0].name);
    now_ms = 120_000;
    assert.equal(library().imports.length, 0);
  });
});
