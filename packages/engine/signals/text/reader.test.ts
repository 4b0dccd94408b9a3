import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type EvidenceCode, evidenceCode } from '@kith/contract';
import fc from 'fast-check';
import { type Cue, CueError, type CueFile, type CueSettings, compileCues } from './cues.ts';
import type { TextModel } from './model.ts';
import { createTextReader } from './reader.ts';

const SETTINGS = Object.fromEntries(
  evidenceCode.options.map((code) => [code, { weight: 1, cap: 2, halfLifeDays: 10 }]),
) as Record<EvidenceCode, CueSettings>;

const cue = (said: Partial<Cue>): Cue => ({ strength: 'usual', phrases: [], all: [], near: null, not: [], ...said });

const file = (cues: Record<string, Partial<Cue>>, code: EvidenceCode = 'SECRECY', language = 'en'): CueFile => ({
  language,
  sets: { you: ['you', 'u'], place: ['park', 'bus stop'] },
  codes: { [code]: { not: [], cues: Object.fromEntries(Object.entries(cues).map(([n, c]) => [n, cue(c)])) } },
});

const readerOf = (...files: CueFile[]) => createTextReader(compileCues(files, SETTINGS), null);
const found = (reader: ReturnType<typeof readerOf>, text: string, language?: string): string[] =>
  reader.read(text, language).evidence.map(({ cue: name }) => name);

describe('a cue', () => {
  it('is found as whole words only, however it is spelt', () => {
    const reader = readerOf(file({ a: { phrases: ["don't tell"] } }));
    assert.deepEqual(found(reader, 'DONT  tell!'), ['en/SECRECY/a']);
    assert.deepEqual(found(reader, 'dont tellers'), []);
    assert.deepEqual(found(reader, 'dont ever tell'), []);
  });

  it('may have choices, words that may be left out, sets, stems and gaps', () => {
    const reader = readerOf(file({ a: { phrases: ['(meet|see) {you} … [the] {place}', 'secret*'] } }));
    for (const text of [
      'meet u park',
      'see you later by the bus stop',
      'meet you a b c d park',
      'secrets',
      'secretly',
    ]) {
      assert.deepEqual(found(reader, text), ['en/SECRECY/a'], text);
    }
    for (const text of ['meet park', 'meet you a b c d e f park', 'meet you bus', 'secre']) {
      assert.deepEqual(found(reader, text), [], text);
    }
  });

  it('is found behind any padding: parts of others, what cancels, addresses, letters that fold to many', () => {
    const add = { all: [['add me'], ['<phone>', '<link>']], near: 3 };
    const reader = readerOf(
      file({ a: { phrases: ["don't tell"], not: ['joking'] }, b: { all: [['nobody'], ['must know']] } }),
      file({ add }, 'OFF_PLATFORM'),
    );
    const paddings = [
      'nobody ',
      'joking x x x x x ',
      'add me ',
      'a.co ',
      'b.co add me x x x x x x ',
      'ﷺ',
      'e\u0301\u0301 ',
    ];
    for (const padding of paddings) {
      const far = `${padding.repeat(Math.floor(19_900 / padding.length))} x x x x x `;
      assert.ok(found(reader, `${far} dont tell`).includes('en/SECRECY/a'), padding);
      assert.ok(found(reader, `dont tell x x x x x ${far}`).includes('en/SECRECY/a'), padding);
      assert.ok(found(reader, `${far} add me 07700 900123`).includes('en/OFF_PLATFORM/add'), padding);
      assert.ok(found(reader, `add me 07700 900123 ${far}`).includes('en/OFF_PLATFORM/add'), padding);
    }
  });

  it('of two sides asks for both, in any order, near enough and apart', () => {
    const reader = readerOf(
      file({ a: { all: [['add me'], ['<handle>', '<phone>', 'add']], near: 3 } }, 'OFF_PLATFORM'),
    );
    for (const text of [
      'add me @anna_99',
      '@anna_99 now please add me',
      'add me ok 07700 900123',
      'add me name#1234',
    ]) {
      assert.deepEqual(found(reader, text), ['en/OFF_PLATFORM/a'], text);
    }
    for (const text of ['add me', '@anna_99', 'add me one two three four five @anna_99']) {
      assert.deepEqual(found(reader, text), [], text);
    }
  });

  it('is cancelled by what stands near, not by what stands far', () => {
    const reader = readerOf(file({ a: { phrases: ['send a photo'], not: ['never', 'of the screen'] } }));
    assert.deepEqual(found(reader, 'never ever send a photo'), []);
    assert.deepEqual(found(reader, 'send a photo of the screen'), []);
    assert.deepEqual(found(reader, 'never mind what they said there, send a photo'), ['en/SECRECY/a']);
  });

  it('counts once a code, the strongest', () => {
    const reader = readerOf(
      file({ weak: { phrases: ['a b'], strength: 'weak' }, strong: { phrases: ['c d'], strength: 'strong' } }),
    );
    assert.deepEqual(reader.read('a b then c d').evidence, [
      { code: 'SECRECY', cue: 'en/SECRECY/strong', weight: 1.5 },
    ]);
  });

  it('of a code that weighs nothing is not looked for', () => {
    const none = { ...SETTINGS, SECRECY: { ...SETTINGS.SECRECY, weight: 0 } };
    assert.deepEqual(
      createTextReader(compileCues([file({ a: { phrases: ['a b'] } })], none), null).read('a b').evidence,
      [],
    );
  });
});

