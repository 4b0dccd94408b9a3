import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cut, FOREIGN_SHOWN_MAX, type Piece, piecesOf, plain } from './pieces.ts';

const codes = (pieces: Piece[]) => pieces.flatMap((piece) => (piece.kind === 'mark' ? [piece.code] : []));
const texts = (pieces: Piece[]) => pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
const name = { lines: false };

describe('what comes from the platform', () => {
  it('is shown as it is where there is nothing odd about it, in any script', () => {
    for (const text of ['anna', 'Llŷr ap Siôn', 'Олена', '山田', 'عمر', 'e\u0301', '👩‍👧 hi 👍🏽', '<b>x</b>']) {
      assert.deepEqual(piecesOf(text, name), [{ kind: 'text', text }]);
    }
  });

  it('has marks where characters turn the line, hide or control', () => {
    assert.deepEqual(codes(piecesOf('abc\u202egpj.exe', name)), ['U+202E']);
    assert.deepEqual(codes(piecesOf('a\u200bb\u2066c\ufeff\u0007', name)), ['U+200B', 'U+2066', 'U+FEFF', 'U+0007']);
    assert.deepEqual(codes(piecesOf('a\u{e0041}b', name)), ['U+E0041']);
    assert.deepEqual(codes(piecesOf('\ud800', name)), ['U+D800']);
    assert.deepEqual(codes(piecesOf('a\u200db', name)), ['U+200D']);
  });

  it('counts the same unseen character in a row once', () => {
    assert.deepEqual(piecesOf('a\u200b\u200b\u200bb', name), [
      { kind: 'text', text: 'a' },
      { kind: 'mark', code: 'U+200B', times: 3 },
      { kind: 'text', text: 'b' },
    ]);
  });

  it('keeps line breaks in messages, and marks them in names', () => {
    assert.equal(texts(piecesOf('a\nb', { lines: true })), 'a\nb');
    assert.deepEqual(codes(piecesOf('a\nb', name)), ['U+000A']);
  });

  it('stacks no more than a few marks on a letter', () => {
    const pieces = piecesOf(`z${'\u0301'.repeat(300)}`, name);
    assert.equal(texts(pieces).length, 5);
    assert.deepEqual(pieces.at(-1), { kind: 'mark', code: 'U+0301', times: 296 });
  });

  it('loses nothing: texts and marks together have every character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, lines) => {
        const back = piecesOf(text, { lines }).map((piece) =>
          piece.kind === 'text'
            ? piece.text
            : String.fromCodePoint(Number.parseInt(piece.code.slice(2), 16)).repeat(piece.times),
        );
        assert.equal(back.join(''), text);
      }),
    );
  });

  it('shows no character that has no width or turns the line, whatever is sent', () => {
    const odd = fc.constantFrom(
      '\u202e',
      '\u200b',
      '\u2066',
      '\u061c',
      '\u0000',
      '\u{e0020}',
      '\u2028',
      'a',
      '👍',
      'ع',
    );
    fc.assert(
      fc.property(fc.array(odd), (characters) => {
        const shown = texts(piecesOf(characters.join(''), { lines: true }));
        assert.doesNotMatch(shown, /[\u202e\u200b\u2066\u061c\0\u{e0020}\u2028]/u);
      }),
    );
  });

  it('is cut between characters', () => {
    assert.equal(cut('ab👍', 3), 'ab');
    assert.equal(cut('ab👍', 4), 'ab👍');
    const long = plain('x'.repeat(1_000_000));
    assert.equal(long.length, FOREIGN_SHOWN_MAX + 3);
    assert.equal(plain('a\u202eb'), '\u2068a[U+202E]b\u2069');
  });
});
