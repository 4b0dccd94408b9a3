import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { nodeThatStays } from './node-that-stays.mjs';

it('a Node of node_modules goes on where npm removes it, also where it runs by its link in .bin', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'kith-node-'));
  t.after(() => rmSync(root, { recursive: true }));
  const modules = join(root, 'node_modules');
  mkdirSync(join(modules, 'node/bin'), { recursive: true });
  mkdirSync(join(modules, '.bin'));
  copyFileSync(process.execPath, join(modules, 'node/bin/node'));
  symlinkSync('../node/bin/node', join(modules, '.bin/node'));
  for (const name of ['node/bin/node', '.bin/node']) {
    const { node, remove } = nodeThatStays(join(modules, name), root);
    if (name === '.bin/node') rmSync(modules, { recursive: true });
    assert.equal(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim(), process.version);
    remove();
    assert.ok(!existsSync(node));
  }
});

it('any other Node is used where it is', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'kith-node-'));
  t.after(() => rmSync(root, { recursive: true }));
  const { node, remove } = nodeThatStays(process.execPath, root);
  remove();
  assert.equal(node, process.execPath);
  assert.ok(existsSync(node));
});
