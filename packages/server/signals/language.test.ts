import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConversationLanguages, openIdentifier } from './language.ts';

const identify = await openIdentifier();

describe('the language of a text', () => {
  for (const [language, text] of [
    ['en', 'we are going to the cinema on saturday, do you want to come along'],
    ['uk', 'завтра в нас репетиція, не забудь принести ноти та воду'],
    ['es', 'mañana tenemos partido y luego vamos a comer helado con mi hermano'],
    ['cy', 'dwi ddim yn gallu dod i chwarae heno, mae gen i waith cartref'],
  ] as const) {
    it(`is found: ${language}`, () => assert.equal(identify(text)?.language, language));
  }
});

describe('the language of a conversation', () => {
  const long = 'завтра в нас репетиція, не забудь принести ноти та воду';

  it('is what the platform says, whatever the text looks like', () => {
    assert.equal(new ConversationLanguages(identify).of('c', long, 'en-GB'), 'en-GB');
  });

  it('is unknown until a text is long enough, and then stays', () => {
    const languages = new ConversationLanguages(identify);
    assert.equal(languages.of('c', 'ok'), '');
    assert.equal(languages.of('c', long), 'uk');
    assert.equal(languages.of('c', 'ok'), 'uk');
    assert.equal(languages.of('c', 'we are going to the cinema on saturday with everyone'), 'uk');
    assert.equal(languages.of('d', 'ok'), '');
  });

  it('is asked for once, and asked again only where the answer was unsure', () => {
    let asked = 0;
    const unsure = new ConversationLanguages(() => ({ language: 'en', sureness: ++asked < 3 ? 0.3 : 0.9 }));
    assert.deepEqual(
      [1, 2, 3, 4].map(() => unsure.of('c', long)),
      ['', '', 'en', 'en'],
    );
    assert.equal(asked, 3);
  });

  it('is forgotten of the conversation that was longest not heard of, past the limit', () => {
    let asked = 0;
    const languages = new ConversationLanguages(() => ({ language: `x${++asked}`, sureness: 1 }), 2);
    languages.of('a', long);
    languages.of('b', long);
    languages.of('a', 'ok');
    languages.of('c', long);
    assert.equal(languages.remembered, 2);
    assert.equal(languages.of('a', 'ok'), 'x1');
    assert.equal(languages.of('b', 'ok'), '');
  });
});
