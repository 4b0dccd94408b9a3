import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import {
  decision as decisionSchema,
  familyNews,
  guardianPower,
  type RowNotice,
  reasonCode,
  rowNotice,
  warningSign,
} from '@kith/contract';
import {
  choicesOf,
  type Decided,
  type DecidedNotice,
  familyNotice,
  featureNames,
  isToGuardian,
  MEMBERS_COMPARED,
  otherFeatures,
} from '@kith/engine';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import {
  loadShippedTerms,
  loadShippedWords,
  loadWords,
  renderDecision,
  renderNotice,
  renderReason,
  sayTerm,
  shippedWordsFolder,
  unverifiedHelplines,
} from './index.ts';
import { placeholdersOf } from './messages.ts';

const words = loadShippedWords();

const notice = (kind: RowNotice, more: Partial<DecidedNotice> = {}): DecidedNotice => ({
  to: 'lena',
  kind,
  about: 'max',
  language: 'en',
  country: 'GB',
  choices: choicesOf[kind],
  ...more,
});

/** Every message of a file with its path and its placeholders. */
function messagesOf(file: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') {
      const format = new IntlMessageFormat(value, 'en', undefined, { ignoreTag: true });
      found.set(path, [...placeholdersOf(format)].sort());
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    }
  };
  walk(parse(readFileSync(join(shippedWordsFolder, file), 'utf8')), '');
  return found;
}

describe('the message files', () => {
  it('are of English, Welsh, Polish and Ukrainian, with the same keys and placeholders in each', () => {
    assert.deepEqual([...words.languages.keys()].sort(), ['cy', 'en', 'pl', 'uk']);
    for (const language of words.languages.keys()) {
      assert.deepEqual(messagesOf(`notices.${language}.yaml`), messagesOf('notices.en.yaml'), language);
    }
  });

  it('say which of them a native speaker still has to review', () => {
    for (const [language, { review }] of words.languages) {
      if (language !== 'en') assert.match(review, /native speaker/, language);
    }
  });

  it('have words and labels for every notice of the contract, in every language, that fit the contract', () => {
    for (const language of words.languages.keys()) {
      const more = { signs: warningSign.options, givenUp: ['showLocation', 'directMessages'], strangers: 3 };
      const moments = rowNotice.options.map((kind) => notice(kind, { language, ...more }));
      const of = { to: 'lena', about: 'ann', language, country: 'GB', powers: guardianPower.options };
      for (const decidedNotice of [...moments, ...familyNews.options.map((news) => familyNotice(news, of))]) {
        const decided: Decided = {
          outcome: 'notice',
          reasons: [{ code: 'took_action' }],
          notices: [decidedNotice],
          policy: 'p',
        };
        const rendered = decisionSchema.parse(renderDecision(decided, words)).notices[0];
        assert.equal(rendered?.language, language);
        assert.equal(rendered?.news, decidedNotice.news);
        assert.ok((rendered?.body.length ?? 0) >= 3);
        assert.deepEqual(
          rendered?.choices.map((c) => c.choice),
          decidedNotice.choices,
        );
        for (const { choice, label } of rendered?.choices ?? []) assert.ok(label !== '' && label !== choice);
        for (const text of [rendered?.title ?? '{', ...(rendered?.body ?? [])]) assert.doesNotMatch(text, /[{}]/);
      }
    }
  });

  it('name help for adults where it is a guardian who reads, and for children everywhere else', () => {
    for (const news of familyNews.options) {
      const { help } = renderNotice(familyNotice(news, { to: 'ann', language: 'en', country: 'GB' }), words);
      assert.equal(help[1]?.name, isToGuardian(news) ? 'the NSPCC Helpline' : 'Childline', news);
    }
  });

  it('tell a child who is asked what a guardian may do, as policy has it, and no more', () => {
    const said = (powers: DecidedNotice['powers']) =>
      renderNotice(
        familyNotice('guardian_asks', { to: 'lena', language: 'en', country: 'GB', ...(powers && { powers }) }),
        words,
      ).body.join(' ');
    assert.match(said(['quiet_hours']), /set quiet hours.*makes no sound/);
    assert.doesNotMatch(said(['quiet_hours']), /warnings/);
    assert.match(
      said(guardianPower.options),
      /warnings we show you.*turn off a safety setting.*quiet hours.*a few numbers/s,
    );
    assert.doesNotMatch(said(undefined), /warnings|quiet hours|numbers/);
  });

  it('tell a child how to end it and who sees what it wants, as policy and its family have it, in every language', () => {
    for (const language of words.languages.keys()) {
      const of = { to: 'lena', about: 'ann', language, country: 'GB' };
      const news = ['guardian_asks', 'child_asks', 'began', 'paused', 'resumed', 'began_for_guardian'] as const;
      for (const one of news) {
        const said = (mayEnd: boolean) => renderNotice(familyNotice(one, { ...of, mayEnd }), words).body.join(' ');
        assert.notEqual(said(true), said(false), `${language} ${one}`);
      }
      const wants = (guardianSees: boolean) =>
        renderNotice(notice('weaker_setting', { language, guardianSees }), words).body.join(' ');
      assert.notEqual(wants(true), wants(false), language);
    }
    const said = (mayEnd: boolean) =>
      renderNotice(
        familyNotice('guardian_asks', { to: 'lena', language: 'en', country: 'GB', mayEnd }),
        words,
      ).body.join(' ');
    assert.match(said(true), /end it at any time, by yourself/);
    assert.match(said(false), /our team helps you/);
    assert.doesNotMatch(said(true) + said(false), /ask to end/);
    const wants = renderNotice(notice('weaker_setting', { language: 'en', guardianSees: true }), words).body.join(' ');
    assert.match(wants, /Your parent or carer can see/);
  });

  it('say what quiet hours are in one sentence of each language, on notices and in what a guardian may do', () => {
    for (const [language, { quietHours, powers }] of words.languages) {
      const told = familyNotice('quiet_hours', { to: 'lena', language, country: 'GB' });
      assert.ok(renderNotice(told, words).body[0]?.startsWith(quietHours), language);
      assert.ok(powers.quiet_hours?.includes(quietHours), language);
    }
  });

  it('have words for every reason, with the signs that it rests on', () => {
    for (const code of reasonCode.options) assert.match(renderReason({ code }, words).words, /\.$/);
    const reason = renderReason({ code: 'warning_sign', signs: ['new_account', 'risk_medium'] }, words);
    assert.match(reason.words, /their account is new; their risk is medium/);
    assert.deepEqual(reason.signs, ['new_account', 'risk_medium']);
  });
});