describe('the language of a conversation', () => {
  const reader = readerOf(
    file({ a: { phrases: ['секрет*'] } }, 'SECRECY', 'uk'),
    file({ a: { phrases: ['keep it'] } }, 'GIFT', 'en'),
  );

  it('leaves out cues of another that is written in the same script', () => {
    assert.deepEqual(found(reader, 'наш секрет', 'ru'), []);
    assert.deepEqual(found(reader, 'наш секрет', 'uk'), ['uk/SECRECY/a']);
    assert.deepEqual(found(reader, 'наш секрет', 'uk-UA'), ['uk/SECRECY/a']);
  });

  it('leaves nothing out where it is unknown, in another script, or no language at all', () => {
    for (const language of [undefined, '', 'en', 'cy', 'x', '????']) {
      assert.deepEqual(found(reader, 'наш секрет', language), ['uk/SECRECY/a'], String(language));
    }
  });

  it('never leaves out what is plain ASCII: people mix', () => {
    assert.deepEqual(found(reader, 'keep it', 'fr'), ['en/GIFT/a']);
  });
});

describe('wrong phrases', () => {
  for (const [phrase, message] of [
    ['(a|b', /"\(" has no "\)"/],
    ['a) b', /"\)" has no opening bracket/],
    ['[a]', /no word that must be there/],
    ['a | ', /a place without a word/],
    ['… a', /stands between words/],
    ['{nobody} b', /\{nobody\} is no set.*you, place/],
    ['<photo>', /none of: <handle>/],
    ['call <phone>', /stands alone/],
    ['x*', /2 letters or more/],
    ['<phone>', /alone is no cue/],
    ['!?', /a place without a word/],
  ] as const) {
    it(`are told with their place: ${phrase}`, () => {
      assert.throws(
        () => compileCues([file({ a: { phrases: ['fine words', phrase] } })], SETTINGS),
        (error) => {
          assert.ok(error instanceof CueError);
          const [problem] = error.problems;
          assert.match(problem?.message ?? '', message);
          assert.deepEqual(problem?.path.slice(0, 5), ['codes', 'SECRECY', 'cues', 'a', 'phrases']);
          return true;
        },
      );
    });
  }

  it('that name each other without end are refused', () => {
    const loop: CueFile = { ...file({ a: { phrases: ['{x}'] } }), sets: { x: ['{y}'], y: ['{x}'] } };
    assert.throws(() => compileCues([loop], SETTINGS), CueError);
  });
});

describe('whatever the cues and the text', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const words = fc.array(word, { minLength: 1, maxLength: 4 });

  it('a phrase is found exactly where its words stand side by side', () => {
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 12 }),
        fc.array(word, { maxLength: 20 }),
        (phrases, text) => {
          const cues = Object.fromEntries(phrases.map((phrase, i) => [`c${i}`, { phrases: [phrase.join(' ')] }]));
          const names = readerOf(file(cues))
            .explain(text.join(' '))
            .cues.map(({ name }) => name);
          const expected = phrases.flatMap((phrase, i) =>
            ` ${text.join(' ')} `.includes(` ${phrase.join(' ')} `) ? [`en/SECRECY/c${i}`] : [],
          );
          assert.deepEqual([...names].sort(), expected.sort());
        },
      ),
    );
  });

  const MODEL: TextModel = {
    codes: ['SECRECY', 'GIFT'],
    buckets: 16,
    weights: Int8Array.from({ length: 32 }, (_, i) => ((i * 37) % 256) - 128),
    scale: 0.01,
    biases: [-0.2, 0.1],
    thresholds: [0, 0],
    cap: 0.5,
  };
  const compiled = compileCues([file({ a: { phrases: ['our secret', 'a … b'], all: [['x'], ['<link>']] } })], SETTINGS);
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.constantFrom('our', 's e c r e t', 's3cret', 'a', 'b', '@x', '\ud835', 'é', 'сек', '1.2', '…', '🙂'), {
        maxLength: 40,
      })
      .map((list) => list.join(' ')),
  );

  it('a text gives the same after any others, and weights are above 0 and bounded', () => {
    const used = createTextReader(compiled, MODEL);
    fc.assert(
      fc.property(text, text, (before, here) => {
        used.read(before);
        const read = used.read(here);
        assert.deepEqual(read, createTextReader(compiled, MODEL).read(here));
        assert.ok(read.evidence.every(({ weight }) => weight > 0 && weight <= 1.5));
        assert.equal(new Set(read.evidence.map(({ code }) => code)).size, read.evidence.length);
        assert.ok(Number.isInteger(read.sketch) && read.sketch >= 0 && read.sketch < 2 ** 32);
      }),
    );
  });
});
