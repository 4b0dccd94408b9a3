/**
 * Every notice in every language as it is shown, for those who review words and don't program: docs/NOTICES.md, which
 * `node packages/server/words/book.ts` writes again; a test says when it is out of date.
 */
import { writeFileSync } from 'node:fs';
import { type FamilyNews, familyNews, guardianPower, rowNotice, settings, warningSign } from '@kith/contract';
import { choicesOf, type DecidedNotice, familyNotice } from '@kith/engine';
import { loadShippedWords, type Words } from './load.ts';
import { renderNotice } from './render.ts';

export const BOOK = new URL('../../../docs/NOTICES.md', import.meta.url);

/** Counts of people in a group that show every plural of every language, and that the count was cut short. */
const STRANGERS = [0, 1, 2, 5, 21, 32];

const INTRODUCTION = `# Every notice, as it is shown

This page is made from the files of words (\`packages/server/words/notices.*.yaml\`): change those, not this. Read it aloud,
one notice at a time, as a child of nine would. Moments of Ofcom's measure F2 are named beside their notices; its text was
not read when they were written (grade M): what they must say is **to be checked against the official text**.
`;

/** Moments of measure F2. Grade M: to be checked against the official text. */
const MOMENTS: Readonly<Record<string, string>> = {
  weaker_setting: 'F2 (a)',
  connection_request: 'F2 (b)',
  connection_request_stranger: 'F2 (b)',
  first_message: 'F2 (c)',
  after_block: 'F2 (d)',
  after_report: 'F2 (d)',
};

/** News that says how it can be ended: by the child itself, or not. */
const SAYS_END: readonly FamilyNews[] = [
  ...(['guardian_asks', 'child_asks', 'began', 'paused', 'resumed', 'began_for_guardian'] as const),
];

/** All that can be said on a notice, once. */
function examples(language: string): DecidedNotice[] {
  const of = { to: 'child', about: 'other', language, country: 'GB' };
  const moments = rowNotice.options.flatMap((kind): DecidedNotice[] => {
    const notice = { ...of, kind, choices: choicesOf[kind] };
    if (kind === 'group_invite') return STRANGERS.map((strangers) => ({ ...notice, strangers }));
    if (kind === 'warning') return [{ ...notice, signs: warningSign.options }];
    if (kind !== 'weaker_setting') return [notice];
    return [false, true].map((guardianSees) => ({ ...notice, givenUp: settings.keyof().options, guardianSees }));
  });
  return [
    ...moments,
    ...familyNews.options.flatMap((news) =>
      (SAYS_END.includes(news) ? [true, false] : [undefined]).map((mayEnd) =>
        familyNotice(news, { ...of, powers: guardianPower.options, ...(mayEnd !== undefined && { mayEnd }) }),
      ),
    ),
  ];
}

export function bookOf(words: Words): string {
  const parts = [...words.languages.values()].map(({ language, review }) =>
    [`## ${language}`, `*${review}*`, ...examples(language).map((notice) => page(notice, words))].join('\n\n'),
  );
  return `${[INTRODUCTION.trimEnd(), ...parts].join('\n\n')}\n`;
}

function page(decided: DecidedNotice, words: Words): string {
  const { kind, news, title, body, choices, help } = renderNotice(decided, words);
  const moment = MOMENTS[kind];
  const counted = decided.strangers === undefined ? '' : `, ${decided.strangers} people the child does not know`;
  const seen = decided.guardianSees === true ? ', of a child with a guardian' : '';
  const ends =
    decided.mayEnd === undefined ? '' : decided.mayEnd ? ', who may end it alone' : ', who may not end it alone';
  return [
    `### ${title}`,
    `\`${news ?? kind}\`${moment === undefined ? '' : ` ${moment}, to be checked against the official text`}${counted}${seen}${ends}`,
    body.join('\n\n'),
    `Choices: ${choices.map(({ label }) => `**${label}**`).join(' · ')}`,
    `Help (GB): ${help.map(({ name, contact }) => `${name}, ${contact}`).join('; ')}`,
  ].join('\n\n');
}

if (import.meta.main) writeFileSync(BOOK, bookOf(loadShippedWords()));
