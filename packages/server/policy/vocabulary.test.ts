/** docs/POLICY.md lists every fact that a rule can ask for, as the code has them; and its rule is one that works. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rule } from '@kith/contract';
import { problemsOfRule, runExamples, vocabulary } from '@kith/engine';
import { parse } from 'yaml';

const page = readFileSync(join(import.meta.dirname, '../../../docs/POLICY.md'), 'utf8');

describe('docs/POLICY.md', () => {
  it('lists the vocabulary as it is, in its order', () => {
    const listed = page.split('\n').filter((line) => /^\| `(account|contact|other|event)\./.test(line));
    const rows = Object.entries(vocabulary).map(([path, fact]) => {
      const values = 'values' in fact && fact.values !== undefined && path !== 'event.type' ? fact.values : [];
      const can = values.length === 0 ? '' : `: ${values.map((v) => `\`${v}\``).join(', ')}`;
      return `| \`${path}\` | ${fact.type} | ${fact.about}${can} |`;
    });
    assert.deepEqual(listed, rows);
  });

  it('shows a rule that can be used, and does what its examples say', () => {
    const [, text = ''] = /^rules:\n([\s\S]*?)```/m.exec(page) ?? [];
    const shown = rule.parse(parse(text)[0]);
    assert.deepEqual(problemsOfRule(shown), []);
    assert.deepEqual(
      runExamples(shown).map(({ passed }) => passed),
      [true, true],
    );
  });
});
