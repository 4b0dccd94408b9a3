import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { casePolicy, evidenceCode, riskTerm } from '@kith/contract';
import type { SignalRow } from '../ground/database/index.ts';
import { timeline } from './conversation.ts';
import { sayCategory, sayCause, sayQueue } from './words.ts';

const LANGUAGES = ['en', 'cy'] as const;

describe('what is named in a case', () => {
  it('is in words: every term and every code of evidence, in each language', () => {
    for (const language of LANGUAGES) {
      for (const name of riskTerm.options) {
        assert.notEqual(sayCause({ kind: 'term', name }, language), name, `${language} ${name}`);
      }
      for (const code of evidenceCode.options) {
        const words = sayCause({ kind: 'cue', name: `en/${code}/how-so` }, language);
        assert.ok(!words.includes(code) && words.includes('how so'), `${language} ${words}`);
      }
    }
    assert.equal(
      sayCause({ kind: 'cue', name: 'en/MEETING/meet' }, 'en'),
      'asking to meet: cue \u201cmeet\u201d (English)',
    );
    assert.equal(
      sayCause({ kind: 'cue', name: 'uk/MEETING/meet' }, 'cy'),
      'gofyn am gwrdd: awgrym \u201cmeet\u201d (Wcreineg)',
    );
  });

  it('is text whatever a platform calls a category of reports, be it as every object is made', () => {
    for (const name of [...Object.getOwnPropertyNames(Object.prototype), 'asks_to_meet', 'of our own'])
      for (const language of LANGUAGES) assert.equal(typeof sayCategory(name, language), 'string', name);
    assert.equal(sayCategory('constructor', 'en'), 'constructor');
  });

  it('is by its own name where an operator gave it: a rule, a cue of another form, a queue of a rule', () => {
    assert.equal(sayCause({ kind: 'rule', name: 'many-children' }, 'en'), 'many-children');
    assert.equal(sayCause({ kind: 'cue', name: 'later' }, 'en'), 'later');
    const policy = casePolicy.parse({ queues: [{ name: 'risk', words: { en: 'Risk', cy: 'Risg' } }] });
    assert.deepEqual(
      LANGUAGES.map((language) => [sayQueue(policy, 'risk', language), sayQueue(policy, 'gifts', language)]),
      [
        ['Risk', 'gifts'],
        ['Risg', 'gifts'],
      ],
    );
  });
});

describe('a message without its text', () => {
  const signal: SignalRow = {
    ...{ id: 's', at: 5, account: 'a', other: 'b', code: 'MEETING', cue: 'en/MEETING/meet', weight: 1, words: null },
    ...{ message: 'm', event: 'e' },
  };

  it('says why, by when it was sent', () => {
    const [item] = timeline([], [signal], { language: 'en', unkept: (at_ms) => (at_ms < 6 ? 'over' : 'none_sent') });
    assert.deepEqual([item?.text, item?.noText], [null, 'over']);
  });

  it('says that its key is not here where it is kept and can not be opened', () => {
    const kept = {
      ...{ message: 'm', event: 'e', conversation: null, at: 5, from: 'a', to: 'b', text: null, media: [] },
      ...{ outcome: 'allow', deletedAt: null },
    };
    const why = (unreadable: boolean) =>
      timeline([{ ...kept, unreadable }], [], { language: 'en', unkept: () => 'over' })[0]?.noText;
    assert.deepEqual([why(true), why(false)], ['unreadable', 'none_sent']);
  });
});
