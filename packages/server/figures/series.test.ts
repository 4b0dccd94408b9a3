/** What the figures that come with Kith say: recomputed here in another way, from the file's own lines. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isYear, readPeriod, startOf, yearText } from './period.ts';
import { type FigureRow, readFigures, readShares } from './rows.ts';
import { checkSums, seriesOf, yearsOf } from './series.ts';

const file = (name: string) => readFileSync(join(import.meta.dirname, 'data', name), 'utf8');

function figures(): readonly FigureRow[] {
  const read = readFigures(file('police-figures.csv'));
  assert.ok(read.ok, JSON.stringify(read));
  return read.rows;
}

describe('the figures that come with Kith', () => {
  const rows = figures();
  const of = (region: string, force: string | null = null) => seriesOf(rows, { region, force }, 2017, 2024);
  const published = (region: string, year: string, force: string | null = null) =>
    of(region, force).years.find(({ start }) => yearText(start) === year)?.row?.offences;

  it('are read whole: as many rows as the file has lines under its heading', () => {
    assert.equal(rows.length, file('police-figures.csv').trim().split('\n').length - 1);
    assert.deepEqual(yearsOf(rows), { first: 2017, last: 2024 });
  });

  it('say of the West Midlands: more than doubled to 2023/24, and a fall since that headlines left out', () => {
    const { sinceFirst, sinceLast } = of('West Midlands');
    assert.equal(published('West Midlands', '2017/18'), 194);
    assert.equal(published('West Midlands', '2023/24'), 457);
    assert.equal(published('West Midlands', '2024/25'), 391);
    assert.ok(457 > 2 * 194);
    assert.equal(sinceFirst?.difference, 197);
    assert.equal(sinceLast?.difference, -66);
    assert.equal(Math.round(sinceLast?.percent ?? 0), -14);
  });

  it('take the later of two vintages of one year, and keep the other beside it', () => {
    assert.equal(published('England and Wales', '2017/18'), 3217);
    assert.equal(published('UK', '2021/22'), 6275);
    const [first] = of('England and Wales').years;
    assert.deepEqual(
      first.others.map(({ offences }) => offences),
      [3171],
    );
    assert.equal(of('UK').years.find(({ start }) => start === 2021)?.others[0].offences, 6156);
  });

  it('show a blank as nothing published, and never as none recorded', () => {
    const gwent = of('Wales', 'Gwent').years.find(({ start }) => start === 2020);
    assert.equal(gwent?.row?.offences, null);
    assert.match(gwent?.row?.note ?? '', /n\/a/);
    // a year that no row is of has none, and is there all the same
    assert.equal(of('North East').years.length, 8);
    assert.equal(published('North East', '2020/21'), undefined);
  });

  it('keep periods that are no year out of the series, and show each beside it', () => {
    const { years, spans } = of('South West', 'Avon and Somerset');
    assert.ok(years.every(({ row }) => row === null));
    assert.deepEqual(
      spans.map(({ period, offences }) => [period.text, offences]),
      [['2017-04..2018-09', 300]],
    );
  });

  it('hold totals against sums: Wales in 2023/24 says 554, and its forces add up to 564', () => {
    const covered: Record<string, string[]> = {
      Wales: ['Dyfed-Powys', 'Gwent', 'North Wales', 'South Wales'],
      'South East': ['Hampshire and Isle of Wight', 'Kent', 'Surrey', 'Sussex'],
    };
    const checks = checkSums(rows, (region) => covered[region] ?? []);
    const wales = checks.find(({ region, year }) => region === 'Wales' && year === '2023/24');
    assert.deepEqual(
      [wales?.sum, wales?.published.offences, wales?.verdict, wales?.missing],
      [564, 554, 'differs', []],
    );
    assert.equal(checks.find(({ region, year }) => region === 'Wales' && year === '2017/18')?.verdict, 'agrees');
    assert.equal(checks.find(({ region, year }) => region === 'Wales' && year === '2024/25')?.verdict, 'incomplete');
    const southEast = checks
      .filter(({ region }) => region === 'South East')
      .map(({ year, verdict }) => [year, verdict]);
    assert.ok(
      southEast.every(([year, verdict]) => (year === '2024/25' ? verdict === 'incomplete' : verdict === 'agrees')),
    );
  });

  it('say of platforms: 1,824 offences with one recorded in 2023/24, 48 % of them the same', () => {
    const read = readShares(file('platform-shares.csv'));
    assert.ok(read.ok);
    const year = read.rows.filter(({ period }) => period.text === '2023/24');
    assert.ok(year.every(({ known }) => known === 1824));
    assert.deepEqual(
      year.filter(({ share }) => share === 48).map(({ platform }) => platform),
      ['Snapchat'],
    );
  });
});

describe('a file of figures', () => {
  const heading = 'year,region,force,offences,source_url,note\n';
  const good = '2023/24,Wales,ALL,554,https://example.org/a,\n';

  it('names every wrong line with its column, and is not read at all', () => {
    const read = readFigures(
      `${heading}${good}2023/25,Wales,ALL,1,https://example.org/a,\n2023/24,Wales,,many,javascript:1,\n`,
    );
    assert.ok(!read.ok);
    assert.deepEqual(
      read.wrong.map(({ line, column }) => [line, column]),
      [
        [3, 'year'],
        [4, 'force'],
        [4, 'offences'],
        [4, 'source_url'],
      ],
    );
  });

  it('says where it is no CSV, where a column is missing, and where it is empty', () => {
    const torn = readFigures(`${heading}2023/24,Wales,"ALL,1\n`);
    assert.ok(!torn.ok && torn.wrong[0].message.length > 0);
    const short = readFigures('year,region\n2023/24,Wales\n');
    assert.ok(!short.ok && short.wrong.some(({ column }) => column === 'offences' || column === 'force'));
    assert.ok(!readFigures(heading).ok);
    assert.ok(!readFigures('').ok);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readFigures(text);
        readFigures(heading + text);
        readShares(text);
      }),
    );
  });
});

describe('periods', () => {
  it('are years from April to March, and read back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2098 }), (start) => {
        const period = readPeriod(yearText(start));
        assert.ok(period !== null && isYear(period));
        assert.equal(startOf(period), start);
      }),
    );
  });

  it('that are longer or shorter are no years, and impossible ones are none', () => {
    for (const text of ['2017-04..2018-09', '2017-04..2017-09', '2017/18..2022/23']) {
      const period = readPeriod(text);
      assert.ok(period !== null && !isYear(period), text);
    }
    for (const text of ['2017/19', '2017', '', '2017-13', '2018/19..2017/18', 'a..b', '2017/18..2018/19..2019/20'])
      assert.equal(readPeriod(text), null, text);
    // twelve months from April are a year, however they are written; from January they are none
    const [april, january] = ['2017-04..2018-03', '2017-01..2017-12'].map(readPeriod);
    assert.ok(april !== null && isYear(april));
    assert.ok(january !== null && !isYear(january));
  });
});
