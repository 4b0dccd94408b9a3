import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { YAML_BYTES_MAX } from '../ground/yaml/index.ts';
import { formatProblems, loadPolicyFile, loadShippedPolicy, parsePolicy, shippedPolicyPath } from './index.ts';

const shipped = readFileSync(shippedPolicyPath, 'utf8');

/** The shipped policy with one passage changed; the passage must be there. */
function changed(from: string, to: string): string {
  assert.ok(shipped.includes(from), `the shipped policy no longer says ${from}`);
  return shipped.replace(from, to);
}

function problemsOf(text: string): readonly { line: number; column: number; field: string; message: string }[] {
  const parsed = parsePolicy(text, 'mine.yaml');
  assert.ok(!parsed.ok, 'was read, though it is wrong');
  return parsed.problems;
}

function warningsOf(text: string): string {
  const parsed = parsePolicy(text, 'mine.yaml');
  assert.ok(parsed.ok, parsed.ok ? '' : formatProblems(parsed.problems));
  return formatProblems(parsed.warnings);
}

const lineOf = (text: string, passage: string): number => text.slice(0, text.indexOf(passage)).split('\n').length;

describe('reading a policy', () => {
  it('reads the shipped policy, and has nothing to warn of', () => {
    const read = loadPolicyFile(shippedPolicyPath);
    assert.ok(read.ok);
    assert.deepEqual(read.warnings, []);
    assert.deepEqual(read.policy, loadShippedPolicy());
  });

  it('names line, column and field of a wrong condition, and the one that was meant', () => {
    const text = changed(
      '[other_child, not_connected, declined_recently]',
      '[other_child, not_conected, declined_recently]',
    );
    const [problem, ...more] = problemsOf(text);
    assert.deepEqual(more, []);
    assert.equal(problem?.field, 'tables.message.sent[6].when[1]');
    assert.equal(problem?.line, lineOf(text, 'not_conected'));
    assert.equal(
      text
        .split('\n')
        [problem.line - 1]?.slice(problem.column - 1)
        .startsWith('not_conected'),
      true,
    );
    assert.match(problem.message, /did you mean not_connected\?/);
  });

  it('names an unknown field where it stands, and what was meant', () => {
    const text = changed('mutualConnections: 1', 'mutualConections: 1');
    const problems = problemsOf(text);
    assert.deepEqual(
      problems.map((p) => p.field),
      ['strangers.mutualConnections', 'strangers.mutualConections'],
    );
    assert.equal(problems[1]?.line, lineOf(text, 'mutualConections'));
    assert.match(problems[1]?.message ?? '', /did you mean mutualConnections\?/);
  });

  it('names what was expected where a value has the wrong type or is out of range', () => {
    assert.match(problemsOf(changed('version: kith-1', 'version: 5'))[0]?.message ?? '', /expected string, found 5/);
    assert.equal(problemsOf(changed('PerDay: 5', 'PerDay: 50'))[0]?.field, 'requests.adultToChildrenPerDay');
    assert.equal(problemsOf(changed('declinedHoldsDays: 30', ''))[0]?.message, 'is missing: expected number');
  });

  it('gives every problem at once, in one line each', () => {
    const text = changed('version: kith-1', 'version: 5').replace('PerDay: 5', 'PerDay: many');
    assert.equal(formatProblems(parsedProblems(text)).split('\n').length, 2);
    assert.match(formatProblems(parsedProblems(text)), /^mine\.yaml:\d+:\d+ version: /);
  });

  it('refuses broken YAML, a key said twice, an empty file and a list, with a place', () => {
    assert.match(problemsOf('a: [')[0]?.message ?? '', /is not valid YAML/);
    assert.deepEqual(problemsOf('version: a\nversion: b')[0]?.line, 2);
    assert.equal(problemsOf('')[0]?.message, 'is empty');
    assert.equal(problemsOf('# only words')[0]?.message, 'is empty');
    assert.match(problemsOf('- a')[0]?.message ?? '', /expected object/);
  });

  it('refuses a bomb of aliases', () => {
    const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 9; i++) bomb.push(`a${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]`);
    assert.match(problemsOf(bomb.join('\n'))[0]?.message ?? '', /alias/i);
  });

  it('refuses a file that is missing, a folder, not text, or too large', () => {
    const dir = mkdtempSync(join(tmpdir(), 'kith-policy-'));
    try {
      const said = (path: string) => {
        const read = loadPolicyFile(path);
        return read.ok ? 'read' : read.problems[0]?.message;
      };
      assert.equal(said(join(dir, 'none.yaml')), 'there is no such file');
      assert.match(said(dir) ?? '', /is a folder/);
      writeFileSync(join(dir, 'bytes.yaml'), Buffer.from([0xff, 0xfe, 0x41]));
      assert.equal(said(join(dir, 'bytes.yaml')), 'is not UTF-8 text');
      writeFileSync(join(dir, 'large.yaml'), `${shipped}\n#${'x'.repeat(YAML_BYTES_MAX)}`);
      assert.match(said(join(dir, 'large.yaml')) ?? '', /larger than 256 kB/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...shipped.split(/(?<=[\s,:[\]{}])/),
      '&a',
      '*a',
      '!!binary',
      '\t',
      '%',
      '"',
      '<<: ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 60 }).map((p) => p.join('')),
        ),
        (text) => {
          const parsed = parsePolicy(text, 'any.yaml');
          if (!parsed.ok) for (const p of parsed.problems) assert.ok(p.line >= 1 && p.column >= 1 && p.message !== '');
        },
      ),
      { seed: 2, numRuns: 500 },
    );
  });
});