describe('putting words to a decision', () => {
  it('falls back from cy-GB to Welsh, from what it lacks to English, and from the unknown to English', () => {
    const languageOf = (language: string) => renderNotice(notice('first_message', { language }), words).language;
    assert.deepEqual(['cy-GB', 'CY', 'en-US', 'fr', 'fr-CA', ''].map(languageOf), ['cy', 'cy', 'en', 'en', 'en', 'en']);
    assert.deepEqual(['uk-UA', 'pl', 'pl-PL', 'ukr'].map(languageOf), ['uk', 'pl', 'pl', 'en']);
  });

  it("uses the operator's default language where an account's is unknown", () => {
    const loaded = loadWords({ defaultLanguage: 'cy' });
    assert.ok(loaded.ok);
    assert.equal(renderNotice(notice('first_message', { language: '' }), loaded.words).language, 'cy');
    assert.equal(loadWords({ defaultLanguage: 'fr' }).ok, false);
  });

  it('counts the members a child does not know in words, and says "or more" where counting stopped', () => {
    const said = (strangers: number, language: string) =>
      renderNotice(notice('group_invite', { strangers, language }), words).body[1] ?? '';
    assert.match(said(0, 'en'), /^You are friends with all/);
    assert.match(said(1, 'en'), /one person in it who is not your friend/);
    assert.match(said(5, 'en'), /5 people in it/);
    assert.match(said(MEMBERS_COMPARED, 'en'), new RegExp(`${MEMBERS_COMPARED} or more people`));
    assert.match(said(2, 'cy'), /dau berson/);
    assert.match(said(MEMBERS_COMPARED, 'cy'), /neu fwy/);
    const people = (language: string, counts: number[]) =>
      counts.map((n) => said(n, language).match(/\p{L}+ (?=spoza|не з)/u)?.[0]);
    assert.deepEqual(people('pl', [1, 2, 4, 5, 12, 21, 22, 25, 32]), [
      ...['osoba ', 'osoby ', 'osoby ', 'osób ', 'osób ', 'osób ', 'osoby ', 'osób ', 'osoby '],
    ]);
    assert.deepEqual(people('uk', [1, 2, 4, 5, 11, 21, 22, 25, 32]), [
      ...['людина ', 'людини ', 'людини ', 'людей ', 'людей ', 'людина ', 'людини ', 'людей ', 'людини '],
    ]);
    assert.match(said(MEMBERS_COMPARED, 'pl'), /co najmniej 32/);
    assert.match(said(MEMBERS_COMPARED, 'uk'), /щонайменше 32/);
    assert.doesNotMatch(said(MEMBERS_COMPARED - 1, 'uk'), /щонайменше/);
  });

  it('names each warning sign and each protection given up in its own paragraph, and no others', () => {
    const warned = renderNotice(notice('warning', { signs: ['new_account'] }), words).body.join('\n');
    assert.match(warned, /new on here/);
    assert.doesNotMatch(warned, /blocked or reported this person\. They/);
    const changed = renderNotice(notice('weaker_setting', { givenUp: ['showLocation'] }), words).body;
    assert.equal(changed.filter((p) => p.startsWith('Now ')).length, 1);
    assert.match(changed.join('\n'), /where you are/);
  });

  it('gives the same words for the same ordinary decision without making them again', () => {
    const decided = (): Decided => ({ outcome: 'allow', reasons: [{ code: 'ordinary' }], notices: [], policy: 'p1' });
    assert.equal(renderDecision(decided(), words), renderDecision(decided(), words));
    assert.equal(renderDecision({ ...decided(), policy: 'p2' }, words).policy, 'p2');
    const blocked: Decided = { ...decided(), outcome: 'block', reasons: [{ code: 'blocked', measure: 'J1' }] };
    assert.equal(renderDecision(blocked, words).reasons[0]?.measure, 'J1');
    assert.equal(renderDecision(blocked, words).outcome, 'block');
  });
});

