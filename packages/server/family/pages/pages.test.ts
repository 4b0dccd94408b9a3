import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import type { FamilyPage } from '@kith/contract';
import fc from 'fast-check';
import { LANGUAGES } from '../../ground/pages/index.ts';
import { emptyPage, largePage, ordinaryPage } from '../testing/built.ts';
import { allPages, childOf, drawingIn, INVITED } from '../testing/drawn.ts';
import { drawGuardianPart, drawWeek } from './draw-guardian.ts';
import { drawOwn, drawOwnPart } from './draw-own.ts';
import { OWN, seenParts } from './drawing.ts';
import { familyWords } from './words.ts';

const HOSTILE = `<img src=x onerror="document.title=1">'"&{{ 7777 * 7777 }}\u202egnp.exe\u2066`;
/** As the compressor of the pages does: see @fastify/compress. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** What one page may weigh over the wire, bytes (issue 7). */
const WIRE_MAX = 60_000;

/** The same page with every name replaced. */
function named(page: FamilyPage, name: string | null): FamilyPage {
  const one = <T extends { name: string | null }>(of: T): T => ({ ...of, name });
  return {
    ...{ ...page, child: one(page.child), guardians: page.guardians.map(one), friends: page.friends.map(one) },
    contacts: page.contacts.map(one),
    groups: page.groups.map((group) => ({ ...one(group), members: group.members.map(one) })),
    reviews: page.reviews.map((review) => ({ ...review, about: one(review.about) })),
  };
}

const plainText = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ');

describe('every page of the Family Centre', () => {
  for (const language of LANGUAGES) {
    it(`has one heading, a way out, and nothing that was left open (${language})`, () => {
      for (const [name, html] of Object.entries(allPages(ordinaryPage(), language))) {
        assert.equal(html.match(/<h1/g)?.length, 1, name);
        assert.ok(html.includes('href="/family/exit"'), name);
        assert.ok(html.includes(`<html lang="${language}"`), name);
        assert.doesNotMatch(plainText(html), /undefined|\[object|\{\w+[,}]|NaN/, name);
      }
    });
  }

  it('shows names as text, whatever they are, and turns nothing round', () => {
    for (const name of [
      HOSTILE,
      'x'.repeat(300),
      '',
      '\u200b',
      null,
      'é\u0301'.repeat(150),
      '</title><script>1</script>',
    ]) {
      for (const [page, html] of Object.entries(allPages(named(ordinaryPage(), name), 'en'))) {
        assert.doesNotMatch(html, /<img|<script>|onerror="/, page);
        assert.doesNotMatch(html, /[\u202a-\u202e\u2066\u2067]/, page);
        assert.ok(!plainText(html).includes('60481729'), page);
        assert.ok(!html.includes('x'.repeat(61)), page);
      }
    }
  });

  it('shows names as text, whatever they are (tried with many)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const html = drawWeek(
          drawingIn('en'),
          { guardianship: 'g', page: named(ordinaryPage(), `<i ${name}>`) },
          false,
          null,
        );
        assert.ok(!html.includes('<i '));
        assert.equal(html.match(/<h1/g)?.length, 1);
      }),
      { numRuns: 50 },
    );
  });

  it('says why there are ids where the platform gave no names', () => {
    const { namesMissing } = familyWords.en.seen;
    const without = allPages(named(ordinaryPage(), null), 'en');
    for (const name of ['week', 'friends', 'contacts', 'groups', 'own']) {
      assert.ok(without[name]?.includes(namesMissing), name);
      assert.ok(without[name]?.includes('a-rob') || name === 'friends', name);
      assert.ok(!allPages(ordinaryPage(), 'en')[name]?.includes(namesMissing), name);
    }
  });

  it('names nobody in an address', () => {
    for (const [name, html] of Object.entries(allPages(ordinaryPage(), 'en'))) {
      for (const [, address] of html.matchAll(/(?:href|action)="([^"]*)"/g)) {
        assert.doesNotMatch(address ?? '', /a-\w+|Max|Kim/, `${name}: ${address}`);
      }
      assert.doesNotMatch(html, /a-max/, name);
    }
  });

  it('keeps what the browser remembers of a child’s pages from telling of help, a report or an end', () => {
    for (const [name, html] of Object.entries(allPages(ordinaryPage(), 'en'))) {
      if (!/own|look|help/i.test(name)) continue;
      assert.match(html, /<title>(Error: )?Family Centre<\/title>/, name);
    }
  });

  it('offers a child help and a way out on every page', () => {
    for (const [name, html] of Object.entries(allPages(ordinaryPage(), 'en'))) {
      if (!/own|look|help/i.test(name)) continue;
      assert.match(html, /0800 1111/, name);
      assert.match(html, /call 999/, name);
      assert.ok(html.includes(`href="${OWN}/more"`), name);
    }
  });
});

