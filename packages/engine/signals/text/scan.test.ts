import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FOUND_MAX, scan } from './scan.ts';

const tokens = (text: string) => scan(text).map(({ token }) => token);

describe('ways to be reached elsewhere', () => {
  for (const [text, token] of [
    ['find me @anna_99', 'handle'],
    ['im nova#4821 there', 'handle'],
    ['see https://example.org/a?b=c', 'link'],
    ['discord.gg/abcdef', 'link'],
    ['write to ann@example.org', 'email'],
    ['ring 07700 900123', 'phone'],
    ['+44 (0)20 7946 0958 after six', 'phone'],
    ['0677123456', 'phone'],
  ] as const) {
    it(`are found: ${text}`, () => assert.deepEqual(tokens(text), [token]));
  }

  for (const text of [
    'v1.2.3',
    'at 5',
    '2026-06-15',
    '192.168.100.200',
    '3.14159',
    '12:30:55',
    'e.g. this',
    'a@b',
    '@',
    '#1234',
    '12345678901234567890',
    'lol...ok',
  ]) {
    it(`are not: ${text}`, () => assert.deepEqual(tokens(text), []));
  }

  it('stand where they are said to, and are bounded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const found = scan(text);
        assert.ok(found.length <= FOUND_MAX);
        assert.ok(found.every(({ at }) => at >= 0 && at < text.length));
      }),
    );
    assert.equal(scan('@abc '.repeat(FOUND_MAX + 9)).length, FOUND_MAX);
  });

  for (const piece of [
    '1 ',
    '1.',
    '1-',
    '(1)',
    '@',
    'a.',
    '#',
    '1 .. ',
    '+1',
    'a@',
    '1234567890123456 ',
    '/',
    '://',
    '1 -.',
  ]) {
    it(`are looked for in time that grows with the text alone: "${piece}" again and again`, (t) => {
      const looks = (length: number): number => {
        const text = piece.repeat(length / piece.length);
        const counted = t.mock.method(String.prototype, 'charCodeAt');
        scan(text);
        const calls = counted.mock.callCount();
        counted.mock.restore();
        return calls;
      };
      assert.ok(looks(2_000) <= 2.2 * looks(1_000) + 100);
      assert.ok(looks(1_000) <= 40_000);
    });
  }
});