describe('help lines', () => {
  const helpOn = (country: string, language = 'en') =>
    renderNotice(notice('first_message', { country, language }), words).help;
  /** but the number for emergencies */
  const helpIn = (country: string, language = 'en') =>
    helpOn(country, language)
      .slice(1)
      .map((h) => h.name);

  it('come after the number for emergencies of the same file, or the police where it has none', () => {
    assert.deepEqual(helpOn('GB')[0], { name: 'If you are in danger now, call', contact: '999' });
    assert.deepEqual(helpOn(''), helpOn('GB'));
    assert.equal(helpOn('PL', 'pl')[0]?.contact, '112');
    assert.equal(helpOn('BR')[0]?.contact, 'the police');
    assert.equal(helpOn('BR', 'cy')[0]?.contact, 'yr heddlu');
  });

  it("are those of the account's country, at most two, and Britain's where that is unknown", () => {
    assert.deepEqual(helpIn('GB'), ['Childline', 'CEOP Safety Centre']);
    assert.deepEqual(helpIn(''), helpIn('GB'));
    assert.deepEqual(helpIn('AU'), ['Kids Helpline']);
    assert.deepEqual(helpIn('BR'), ['Find a Helpline']);
  });

  it('that nobody verified are named only where there is none that somebody did', () => {
    assert.ok(!helpIn('GB', 'cy').includes('Meic'));
  });

  it('that were not checked since a day can be listed for whoever keeps the file', () => {
    const names = (since: string) => unverifiedHelplines(words, since).map((h) => h.name);
    assert.ok(names('2026-11-23').includes('Meic') && !names('2026-11-23').includes('CEOP Safety Centre'));
    assert.ok(names('2027-11-23').includes('CEOP Safety Centre'));
  });
});