/** What of a page both read, without the address that it is read at. */
const seenOn = (html: string, base: string): string[] =>
  [...html.matchAll(/<ul class="kith-tiles">[\s\S]*?<\/ul>|<section class="kith-section"[\s\S]*?<\/section>/g)].map(
    ([part]) => part.replaceAll(base, ''),
  );

describe('what a guardian sees', () => {
  const at = drawingIn('en');
  const views: [string, FamilyPage][] = [
    ['an ordinary week', ordinaryPage()],
    ['an empty one', emptyPage()],
    ['a large one', largePage(300, 40)],
    ['one without warnings', { ...ordinaryPage(), warnings: null }],
  ];

  it('is what the child sees, to the letter', () => {
    for (const [name, page] of views) {
      const guardian = seenOn(drawWeek(at, { guardianship: 'g', page }, false, null), '/family/children/g');
      const child = seenOn(drawOwn(at, childOf(page), INVITED['16to17'], null), OWN);
      assert.ok(guardian.length >= 9, name);
      assert.deepEqual(child, guardian, name);
    }
  });

  it('is what the child sees in every list, too', () => {
    const partOf = (html: string, base: string) =>
      /<div class="kith-part">[\s\S]*?<\/div>\s*<button/.exec(html)?.[0].replaceAll(base, '');
    for (const [name, page] of views) {
      for (const part of seenParts) {
        const guardian = partOf(drawGuardianPart(at, { guardianship: 'g', page }, part, 1), '/family/children/g');
        assert.ok(guardian !== undefined, `${name}, ${part}`);
        assert.equal(partOf(drawOwnPart(at, childOf(page), part, 1), OWN), guardian, `${name}, ${part}`);
      }
    }
  });

  it('goes over the wire in 60 kB, with 2,000 friends and 200 groups', () => {
    const page = largePage(2_000, 200);
    const pages = [
      drawWeek(at, { guardianship: 'g', page }, false, null),
      ...seenParts.map((part) => drawGuardianPart(at, { guardianship: 'g', page }, part, 1)),
    ];
    for (const html of pages) {
      const bytes = brotliCompressSync(html, QUALITY).length;
      assert.ok(bytes <= WIRE_MAX, `${bytes} bytes`);
    }
  });

  it('has buttons of equal size for a yes and a no', () => {
    const html = drawWeek(at, { guardianship: 'g', page: ordinaryPage() }, false, null);
    const buttons = [...html.matchAll(/<button type="submit" [^>]*?class="([^"]*)"/g)].map(([, classes]) => classes);
    assert.equal(buttons.length, 2);
    assert.equal(new Set(buttons).size, 1);
  });
});

describe('pages of whoever can see nothing', () => {
  it('say what to do, and nothing of anybody', () => {
    const pages = allPages(ordinaryPage(), 'en');
    for (const name of ['enter', 'link', 'session', 'ended', 'invited', 'again']) {
      assert.doesNotMatch(plainText(pages[name] ?? ''), /Kim|Ann|Max|Lena|Football/, name);
    }
    assert.match(pages.ended ?? '', /You see nothing here any more/);
    assert.match(pages.session ?? '', /open the Family Centre again/);
  });
});
