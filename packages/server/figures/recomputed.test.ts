/**
 * Every number on every page, recomputed by queries of SQLite over the files as they stand: nothing of what Kith makes of them
 * is used for it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { nameOf, places, slugOf } from './places.ts';
import type { Place } from './series.ts';
import { type Figures, runFigures, textsOf } from './testing/pages.ts';

const db = new Database(':memory:');
let kith: Figures;
before(async () => {
  kith = await runFigures();
  const file = (name: string): Record<string, string>[] =>
    parse(readFileSync(join(import.meta.dirname, 'data', name), 'utf8'), { columns: true });
  db.exec(`create table figure (line integer, year text, region text, force text, offences integer, source text, note text);
    create table share (line integer, year text, platform text, share real, known integer)`);
  const figure = db.prepare('insert into figure values (?, ?, ?, ?, ?, ?, ?)');
  for (const [i, f] of file('police-figures.csv').entries()) {
    figure.run(i + 2, f.year, f.region, f.force, f.offences === '' ? null : Number(f.offences), f.source_url, f.note);
  }
  const share = db.prepare('insert into share values (?, ?, ?, ?, ?)');
  for (const [i, s] of file('platform-shares.csv').entries()) {
    const known = s.known_platform_offences;
    share.run(i + 2, s.year, s.platform, Number(s.share_percent), known === '' ? null : Number(known));
  }
  // of two rows for a year: one with a number before one without, and not the one whose note says that a later one came
  db.exec(`create view yearly as select * from (
    select *, row_number() over (partition by year, region, force
      order by offences is null, note like '%later vintage%', line desc) as rank
    from figure where year glob '[0-9][0-9][0-9][0-9]/[0-9][0-9]') where rank = 1`);
});
after(async () => {
  await kith?.end();
  db.close();
});

interface Row {
  year: string;
  offences: number | null;
  line: number;
}
const of = ({ region, force }: Place) => [region, force ?? 'ALL'] as const;
const yearly = (place: Place) =>
  db.prepare<unknown[], Row>('select * from yearly where region = ? and force = ? order by year').all(...of(place));
const en = (n: number): string => n.toLocaleString('en');
const path = (place: Place) =>
  place.region === 'UK' ? '/figures?lang=en' : `/figures/places/${slugOf(place)}?lang=en`;

/** The numbers of a text, without years, and without what stands in links to rows. */
const numbersOf = (text: string): number[] =>
  [
    ...text
      .replaceAll(/\(row[^)]*\)/g, '')
      .replaceAll(/\d{4}\/\d\d|\b(19|20)\d\d\b/g, '')
      .matchAll(/\d[\d,]*(\.\d+)?/g),
  ].map(([number]) => Number(number.replaceAll(',', '')));

