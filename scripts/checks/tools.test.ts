import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');

/** Runs a tool of node_modules/.bin on the repository; what it says is the failure's message. */
async function passes(tool: string, ...args: string[]): Promise<void> {
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
  const child = spawn(tool, args, {
    cwd: root,
    env: { ...process.env, PATH: path, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => output.push(text));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  assert.equal(code, 0, `${tool} ${args.join(' ')}\n${output.join('')}`);
}

test('TypeScript finds no error', () => passes('tsc', '--noEmit', '-p', '.'));

test('Biome finds nothing to format and nothing to warn of', () =>
  passes('biome', 'check', '--error-on-warnings', '--max-diagnostics=100', '.'));

test('Knip finds no file, export or dependency that nothing uses', () => passes('knip', '--no-config-hints'));
