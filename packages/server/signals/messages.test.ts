import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createMessageReader, loadShippedReader, type MessageReader, openLanguages } from './index.ts';

describe('reading messages', () => {
  const reader = loadShippedReader();
  let messages: MessageReader;
  before(async () => {
    messages = createMessageReader(() => reader, await openLanguages());
  });
  const codes = (text: string, more: object = {}) =>
    messages.read({ actor: 'a', other: 'b', text, ...more }).evidence.map(({ code }) => code);

  it('counts a cue in its own language, and in a language that nobody told of', () => {
    assert.ok(codes('please dont tell your mum that we talk every evening').includes('SECRECY'));
    assert.ok(codes('не кажи мамі, що ми з тобою щодня розмовляємо').includes('SECRECY'));
  });

  it('takes the platform at its word about the language', () => {
    const text = 'не кажи мамі, що ми з тобою щодня розмовляємо';
    assert.ok(codes(text, { language: 'uk' }).includes('SECRECY'));
    assert.ok(!codes(text, { language: 'ru' }).includes('SECRECY'));
  });

  it('gives the same for the same conversation, whoever writes', () => {
    const text = 'please dont tell your mum that we talk every evening';
    assert.deepEqual(messages.read({ actor: 'a', other: 'b', text }), messages.read({ actor: 'b', other: 'a', text }));
  });
});
