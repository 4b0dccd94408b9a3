import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createMessageReader, loadShippedReader, type MessageReader, openIdentifier } from './index.ts';

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

  it('gives the same for the same message, whatever was read before', () => {
    const secret = 'please dont tell your mum that we talk every evening';
    const before = messages.read({ text: secret });
    assert.ok(codes('не кажи мамі, що ми з тобою щодня розмовляємо').length > 0);
    assert.deepEqual(messages.read({ text: secret }), before);
  });
});
