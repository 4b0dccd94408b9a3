/** Who imports whom, by dependency-cruiser with .dependency-cruiser.cjs; and a proof that each of its rules bites. */
import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

const root = join(import.meta.dirname, '../..');
const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');

/** Every rule's violations, as `rule: from -> to`, and how many modules were seen. */
async function look(baseDir: string, folders: string[]): Promise<{ seen: Set<string>; violations: string[] }> {
  const result = await cruise(folders, {
    ...config.options,
    baseDir,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
  });
  // Without an output type it answers the result itself; the type also covers reports as text.
  const { modules, summary } = result.output as ICruiseResult;
  return {
    seen: new Set(modules.map((module) => module.source)),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}

test('every module keeps to its layer', async (t) => {
  const { seen, violations } = await look(root, globSync('{packages,examples,bench,scripts}', { cwd: root }));
  const there = globSync('{packages,examples,bench,scripts}/**/*.{ts,tsx}', { cwd: root }).filter(
    (path) => !path.includes('node_modules'),
  );
  const missed = there.filter((path) => !seen.has(path) && !path.endsWith('.d.ts'));
  t.diagnostic(`dependency-cruiser saw ${seen.size} modules, among them ${there.length - missed.length} of ours`);
  // A cruiser that can't read this TypeScript sees nothing, and would pass.
  assert.deepEqual(missed, [], 'modules that dependency-cruiser did not see');
  assert.deepEqual(violations, []);
});

/** For each rule, files that break it. Kept small: one line each. */
const VIOLATIONS: Record<string, Record<string, string>> = {
  'contract-imports-only-its-own': { 'packages/contract/a.ts': `import '../engine/index.ts';` },
  'engine-imports-only-its-own': { 'packages/engine/a.ts': `import type {} from '../server/index.ts';` },
  'client-imports-only-its-own': { 'packages/client/a.ts': `import '../engine/index.ts';` },
  'town-imports-only-its-own': { 'packages/town/a.ts': `import '../server/index.ts';` },
  'console-imports-only-its-own': { 'packages/console/a.ts': `import '../engine/index.ts';` },
  'server-imports-only-its-own': { 'packages/server/a.ts': `import '../town/index.ts';` },
  'evaluation-may-use-the-town': { 'packages/server/evaluation/a.ts': `import '../../console/index.ts';` },
  'sibling-only-through-its-door': { 'packages/server/a.ts': `import '../engine/inside.ts';` },
  'examples-have-what-a-platform-has': { 'examples/chat/a.ts': `import '../../packages/contract/index.ts';` },
  'engine-thinks-alone': { 'packages/engine/a.ts': `import 'node:fs';` },
  'conditions-are-read-in-one-place': { 'packages/engine/a.ts': `import '@marcbachmann/cel-js';` },
  'client-carries-nothing': { 'packages/client/a.ts': `import { x } from '../contract/index.ts'; console.log(x);` },
  'folder-only-through-its-door': { 'packages/server/cases/a.ts': `import '../reports/inside.ts';` },
  'ground-stands-on-nothing': { 'packages/server/ground/a.ts': `import '../reports/index.ts';` },
  'tests-are-not-for-production': { 'packages/server/cases/a.ts': `import '../ground/testing/a.ts';` },
  'no-development-library-in-production': { 'packages/server/a.ts': `import 'fast-check';` },
  'no-cycle': { 'packages/server/a.ts': `import './b.ts';`, 'packages/server/b.ts': `import './a.ts';` },
  'no-orphan': { 'packages/server/alone.ts': 'export {};' },
  'nothing-unresolvable': { 'packages/server/a.ts': `import './nowhere.ts';` },
};

/** What the violations above import, and is sound itself. */
const SOUND = {
  'package.json': JSON.stringify({ name: 'x', type: 'module', devDependencies: { 'fast-check': '*' } }),
  ...Object.fromEntries(
    ['contract', 'engine', 'client', 'town', 'console', 'server', 'server/reports'].map((folder) => [
      `packages/${folder}/index.ts`,
      'export const x = 1;',
    ]),
  ),
  'examples/chat/main.ts': `import '../../packages/client/index.ts';`,
  'packages/engine/inside.ts': `import './index.ts';`,
  'packages/server/reports/inside.ts': `import './index.ts';`,
  'packages/server/ground/testing/a.ts': `import type {} from '../b.ts';`,
  'packages/server/ground/b.ts': `import type {} from './c.ts';`,
  'packages/server/ground/c.ts': `import type {} from './b.ts';`,
};

function tree(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-layers-'));
  after(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

test('a sound tree breaks no rule, and types may refer to each other', async () => {
  assert.deepEqual((await look(tree(SOUND), ['packages', 'examples'])).violations, []);
});

for (const { name } of config.forbidden as IForbiddenRuleType[]) {
  test(`the rule ${name} catches a tree that breaks it`, async () => {
    const files = VIOLATIONS[name ?? ''];
    assert.ok(files !== undefined, 'no example of breaking it');
    const { violations } = await look(tree({ ...SOUND, ...files }), ['packages', 'examples']);
    const broken = Object.keys(files)[0];
    assert.ok(
      violations.some((violation) => violation.startsWith(`${name}: ${broken} `)),
      violations.join('\n') || 'nothing was found',
    );
  });
}
