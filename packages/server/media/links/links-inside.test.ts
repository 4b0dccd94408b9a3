import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { entryHash } from './expressions.ts';
import { KnownUrls, LINKS_MAX } from './known-urls.ts';
import { INSIDE_DEPTH_MAX, linksInside } from './links-inside.ts';
import { LINK_LENGTH_MAX, TRACKING, trackingOf } from './plain-link.ts';

const tracking = trackingOf(TRACKING);
const known = new KnownUrls(tracking);
for (const [number, entry] of ['http://bad.example.com/Page?id=7&b=1', 'evil.example'].entries()) {
  const read = entryHash(entry, tracking);
  assert.ok(read.ok, entry);
  known.add(read.hash, number);
}
const numbersIn = (text: string) => known.match(text).flatMap(({ numbers }) => numbers);
const PAGE = 'https://bad.example.com/Page?id=7&b=1';
const encoded = (text: string, times: number): string =>
  times === 0 ? text : encoded(encodeURIComponent(text), times - 1);

describe('a link inside a link', () => {
  for (const outer of [
    `https://r.example.org/?u=${encoded(PAGE, 1)}`,
    `https://r.example.org/go?x=1&url=${encoded(PAGE, 2)}&y=2`,
    `r.example.org/?q=${encoded(PAGE, 3)}`,
    `https://r.example.org/?u=${PAGE}`,
    `https://r.example.org/?${PAGE}`,
    `https://r.example.org/${PAGE}`,
    `https://r.example.org/web/2020id_/https:/bad.example.com/Page?id=7&b=1`,
    `https://r.example.org/fetch/${encoded(PAGE, 1)}`,
    `https://r.example.org/fetch/${encoded(PAGE, 1)}?w=300`,
    `https://r.example.org/#!/out?to=${encoded(PAGE, 1)}`,
    `https://r.example.org/?u=${encoded('//bad.example.com/Page?id=7&b=1', 1)}`,
    `https://r.example.org/?u=${encoded('bad.example.com/Page?id=7&b=1', 1)}`,
    `https://r.example.org/?data=${encoded(`{"to":"${PAGE}"}`, 1)}`,
    `https://r.example.org/?a=${encoded('https://fine.example.net/', 1)}&u=${encoded(PAGE, 1)}`,
    `https://r.example.org/?u=${encoded(`hxxps://bad[.]example[.]com/Page?id=7&b=1`, 1).replaceAll('%5B.%5D', '[.]')}`,
  ]) {
    it(`is known in ${outer}`, () => assert.deepEqual(numbersIn(`see ${outer} now`), [0]));
  }

  it('may be a host alone, with or without a scheme', () => {
    for (const value of [
      'evil.example',
      'evil.example/x',
      '//evil.example',
      'a.evil%2Eexample%2Fx',
      'https:%5C%5Cevil.example',
    ]) {
      assert.deepEqual(numbersIn(`https://r.example.org/?a=1&u=${value}&b=2`), [1], value);
    }
    assert.deepEqual(
      numbersIn(`http://r.example.org/?u=evil.example/?z=${encoded('https://fine.example.net', 1)}`),
      [1],
    );
  });

  it('is not what only has its letters', () => {
    for (const outer of [
      '?u=notevil.example',
      '?u=evil.example.org',
      '?evil=example',
      '?u=/evil.example',
      '#evil',
      'evil',
    ]) {
      assert.deepEqual(numbersIn(`https://r.example.org/${outer}`), [], outer);
    }
  });

  it(`is found in redirectors one in another, ${INSIDE_DEPTH_MAX} deep and no deeper`, () => {
    const within = (times: number): string =>
      times === 0 ? PAGE : `https://r${times}.example.org/?x=${times}&u=${encodeURIComponent(within(times - 1))}&y=2`;
    for (let times = 0; times <= INSIDE_DEPTH_MAX; times++) assert.deepEqual(numbersIn(within(times)), [0], `${times}`);
    assert.deepEqual(numbersIn(within(INSIDE_DEPTH_MAX + 1)), []);
  });

  it('takes no more looking, in all, than the length of the outer one so many times', () => {
    const part = fc.constantFrom(
      ...['http:/', 'https://', 'hxxp:', '//', '/', '?', '&', '#', '=', '%25', '%', '%3A%2F%2F', '%26', '%3F', '%3D'],
      ...['a.b', 'evil.example', 'r.example.org/', 'u=', '"', '[.]', '\\', '@', 'ü'],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 200 }), fc.nat(40), (parts, times) => {
        const link = `http://a.example/${parts.join('').repeat(times)}`;
        let steps = 0;
        for (const inside of linksInside(link)) steps += inside.length;
        assert.ok(steps <= 3 * INSIDE_DEPTH_MAX * link.length, `${steps} for ${link.length}`);
      }),
    );
  });
});

describe('a text with much in it', () => {
  it('has its link found however long the query is', () => {
    const long = 'x'.repeat(10_000);
    assert.deepEqual(numbersIn(`${PAGE}&utm_source=${long}`), [0]);
    assert.deepEqual(numbersIn(`http://evil.example/?${long}`), [1]);
    assert.deepEqual(numbersIn(`http://evil.example/?${'x'.repeat(LINK_LENGTH_MAX)}`), [1]);
    assert.deepEqual(numbersIn(`http://evil.example/${'x'.repeat(LINK_LENGTH_MAX)}`), [1]);
  });

  it('has listed hosts found after any number of other links, and pages among the first', () => {
    const harmless = (count: number) => Array.from({ length: count }, (_, i) => `a${i}.example.net/x`).join(' ');
    assert.deepEqual(numbersIn(`${harmless(LINKS_MAX - 1)} ${PAGE}`), [0]);
    assert.deepEqual(numbersIn(`${harmless(LINKS_MAX)} ${PAGE}`), []);
    assert.deepEqual(numbersIn(`${harmless(LINKS_MAX + 100)} http://x.evil.example/y`), [1]);
    assert.deepEqual(numbersIn(`${harmless(LINKS_MAX + 100)} http://r.example.org/?u=evil.example`), [1]);
  });
});
