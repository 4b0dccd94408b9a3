/**
 * The registry held against a reader's table of Ofcom's codes, where that is beside the project: every measure of the table is in
 * the registry or named here with why it isn't, and the registry has no measure that the table doesn't know.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { shippedCodes } from './registry.ts';

const FACTS = join(import.meta.dirname, '../../../../shared/facts/ofcom-codes.md');

/** What the table has and the registry hasn't. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'ICU C13': 'terrorism, a proposal',
  'ICU C15': 'crises; not about children',
  'ICU C16': 'crises; not about children',
  'ICU D14': 'fraud; not about children',
  'PCU B2':
    'which services have to assure ages because of what they publish: Kith takes ages as the platform tells them',
  'PCU B3': 'as B2',
  'PCU B4': 'as B2',
  'PCU B5': 'as B2',
  'PCU B6': 'as B2',
  'PCU B7': 'as B2',
  'PCU C11': 'crises; not about contact with children',
};

/** `C1–C8` and `C15/C16` as each of their numbers. */
function idsIn(text: string): string[] {
  const ids: string[] = [];
  for (const [, letter = '', from = '', to] of text.matchAll(/\b([A-J])(\d+)(?:[–-](?:[A-J])?(\d+))?/g))
    for (let n = Number(from); n <= Number(to ?? from); n++) ids.push(`${letter}${n}`);
  return ids;
}

const section = (facts: string, title: string): string => {
  const found = facts.split(/^## /m).find((one) => one.startsWith(title));
  assert.ok(found !== undefined, title);
  return found;
};
const rows = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|').slice(1, -1));

/** `ICU C11/C12; children: PCU C9/C10`: each number with the code named last before it; `ICU` where none is. */
function proposalsIn(cell: string): string[] {
  return cell
    .split(/(?=\b(?:ICU|PCU)\b)/)
    .flatMap((part) => idsIn(part).map((id) => `${part.startsWith('PCU') ? 'PCU' : 'ICU'} ${id}`));
}

/** Every measure that the table names, by its code; F1 and F2 by their parts. */
function known(facts: string): Set<string> {
  const icu = rows(section(facts, '1. ICU index'))
    .flatMap(([id = '']) => idsIn(id))
    .filter((id) => id !== 'F1' && id !== 'F2')
    .map((id) => `ICU ${id}`);
  const defaults = rows(section(facts, '2. ICU F1')).map(([part = '']) => part.trim());
  const moments = rows(section(facts, '3. ICU F2')).map(([moment = '']) => /\((\w)\)/.exec(moment)?.[1] ?? moment);
  // sub-numbers of F and J of the children's code were not verified: they have names in the registry
  const pcu = section(facts, '4. Protection of Children Code')
    .split('\n')
    .filter((line) => /^- (Mirrors ICU|\*\*Age assurance)/.test(line))
    .flatMap((line) => idsIn(line.replaceAll(/\([^)]*\)/g, '')))
    .map((id) => `PCU ${id}`);
  const proposals = rows(section(facts, '5. ASM proposals')).flatMap(([, codes = '']) => proposalsIn(codes));
  const laid = rows(section(facts, '0. Which text')).flatMap(([named = '']) =>
    /\bPCU C11\b/.test(named) ? ['PCU C11'] : [],
  );
  return new Set([
    ...icu,
    // 5c says how 5b is done in games
    ...defaults.filter((part) => part !== '5c').map((part) => `ICU F1.${part}`),
    ...moments.map((moment) => `ICU F2.${moment}`),
    ...[...pcu, ...proposals, ...laid],
  ]);
}

/** Every measure of the registry as the table would name it: a proposal by the codes that its note names. */
function had(): Set<string> {
  return new Set(
    shippedCodes().flatMap(({ code, measures }) =>
      measures.flatMap(({ id, about }) => {
        if (code !== 'ASM') return [`${code} ${id}`];
        return about === undefined ? [`ICU ${id}`] : proposalsIn(about);
      }),
    ),
  );
}

/** In the children's code, what has a name of ours in place of a number. */
const NAMED = ['PCU F', 'PCU J.groups', 'PCU J.blocking', 'PCU J.comments'];

describe('the registry', { skip: existsSync(FACTS) ? false : 'the table is not beside the project' }, () => {
  const of = (): { known: Set<string>; had: Set<string> } => ({
    known: known(readFileSync(FACTS, 'utf8')),
    had: had(),
  });

  it('has every measure of the table, or says why not', () => {
    const { known, had } = of();
    // a table that was read wrongly would hold nothing against the registry
    assert.ok(known.size > 80, `${known.size} measures were read`);
    assert.deepEqual(
      [...known].filter((id) => !had.has(id) && LEFT_OUT[id] === undefined),
      [],
    );
  });

  it('has no measure that the table does not know, and leaves out none that it has', () => {
    const { known, had } = of();
    assert.deepEqual(
      [...had].filter((id) => !known.has(id) && !NAMED.includes(id)),
      [],
    );
    assert.deepEqual(
      NAMED.filter((id) => !had.has(id)),
      [],
    );
    assert.deepEqual(
      Object.keys(LEFT_OUT).filter((id) => had.has(id) || !known.has(id)),
      [],
    );
  });
});