describe("the operator's own message files", () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'kith-words-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const english = readFileSync(join(shippedWordsFolder, 'notices.en.yaml'), 'utf8');
  /** Loads the English file with one passage changed, as the operator's only file. */
  const load = (from: string, to: string) => {
    assert.ok(english.includes(from), `notices.en.yaml no longer says ${from}`);
    const text = english.replace(from, to);
    writeFileSync(join(folder, 'notices.en.yaml'), text);
    const loaded = loadWords({ folder });
    return {
      loaded,
      problems: loaded.ok ? [] : loaded.problems,
      line: text.slice(0, text.indexOf(to)).split('\n').length,
    };
  };

  it("take the place of Kith's, and leave the rest", () => {
    const { loaded } = load('title: You blocked this person', 'title: You stopped this person');
    assert.ok(loaded.ok);
    assert.equal(renderNotice(notice('after_block'), loaded.words).title, 'You stopped this person');
    assert.equal(renderNotice(notice('after_block', { language: 'cy' }), loaded.words).language, 'cy');
  });

  it('may add a language', () => {
    writeFileSync(join(folder, 'notices.gd.yaml'), english.replace('language: en', 'language: gd'));
    const loaded = loadWords({ folder });
    rmSync(join(folder, 'notices.gd.yaml'));
    assert.ok(loaded.ok);
    assert.equal(renderNotice(notice('after_block', { language: 'gd-GB' }), loaded.words).language, 'gd');
  });

  it('are refused, with file, line and field, where a notice is missing', () => {
    const { problems } = load('  after_block:', '  after_blok:');
    assert.deepEqual(problems.map((p) => p.field).sort(), ['notices.after_block', 'notices.after_blok']);
    assert.match(problems.map((p) => p.message).join(), /did you mean after_block\?/);
  });

  it('are refused where a placeholder is not known, or ICU syntax is broken', () => {
    const unknown = load('title: You blocked this person', "title: 'You blocked {about}'");
    assert.equal(unknown.problems[0]?.line, unknown.line);
    assert.equal(unknown.problems[0]?.file, join(folder, 'notices.en.yaml'));
    assert.match(unknown.problems[0]?.message ?? '', /\{about\} is not known/);
    const broken = load('{strangers, plural,', '{strangers, plurl,');
    assert.equal(broken.problems[0]?.field, 'notices.group_invite.body.1');
    assert.match(broken.problems[0]?.message ?? '', /not valid ICU MessageFormat/);
  });

  it('are refused where a notice no longer says what it is about, or labels a choice that it has not', () => {
    assert.match(load('- "{signs}"', '- Look here.').problems[0]?.message ?? '', /must have the paragraph '\{signs\}'/);
    const label = load('      accept: Change it', '      block: Block it');
    assert.equal(label.problems[0]?.field, 'notices.weaker_setting.choices.block');
  });

  it('are refused where a file has a name that would never be read, and where the folder is missing', () => {
    copyFileSync(join(shippedWordsFolder, 'notices.en.yaml'), join(folder, 'notices.en.yaml'));
    writeFileSync(join(folder, 'notice.fr.yaml'), english);
    const loaded = loadWords({ folder });
    rmSync(join(folder, 'notice.fr.yaml'));
    assert.ok(!loaded.ok && /has no part here/.test(loaded.problems[0]?.message ?? ''));
    assert.equal(loadWords({ folder: join(folder, 'none') }).ok, false);
  });
});

test('every feature of a second look has words in both languages, and none has more', () => {
  const named = featureNames.map((name) => name.replace(/^to\./, ''));
  const names = new Set([...named, ...Object.values(otherFeatures)]);
  for (const tag of ['en', 'cy'] as const) {
    const terms = loadShippedTerms(tag);
    assert.deepEqual(new Set(terms.features.keys()), names);
    const seen = sayTerm(terms, { term: 'secondLook', feature: 'to.FLATTERY', value: 1 });
    assert.ok(seen.includes(terms.features.get('FLATTERY') ?? '?') && !seen.includes('FLATTERY'), seen);
  }
});
