import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { test } from 'node:test';

/** What index.ts loads when it runs: its modules as JavaScript, types gone. */
function loaded(): Map<string, string> {
  const modules = new Map<string, string>();
  const open = [new URL('index.ts', import.meta.url).href];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (modules.has(url)) continue;
    const code = stripTypeScriptTypes(readFileSync(new URL(url), 'utf8'));
    modules.set(url, code);
    for (const [, specifier = ''] of code.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
      assert.match(specifier, /^\.\//, `${url} imports ${specifier}`);
      open.push(new URL(specifier, url).href);
    }
  }
  return modules;
}

test('the client loads its own modules and nothing else: no library, nothing of Node', () => {
  const modules = loaded();
  assert.ok(modules.size >= 6, `saw only ${modules.size} modules`);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  assert.deepEqual([dependencies, peerDependencies], [undefined, undefined]);
});

test('the client uses no globals that only Node has', () => {
  for (const [url, code] of loaded()) {
    const words: readonly string[] = code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').match(/[\w$]+/g) ?? [];
    for (const word of ['process', 'Buffer', 'require', 'global', '__dirname', 'setImmediate']) {
      assert.ok(!words.includes(word), `${url} says ${word}`);
    }
  }
});
