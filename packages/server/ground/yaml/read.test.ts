import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { z } from 'zod';
import { readYaml } from './read.ts';

const SERVER = join(import.meta.dirname, '../..');

const anything = z.unknown().refine((value) => value !== undefined && value !== null);
const read = (text: string) => readYaml(text, 'own.yaml', anything);
const said = (text: string): string => {
  const result = read(text);
  assert.ok(!result.ok, `was taken: ${text}`);
  return result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('\n');
};

describe('a file of an operator', () => {
  it('means the same to both libraries that read it', () => {
    const files = globSync('**/*.yaml', { cwd: SERVER, exclude: ['**/node_modules'] });
    assert.ok(files.length > 50, `only ${files.length} files were compared`);
    for (const file of files) {
      const text = readFileSync(join(SERVER, file), 'utf8');
      assert.deepEqual(load(text), parse(text), file);
    }
    for (const text of [
      ...['a: 0x1F', 'a: 0o17', 'a: 017', 'a: 1e3', 'a: .5', 'a: -.inf', 'a: 1_000', 'a: 2026-11-26', 'a: 12:30'],
      ...['a: yes', 'a: True', 'a: ~', 'a:', 'a: "\\x41\\n"', "a: 'it''s'", '1: a', '<<: {a: 1}', 'a: |\n  x\n  y\n'],
      ...['a: >-\n  x\n  y\n', 'a: # nothing\n', '- [a, {b: c}]', '"a": 1\r\nb: 2\r\n', '\uFEFFa: 1', 'a: "é 🙂"'],
    ]) {
      assert.deepEqual(load(text), parse(text), text);
    }
  });

  it('is told where each of its values stands', () => {
    const result = read('a: 1\nb:\n  - x\n  - {y: 2}\n');
    assert.ok(result.ok);
    assert.deepEqual(result.locate(['b', 1, 'y']), { line: 4, column: 6 });
    assert.deepEqual(result.locate(['b', 7]), { line: 2, column: 1 });
    assert.deepEqual(result.locate([]), { line: 1, column: 1 });
  });

  it('is told where it is wrong', () => {
    assert.match(said('a: 1\na: 2\n'), /^2:1 is not valid YAML: Map keys must be unique/);
    assert.match(said('a: - x\n'), /^1:\d+ is not valid YAML/);
    assert.match(said('a: b: c\n'), /^1:\d+ is not valid YAML/);
    assert.match(said('a: [1,\n'), /is not valid YAML/);
    assert.match(said('a: 1\n---\nb: 2\n'), /^2:1 is not valid YAML/);
    assert.match(said('\n# nothing\n'), /^1:1 is empty/);
  });

  it('may say something once and mean it twice, but not a thousand times', () => {
    const result = read('a: &a [x]\nb: *a\n');
    assert.ok(result.ok);
    assert.deepEqual(result.value, { a: ['x'], b: ['x'] });
    const doubled = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    assert.match(said(`a0: &a0 x\n${doubled.join('\n')}\n`), /is not valid YAML: Excessive alias count/);
  });
});
