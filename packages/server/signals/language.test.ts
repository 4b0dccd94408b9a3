import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf, openIdentifier } from './language.ts';

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

describe('the language that a text looks like', () => {
  const long = 'завтра в нас репетиція, не забудь принести ноти та воду';

  it('is not said of one that is short, or that could be of several', () => {
    assert.equal(languageOf('ok', identify), '');
    assert.equal(
      languageOf(long, () => ({ language: 'uk', sureness: 0.3 })),
      '',
    );
    assert.equal(
      languageOf(long, () => null),
      '',
    );
  });

  it('is that of the text alone, whatever was read before', () => {
    assert.equal(languageOf(long, identify), 'uk');
    assert.equal(languageOf('we are going to the cinema on saturday with everyone', identify), 'en');
    assert.equal(languageOf(long, identify), 'uk');
  });
});
