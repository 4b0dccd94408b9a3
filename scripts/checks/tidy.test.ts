import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import {
  FILE_LINES_MAX,
  impureEngine,
  longFile,
  type Problem,
  type Source,
  silentSwitch,
  strayConsole,
  unexplainedLimit,
  unfinished,
} from './tidy.ts';

const root = join(import.meta.dirname, '../..');

function repository(): { sources: Source[]; checker: ts.TypeChecker } {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(fileNames, options);
  const sources = fileNames
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .flatMap((path) => {
      const file = program.getSourceFile(path);
      return file === undefined ? [] : [{ path: relative(root, path), file }];
    });
  return { sources, checker: program.getTypeChecker() };
}

const { sources, checker } = repository();

test('the rules see the repository', () => {
  const there = globSync('{packages,examples,bench,scripts,conformance}/**/*.{ts,tsx}', { cwd: root }).filter(
    (path) => !path.includes('node_modules') && !path.includes('/dist/'),
  );
  const seen = new Set(sources.map(({ path }) => path));
  assert.deepEqual(
    there.filter((path) => !seen.has(path)),
    [],
  );
});

const clean = (rule: (source: Source) => Problem[]) => () => assert.deepEqual(sources.flatMap(rule), []);

test(`no file is longer than ${FILE_LINES_MAX} lines`, clean(longFile));
test('the engine has no clock, no randomness and no I/O', clean(impureEngine));
test(
  'every switch over a union says what an unknown case is',
  clean((source) => silentSwitch(source, checker)),
);
test('the server writes to its log, not to the console', clean(strayConsole));
test('every limit says its unit and its reason', clean(unexplainedLimit));
test('nothing is marked as unfinished', clean(unfinished));

/** Where two changes met and nobody has put them together yet. */
const CONFLICT = /^(<{7} |>{7} |={7}$)/m;

test('no file holds the marks of a conflict', () => {
  const files = globSync('**/*.{ts,tsx,mjs,js,css,njk,yaml,json,md,sql,html,csv}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|\.git|\.cache|\.kith)(\/|$)/.test(String(path)),
  });
  assert.ok(files.length > 1000);
  assert.deepEqual(
    files.filter((path) => CONFLICT.test(readFileSync(join(root, path), 'utf8'))),
    [],
  );
  assert.match(`a {\n${'<'.repeat(7)} main\n}`, CONFLICT);
});

test('every decision record has a number of its own, with which its heading begins', () => {
  const names = globSync('docs/decisions/*.md', { cwd: root }).sort();
  names.forEach((name, i) => {
    assert.match(name, new RegExp(`/${String(i + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
    assert.match(readFileSync(join(root, name), 'utf8'), new RegExp(`^# ${i + 1}\\. `), name);
  });
});

/** What a rule says of a snippet that stands at this path. */
function judge(path: string, text: string, rule: (source: Source, checker: ts.TypeChecker) => Problem[]): Problem[] {
  const folder = mkdtempSync(join(tmpdir(), 'kith-tidy-'));
  try {
    const name = join(folder, 'snippet.ts');
    writeFileSync(name, text);
    const program = ts.createProgram([name], { strict: true, noLib: true, types: [] });
    const file = program.getSourceFile(name);
    assert.ok(file !== undefined);
    return rule({ path, file }, program.getTypeChecker());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a file of one line too many is found, one of the most lines is not', () => {
  const lines = (count: number) => '//\n'.repeat(count);
  assert.equal(judge('packages/a.ts', lines(FILE_LINES_MAX), longFile).length, 0);
  assert.equal(judge('packages/a.ts', lines(FILE_LINES_MAX + 1), longFile).length, 1);
});

test('clocks, randomness and the process are found in the engine alone', () => {
  const bad = ['Date.now()', 'new Date()', 'performance.now()', 'Math.random()', 'crypto.randomUUID()', 'process.env'];
  for (const text of bad) {
    assert.equal(judge('packages/engine/a.ts', `export const x = ${text};`, impureEngine).length, 1, text);
    assert.equal(judge('packages/server/a.ts', `export const x = ${text};`, impureEngine).length, 0, text);
  }
  for (const text of [`Date.parse('2026-01-01T00:00:00Z')`, '{ process: 1 }', '({ Date: 1 }).Date', 'Math.max(1, 2)']) {
    assert.deepEqual(judge('packages/engine/a.ts', `export const x = ${text};`, impureEngine), [], text);
  }
});

test('a switch over a union that would swallow a new case is found', () => {
  const over = (type: string, end: string) =>
    `export function f(x: ${type}) { switch (x) { case 'a': return 1; case 'b': return 2; ${end} } return 0; }`;
  const judged = (text: string) => judge('packages/server/a.ts', text, silentSwitch).length;
  assert.equal(judged(over(`'a' | 'b'`, '')), 1);
  assert.equal(judged(over(`'a' | 'b'`, 'default: return 3;')), 1);
  assert.equal(judged(over(`'a' | 'b'`, 'default: return x satisfies never;')), 0);
  assert.equal(judged(over(`'a' | 'b'`, 'default: throw new Error(x);')), 0);
  assert.equal(judged(over('string', '')), 0);
});

test('the console is found in the server, and not in its command line or its tests', () => {
  const text = 'console.log(1);';
  assert.equal(judge('packages/server/intake/a.ts', text, strayConsole).length, 1);
  assert.equal(judge('packages/server/cli/a.ts', text, strayConsole).length, 0);
  assert.equal(judge('packages/server/intake/a.test.ts', text, strayConsole).length, 0);
});

test('a limit without a comment is found', () => {
  const judged = (text: string) => judge('packages/a.ts', text, unexplainedLimit).length;
  assert.equal(judged('export const NAME_MAX = 3;'), 1);
  assert.equal(judged('const WAIT_MAX_MS = 3;'), 1);
  assert.equal(judged('/** Letters; what fits on a page. */\nexport const NAME_MAX = 3;'), 0);
});

test('what is marked as unfinished is found', () => {
  assert.equal(judge('packages/a.ts', `// ${'TO'}DO: later`, unfinished).length, 1);
  assert.equal(judge('packages/a.ts', '// what to do', unfinished).length, 0);
});

test('every folder of conformance fixtures is read whole by some test', () => {
  const folders = new Set(globSync('conformance/*/**/*.json', { cwd: root }).map((path) => path.split('/')[1] ?? ''));
  const tests = sources.filter(({ path }) => /\.test\.ts$|\/testing\//.test(path)).map(({ file }) => file.text);
  const reads = (folder: string) => (text: string) =>
    new RegExp(`conformance['",/\\s]+${folder}\\b`).test(text) && /readdir|glob/.test(text);
  assert.deepEqual(
    [...folders].filter((folder) => !tests.some(reads(folder))),
    [],
  );
});
