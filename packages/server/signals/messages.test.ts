import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createMessageReader, loadShippedReader, type MessageReader, openIdentifier } from './index.ts';
import { languageOf } from './language.ts';

describe('reading messages', () => {
  const reader = loadShippedReader();
  let messages: MessageReader;
  before(async () => {
    messages = createMessageReader(() => reader, await openIdentifier());
  });
  const codes = (text: string, more: object = {}) => messages.read({ text, ...more }).evidence.map(({ code }) => code);

  it('counts a cue in its own language, and in a language that nobody told of', () => {
    assert.ok(codes('please dont tell your mum that we talk every evening').includes('SECRECY'));
    assert.ok(codes('не кажи мамі, що ми з тобою щодня розмовляємо').includes('SECRECY'));
  });

  it('takes the platform at its word about the language', () => {
    const text = 'не кажи мамі, що ми з тобою щодня розмовляємо';
    assert.ok(codes(text, { language: 'uk' }).includes('SECRECY'));
    assert.ok(!codes(text, { language: 'ru' }).includes('SECRECY'));
  });

  it('tells languages apart only where that can make a difference, and says what it would if it always did', async () => {
    const identify = await openIdentifier();
    const asked: string[] = [];
    const sparing = createMessageReader(
      () => reader,
      (text) => {
        asked.push(text);
        return identify(text);
      },
    );
    const always = (text: string) => {
      const language = languageOf(text, identify);
      return reader.read(text, language === '' ? undefined : language);
    };
    const texts = [
      'please dont tell your mum that we talk every evening',
      'not a word of it to your parents, ¡es un secreto de los dos!',
      'не кажи мамі, що ми з тобою щодня розмовляємо',
      'не кажи мамі, сегодня хорошая погода и мы пойдём гулять в парк с собакой, а потом смотреть фильм',
      'add me on snap @anna_99, не кажи мамі, що ми з тобою щодня розмовляємо',
      'сегодня хорошая погода, и мы пойдём гулять в парк с собакой',
    ];
    for (const text of texts) assert.deepEqual(sparing.read({ text }).evidence, always(text).evidence, text);
    assert.deepEqual(asked, texts.slice(2, 5));
    // the fourth is Russian with a Ukrainian cue in it: that is what telling them apart is for
    const [, , , russian = ''] = texts;
    assert.ok(reader.read(russian).evidence.length > sparing.read({ text: russian }).evidence.length);
  });

  it('gives the same for the same message, whatever was read before', () => {
    const secret = 'please dont tell your mum that we talk every evening';
    const before = messages.read({ text: secret });
    assert.ok(codes('не кажи мамі, що ми з тобою щодня розмовляємо').length > 0);
    assert.deepEqual(messages.read({ text: secret }), before);
  });
});
