/** The words of a change and its percent say the same. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FigureRow } from '../rows.ts';
import { seriesOf } from '../series.ts';
import { changeOf } from './said.ts';

const period = (start: number) => ({ text: `${start}/${start - 1999}`, from: start * 12 + 3, to: start * 12 + 15 });
const row = (start: number, offences: number): FigureRow => ({
  ...{ offence: '71/17', set: '', line: start, period: period(start), region: 'Wales', force: null, offences },
  ...{ source: 'https://example.org/a', note: '', published: null },
});
function saidOf(from: number, to: number): string {
  const { sinceFirst } = seriesOf([row(2017, from), row(2018, to)], { region: 'Wales', force: null }, 2017, 2018);
  assert.ok(sinceFirst !== null);
  return changeOf(sinceFirst, 'en').text;
}

describe('a change in words', () => {
  it('of Wales is more than twice, and more than 100 %', () => {
    assert.match(saidOf(274, 549), /more than twice as many.*100\.4 % more/);
    assert.match(saidOf(274, 548), /274 more than 2017\/18: .* 100 % more/);
  });

  it('agrees with its percent, whatever the counts', () => {
    const count = fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 1_000_000 }));
    const near = fc.tuple(count, fc.integer({ min: 1, max: 3 }), fc.integer({ min: -2, max: 2 }));
    const pairs = fc.oneof(
      fc.tuple(count, count),
      near.map(([n, times, off]) => [n, Math.max(0, n * times + off)] as const),
    );
    fc.assert(
      fc.property(pairs, ([from, to]) => {
        if (from === to) return;
        const text = saidOf(from, to);
        const percent = Number(/([\d.,]+) % (more|fewer)/.exec(text)?.[1]?.replaceAll(',', ''));
        assert.ok(percent > 0, text);
        if (to < from) {
          assert.equal(percent === 100, to === 0, text);
          return;
        }
        assert.equal(/more than (twice|three)/.test(text), percent > 100, text);
        assert.equal(/more than three times/.test(text), percent > 200, text);
      }),
    );
  });
});