describe('the pages of figures', () => {
  it('have in every table what the file has, or say that none was gathered, for each of eight years', async () => {
    let numbers = 0;
    for (const place of places) {
      const page = await kith.page(path(place));
      const lines = [...page.querySelectorAll('.kith-figures__years tbody tr')].map((line) => {
        const [year] = textsOf(line, 'th');
        const [count, source] = textsOf(line, 'td');
        return { year, count, source };
      });
      const known = new Map(yearly(place).map((row) => [row.year, row]));
      assert.deepEqual(
        lines.map(({ year }) => year),
        ['2017/18', '2018/19', '2019/20', '2020/21', '2021/22', '2022/23', '2023/24', '2024/25'],
      );
      for (const { year, count, source } of lines) {
        const row = known.get(year ?? '');
        assert.equal(count, row?.offences == null ? 'none gathered here' : en(row.offences), `${path(place)} ${year}`);
        if (row !== undefined) assert.ok(source?.includes(`row ${row.line}`), `${path(place)} ${year}`);
        if (row?.offences != null) numbers++;
      }
    }
    const all = db.prepare<[], { n: number }>('select count(*) as n from yearly where offences is not null').get();
    assert.equal(numbers, all?.n, 'every figure of the file is on one page');
  });

  it('say in words only numbers that follow from the file: the first, the last, the highest, what lies between', async () => {
    for (const place of places) {
      const page = await kith.page(path(place));
      const figures = yearly(place).filter((row): row is Row & { offences: number } => row.offences !== null);
      const [first, last] = [figures[0], figures.at(-1)];
      const highest = Math.max(...figures.map(({ offences }) => offences));
      const before = figures.find(({ year }) => Number(year.slice(0, 4)) === Number(last?.year.slice(0, 4)) - 1);
      const change = (from: number, to: number) => [
        ...[from, to, Math.abs(to - from), Math.round(Math.abs((100 * (to - from)) / from))],
        // where the whole number would deny "more than twice"
        Number(Math.abs((100 * (to - from)) / from).toFixed(1)),
      ];
      const expected = new Set<number>(
        first === undefined || last === undefined
          ? []
          : [
              ...[...change(first.offences, last.offences), highest, highest - last.offences],
              ...(before === undefined ? [] : change(before.offences, last.offences)),
            ],
      );
      const title = textsOf(page, 'h1').join();
      const said = textsOf(page, 'main > .govuk-grid-row p.govuk-body').filter((text) => /\(row|offences/.test(text));
      for (const number of [title, ...said].flatMap(numbersOf))
        assert.ok(expected.has(number), `${path(place)}: ${number}`);
      if (first !== undefined && last !== undefined && first !== last) {
        assert.ok(title.includes(en(first.offences)) && title.includes(en(last.offences)), title);
        assert.ok(title.includes(en(highest)), `${title}: the height between is part of the finding`);
      }
    }
  });

  it('show beside the series, with their rows, every period that is no year and every figure that was revised', async () => {
    let [spans, revised] = [0, 0];
    for (const place of places) {
      const page = await kith.page(path(place));
      const text = textsOf(page, 'main').join();
      const others = db
        .prepare<unknown[], Row>(
          `select f.* from figure f where region = ? and force = ? and not exists (select 1 from yearly y where y.line = f.line)`,
        )
        .all(...of(place));
      for (const { year, offences, line } of others) {
        if (/^\d{4}\/\d\d$/.test(year)) {
          revised++;
          assert.ok(text.includes(`${en(offences ?? 0)} was published before, and revised (row ${line})`), path(place));
        } else {
          spans++;
          assert.ok(
            textsOf(page, 'li').some((item) => item.includes(`: ${en(offences ?? 0)} (row ${line})`)),
            `${path(place)} ${year}`,
          );
        }
      }
    }
    assert.deepEqual([spans, revised], [db.prepare("select 1 from figure where year like '%..%'").all().length, 2]);
  });

  it('hold totals against sums that the database makes, and say where a force has no figure', async () => {
    const page = await kith.page('/figures/places/wales?lang=en');
    const sums = db
      .prepare<[], { year: string; total: number; sum: number; n: number }>(
        `select t.year, t.offences as total, sum(f.offences) as sum, count(f.offences) as n
         from yearly t join yearly f on f.year = t.year and f.region = t.region and f.force <> 'ALL'
         where t.region = 'Wales' and t.force = 'ALL' group by t.year order by t.year`,
      )
      .all();
    const said = textsOf(page, 'main li').filter((text) => /the forces add up|published total/.test(text));
    assert.equal(said.length, sums.length);
    for (const [i, { year, total, sum, n }] of sums.entries()) {
      const expected = n < 4 ? /we have none of/ : sum === total ? /add up to the published/ : /We don't know why/;
      assert.match(said[i], expected);
      const numbers = numbersOf(said[i].replace(/^[^:]*:/, ''));
      assert.deepEqual(numbers, sum === total ? [total] : [total, sum], `${year}: ${said[i]}`);
    }
  });

  it('of platforms have the shares of the file, of how many offences, and the largest in each title', async () => {
    const page = await kith.page('/figures/platforms?lang=en');
    const shares = db.prepare<[], { line: number; platform: string; share: number }>('select * from share').all();
    const lines = [...page.querySelectorAll('.kith-figures__years tbody tr')].map((line) => [
      ...textsOf(line, 'th'),
      ...textsOf(line, 'td'),
    ]);
    const byRow = (a: string[], b: string[]) => Number(a[2].slice(4)) - Number(b[2].slice(4));
    // what two sources say alike stands once, and leads to both
    const rows = lines.flatMap(([platform = '', share = '', from = '']) =>
      from.split(', ').map((row) => [platform, share, row]),
    );
    assert.deepEqual(
      rows.sort(byRow),
      shares.map(({ platform, share, line }) => [platform, `${en(share)} %`, `row ${line}`]),
    );
    const distinct = db.prepare('select distinct year, platform, share from share').all();
    assert.equal(lines.length, distinct.length);
    const text = textsOf(page, 'main').join();
    const periods = db
      .prepare<[], { year: string; known: number | null; most: number }>(
        `select year, max(known) as known, coalesce(max(share) filter (where platform not like '%(total)'), max(share)) as most
         from share group by year`,
      )
      .all();
    for (const { known } of periods) if (known !== null) assert.ok(text.includes(`in ${en(known)} offences`));
    const titles = textsOf(page, 'h2').filter((title) => title.includes('%'));
    assert.deepEqual(titles.map((title) => numbersOf(title)[0]).sort(), periods.map(({ most }) => most).sort());
  });

  it('of platforms count nothing twice: what two sources say alike has one row, and a total stands apart from its parts', async () => {
    const page = await kith.page('/figures/platforms/2017-18-2022-23?lang=en');
    const of = (selector: string) => textsOf(page, `.kith-figures__years ${selector}`);
    assert.deepEqual(of('tbody:not(.kith-figures__totals) th'), [
      'Snapchat',
      'Instagram',
      'Facebook or Messenger',
      'WhatsApp',
    ]);
    assert.deepEqual(of('.kith-figures__totals th'), ['Meta-owned products (total)']);
    const [title] = textsOf(page, 'h1');
    assert.match(title ?? '', /^Snapchat and Instagram named in 26 %/);
    assert.match(textsOf(page, 'main').join(), /A row of all platforms of one owner contains theirs/);
    const csv = await (await fetch(`${kith.url}/figures/platforms/2017-18-2022-23.csv`)).text();
    assert.equal(csv.match(/"total of several platforms"/g)?.length, 1);
    // a period of which a total is all that there is has it in its title
    const [only] = textsOf(await kith.page('/figures/platforms/2017-04-2019-10?lang=en'), 'h1');
    assert.match(only ?? '', /^Facebook-owned apps \(total\) named in 55 %/);
  });

  it('call forces what they call themselves, so that none is taken for its region', async () => {
    const [region] = textsOf(await kith.page('/figures/places/west-midlands?lang=en'), 'h1');
    const [force] = textsOf(await kith.page('/figures/places/west-midlands-police?lang=en'), 'h1');
    assert.match(region ?? '', /^West Midlands: /);
    assert.match(force ?? '', /^West Midlands Police: /);
    const below = textsOf(await kith.page('/figures/places/west-midlands?lang=en'), '.kith-figures__places li');
    assert.deepEqual(below, [
      'Staffordshire Police',
      'Warwickshire Police',
      'West Mercia Police',
      'West Midlands Police',
    ]);
    const names = places.map((place) => nameOf(place));
    assert.equal(new Set(names).size, names.length, 'no two places have one name');
  });

  it('of maps have for every year what the file has, and nothing else', async () => {
    for (let start = 2017; start <= 2024; start++) {
      const year = `${start}/${start - 1999}`;
      const page = await kith.page(`/figures/map/${start}-${start - 1999}?lang=en`);
      const rows = db
        .prepare<[string], Row & { region: string; force: string }>(
          "select * from yearly where year = ? and force <> 'ALL' and offences is not null",
        )
        .all(year);
      const tiles = textsOf(page, '.govuk-details__text li').filter((text) => !text.endsWith('none gathered here'));
      assert.deepEqual(
        tiles.sort(),
        rows.map(({ offences, line, ...of_ }) => `${nameOf(of_)}: ${en(offences ?? 0)} (row ${line})`).sort(),
      );
      assert.deepEqual(numbersOf(textsOf(page, 'h1').join()), [rows.length, 45]);
    }
  });

  it('of rows have the whole file', async () => {
    const page = await kith.page('/figures/rows?lang=en');
    const [rows] = page.querySelectorAll('table');
    const shown = [...rows.querySelectorAll('tbody tr')].map((line) => [
      line.id,
      textsOf(line, '.govuk-table__cell--numeric')[0],
    ]);
    const all = db.prepare<[], Row>('select * from figure order by line').all();
    assert.deepEqual(
      shown,
      all.map(({ line, offences }) => [`row-${line}`, offences === null ? 'none gathered here' : en(offences)]),
    );
  });

  it('of briefings have no number that the pages of their places and of platforms have not', async () => {
    const numbersAt = async (address: string) => numbersOf(textsOf(await kith.page(address), 'main').join());
    const everywhere = [...(await numbersAt('/figures?lang=en')), ...(await numbersAt('/figures/platforms?lang=en'))];
    for (const place of places.filter(({ force }) => force === null)) {
      const known = new Set([...everywhere, ...(await numbersAt(path(place)))]);
      const page = await kith.page(`/figures/briefings/${slugOf(place)}?lang=en`);
      for (const number of numbersOf(textsOf(page, 'main').join()))
        assert.ok(known.has(number), `${slugOf(place)}: ${number}`);
    }
  });
});

describe('the pages of class 88A', () => {
  /** As testing/tables.ts has them: four quarters a body and year. */
  const QUARTERS: Readonly<Record<string, readonly (readonly number[])[]>> = {
    'avon-and-somerset': [
      [60, 55, 70, 60],
      [61, 62, 63, 64],
    ],
    'british-transport-police': [
      [0, 1, 0, 3],
      [2, 0, 0, 0],
    ],
    'city-of-london': [
      [1, 0, 2, -1],
      [1, 1, 1],
    ],
  };

  it('add up quarters, and give a year without one of them no number', async () => {
    for (const [name, years] of Object.entries(QUARTERS)) {
      const page = await kith.page(`/figures/88a/${name}?lang=en`);
      const [table, quarters] = page.querySelectorAll('table');
      const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
      assert.deepEqual(
        [...table.querySelectorAll('tbody tr')].map((line) => textsOf(line, 'td')[0]),
        years.map((all) => (all.length < 4 ? 'not in the tables' : en(sum(all)))),
      );
      assert.deepEqual(
        [...quarters.querySelectorAll('tbody tr')].map((line) => textsOf(line, 'td').slice(0, 4)),
        years.map((all) => [0, 1, 2, 3].map((i) => (all[i] === undefined ? 'not in the tables' : en(all[i])))),
      );
    }
    const total = await kith.page('/figures/88a?lang=en');
    assert.deepEqual(
      [...total.querySelectorAll('tbody tr')].map((line) => textsOf(line, 'td')[0]),
      [en(245 + 4 + 2), 'not in the tables'],
    );
    assert.match(textsOf(total, 'main').join(), /The number for 2023\/24 is a sum of 3 bodies/);
  });

  it('lead from a number to its quarters, each with its sheet and row, and to the file that they stand in', async () => {
    const page = await kith.page('/figures/88a/city-of-london?lang=en');
    const href = page.querySelector('.kith-figures__years tbody a')?.getAttribute('href') ?? '';
    assert.equal(href, `/figures/rows/${kith.tables}?lang=en#city-of-london-2023-24`);
    const rows = await kith.page(href);
    const group = rows.querySelector(`#${href.split('#')[1]}`);
    assert.ok(group !== null);
    assert.deepEqual(
      [...group.querySelectorAll('tr')].map((line) => [...textsOf(line, 'th'), ...textsOf(line, 'td')]),
      [1, 0, 2, -1].map((n, i) => [`sheet 2023_24, row ${6 + i}`, 'London, City of', `Quarter ${i + 1}`, en(n)]),
    );
    const text = textsOf(rows, 'main').join();
    for (const said of [
      'tables-230426.ods',
      'Published: 2026-04-23',
      'Read on: 2026-11-26',
      'Numbers made up for a test',
    ])
      assert.ok(text.includes(said), said);
  });

  it('share no number with the other offence: its pages are as they are without the tables', async () => {
    for (const address of ['/figures/places/south-west?lang=en', '/figures/places/avon-and-somerset-police?lang=en']) {
      const text = textsOf(await kith.page(address), 'main').join();
      for (const number of ['245', '250', '251']) assert.ok(!text.includes(number), `${address}: ${number}`);
    }
    const own = textsOf(await kith.page('/figures/88a/avon-and-somerset?lang=en'), 'main').join();
    assert.match(own, /not to be compared with it/);
    assert.ok(!own.includes('300'), 'what a period of the other offence has');
  });
});
