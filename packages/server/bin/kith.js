#!/usr/bin/env node
// @ts-check
/** `kith` from any Node: runs the command line on a Node 24 or newer, which this one may be. */
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The oldest Node that runs TypeScript as it is. */
const NODE_MAJOR_MIN = 24;
const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

/** @param {string} node @returns {number} 0 where it doesn't run */
function majorOf(node) {
  const { stdout, status } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.slice(1).split('.')[0]) : 0;
}

function node24() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return process.execPath;
  try {
    const packaged = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
    if (majorOf(packaged) >= NODE_MAJOR_MIN) return packaged;
  } catch {
    // the package is not installed
  }
  process.stderr.write(`kith: Kith runs on Node ${NODE_MAJOR_MIN} or newer; this is ${process.versions.node}.\n`);
  process.stderr.write(
    '      Run `npm ci` where Kith is, which brings one, or get it from https://nodejs.org/en/download\n',
  );
  return process.exit(1);
}

const node = node24();
if (node === process.execPath) await import(main);
else {
  // knowledge lies in large arrays: with huge pages a decision costs a tenth less (docs/OPERATING.md, Sizing)
  // the young generation holds the events that wait for their commit, so that they are not copied again and again
  const env = {
    GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
    NODE_OPTIONS: '--max-semi-space-size=64',
    ...process.env,
  };
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit', env });
  // a terminal signals both of us; whoever signals us alone means the child
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}