describe('warning of a policy that protects less', () => {
  it('warns where a row of the shipped policy is missing, and names its measure', () => {
    const text = changed('reason: not_connected\n      measure: F1.5a', 'reason: stranger_asks\n      measure: F1.5b');
    assert.match(warningsOf(text), /no row for not_connected \(measure F1\.5a\)/);
  });

  it('warns where a row is milder than the shipped one', () => {
    const text = changed(
      '[actor_high_risk, other_child], outcome: hold, reason: sender_high_risk',
      '[actor_high_risk, other_child], outcome: allow, reason: sender_high_risk',
    );
    assert.match(warningsOf(text), /milder on sender_high_risk/);
  });

  it('warns where a notice is never shown', () => {
    const text = changed('reason: warning_sign, notice: warning', 'reason: warning_sign');
    assert.match(warningsOf(text), /nobody is told anything/);
    assert.match(warningsOf(text), /never shows the notice warning/);
  });

  it('warns of a row that is never reached, at its line', () => {
    const row = '- { when: [actor_disabled], outcome: block, reason: sender_restricted }';
    const text = changed(row, `- { when: [], outcome: allow, reason: ordinary }\n    ${row}`);
    const warnings = warningsOf(text);
    assert.match(
      warnings,
      new RegExp(`:${lineOf(text, row)}:\\d+ tables\\.message\\.sent\\[1\\]: is never reached: row 1`),
    );
  });

  it('warns of an empty table', () => {
    const from = shipped.slice(shipped.indexOf('  report.filed:'));
    assert.match(warningsOf(changed(from, '  report.filed: []\n')), /tables\.report\.filed: the table is empty/);
  });

  it('warns of numbers that protect less, and only of those', () => {
    assert.match(warningsOf(changed('youngerThanDays: 7', 'youngerThanDays: 1')), /lower than the shipped 7/);
    assert.match(warningsOf(changed('children: 2', 'children: 4')), /higher than the shipped 2/);
    assert.match(warningsOf(changed('farRegion: { enabled: true }', 'farRegion: { enabled: false }')), /is off/);
    assert.match(
      warningsOf(changed('foundHarmless: { days: 30, points: 1 }', 'foundHarmless: { days: 30, points: 9 }')),
      /higher/,
    );
    assert.equal(warningsOf(changed('declinedHoldsDays: 30', 'declinedHoldsDays: 60')), '');
  });
});

function parsedProblems(text: string) {
  const parsed = parsePolicy(text, 'mine.yaml');
  assert.ok(!parsed.ok);
  return parsed.problems;
}
