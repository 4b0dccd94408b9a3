/** Files that people write for the measures: whatever is wrong with one, its lines are named, and nothing else happens. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { answersFrom, questionsAsYaml } from './answers.ts';
import { readKind } from './assessments/kinds.ts';
import { readCalendar } from './calendar/settings.ts';
import { RegistryError, readQuestions } from './registry.ts';

/** What could break a reader of YAML rather than be refused by it. */
const BROKEN: readonly (readonly [text: string | Buffer, says: RegExp])[] = [
  ['', /:1:1 is empty/],
  ['- 1\n- 2\n', /:1:1 /],
  ['just words', /:1:1 /],
  ['a: [1, 2\n', /:\d+:\d+ is not valid YAML/],
  ['a: &a [*a]\n', /:\d+:\d+ /],
  ['a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n', /:\d+:\d+ /],
  ['__proto__: { polluted: true }\n', /:1:1 /],
  ['a: 1\na: 2\n', /:2:1 is not valid YAML: Map keys must be unique/],
  ['a: !!js/function "function(){}"\n', /:1:\d+ /],
  [Buffer.from([0x66, 0xff, 0xfe]), /:1:1 is not UTF-8 text/],
  [`# ${'x'.repeat(300_000)}\n`, /:1:1 is larger than/],
  [`${'['.repeat(5_000)}`, /:\d+:\d+ /],
];

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-hostile-'));
});
after(() => rm(folder, { recursive: true }));

const path = (name: string) => join(folder, name);
/** What is said of a file with this text. */
async function said(name: string, text: string | Buffer, read: (path: string) => unknown): Promise<string> {
  await writeFile(path(name), text);
  try {
    read(path(name));
  } catch (error) {
    assert.ok(error instanceof RegistryError, `${String(text).slice(0, 40)}: ${String(error)}`);
    return error.message;
  }
  return assert.fail(`was taken: ${String(text).slice(0, 40)}`);
}

/** The shipped file with one thing wrong, and what is said of it. */
type Wrong = readonly [from: string | RegExp, to: string, says: RegExp];

describe('the answers to the questionnaire, as a file', () => {
  const questions = readQuestions();
  const read = (file: string) => answersFrom(file, questions);

  it('are refused with their lines, whatever is wrong', async () => {
    for (const [text, says] of BROKEN) {
      if (text === '') continue;
      assert.match(await said('service.yaml', text, read), says, String(text).slice(0, 40));
    }
    const asked = questionsAsYaml(questions);
    const lineOf = (name: string) => asked.split('\n').findIndex((line) => line.trim() === `${name}:`) + 1;
    const wrongs: Wrong[] = [
      [/^( {2}large):$/m, '$1: perhaps', new RegExp(`:${lineOf('large')}:\\d+ facts\\.large: `)],
      [/^( {2}grooming):$/m, '$1: severe', new RegExp(`:${lineOf('grooming')}:\\d+ risks\\.grooming: `)],
      [/^( {2}large):$/m, '  lrage: true', new RegExp(`:${lineOf('large')}:\\d+ .*lrage`)],
      [/^(other_kinds):$/m, '$1: -1', new RegExp(`:${lineOf('other_kinds')}:\\d+ other_kinds: `)],
      [/^(other_kinds):$/m, '$1: 2.5', new RegExp(`:${lineOf('other_kinds')}:\\d+ other_kinds: `)],
    ];
    for (const [from, to, says] of wrongs)
      assert.match(await said('service.yaml', asked.replace(from, to), read), says, to);
  });

  it('are taken or refused by their lines, for any text', () => {
    const any = fc.oneof(
      fc.string(),
      fc.string().map((text) => `facts:\n  large: ${text}\n`),
      fc.json(),
    );
    return fc.assert(
      fc.asyncProperty(any, async (text) => {
        await writeFile(path('any.yaml'), text);
        try {
          const { facts } = read(path('any.yaml'));
          for (const value of Object.values(facts)) assert.equal(typeof value, 'boolean');
        } catch (error) {
          assert.ok(error instanceof RegistryError, String(error));
          assert.match(error.message, /any\.yaml:\d+:\d+ /);
        }
      }),
      { numRuns: 200, seed: 8 },
    );
  });
});

describe('a kind of assessment, as a file', () => {
  it('is refused with its lines, whatever is wrong', async () => {
    for (const [text, says] of BROKEN)
      assert.match(await said('kind.yaml', text, readKind), says, String(text).slice(0, 40));
    const kind = await readFile(join(import.meta.dirname, 'assessments/kinds/children_access.yaml'), 'utf8');
    const wrongs: Wrong[] = [
      ['kind: children_access', 'kind: Children!', /:\d+:1 kind: must be a name/],
      ['wording: quoted', 'wording: certain', /:\d+:\d+ wording: /],
      ['months: 12', 'months: 0', /:\d+:\d+ review\.months: /],
      [
        '      - id: intended',
        '      - id: parts',
        /:\d+:\d+ sections\[0\]\.questions: must not name a question twice/,
      ],
      ['        answer: text', '        answer: essay', /:\d+:\d+ sections\[0\]\.questions\[0\]\.answer: /],
      ['        answer: text', '', /:\d+:\d+ sections\[0\]\.questions\[0\]\.answer: nothing is not one of/],
      ['        answer: text', '        answer: text\n        aswer: text', /:\d+:\d+ .*aswer/],
      ['gives: { fact: knows_age }', 'gives: { risk: grooming }', /:\d+:\d+ .*\.gives: a fact is given by yes or no/],
      ['  - id: possible', '  - id: service', /:\d+:\d+ sections: must not name a section twice/],
    ];
    for (const [from, to, says] of wrongs) {
      assert.ok(kind.includes(String(from)), String(from));
      const message = await said('kind.yaml', kind.replace(from, to), readKind);
      assert.match(message, says, to);
      assert.doesNotMatch(message, /kind\.yaml:1:1 /, to);
    }
  });
});

describe('the days of yearly duties, as a file', () => {
  const read = () => readCalendar(folder);

  it('are refused with their lines, whatever is wrong', async () => {
    for (const [text, says] of BROKEN)
      assert.match(await said('calendar.yaml', text, read), says, String(text).slice(0, 40));
    const one = (duty: string) => `duties:\n  - { id: icu-a1, on: { month: 3, day: 31 } }\n  - ${duty}\n`;
    for (const [duty, says] of [
      ['{ id: unknown, on: { month: 3, day: 31 } }', /calendar\.yaml:3:\d+ duties\[1\]: there is no duty unknown/],
      ['{ id: icu-a1, on: { month: 4, day: 30 } }', /calendar\.yaml:3:\d+ duties\[1\]: names icu-a1 again/],
      ['{ id: icu-d13, on: { month: 13, day: 1 } }', /calendar\.yaml:3:\d+ duties\[1\]/],
      ['{ id: icu-d13, on: { month: 1, day: 0 } }', /calendar\.yaml:3:\d+ duties\[1\]/],
      ['{ id: Board!, title: T, law: L, wording: quoted }', /calendar\.yaml:3:\d+ duties\[1\]/],
      ['{ id: board, title: T, law: L, wording: sure }', /calendar\.yaml:3:\d+ duties\[1\]/],
      ['icu-d13', /calendar\.yaml:3:\d+ duties\[1\]/],
    ] as const)
      assert.match(await said('calendar.yaml', one(duty), read), says, duty);
  });
});
