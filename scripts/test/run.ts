/**
 * The test run, on Node 24: what the system needs, a PostgreSQL cluster for the run, then every test and check in one run of
 * Node's, whose closing lines count them all and come last.
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { quickFolder, startCluster } from '../../packages/server/ground/testing/cluster.ts';
import { isStopping, start } from '../lib/children.mjs';
import { buildConsole, root } from '../lib/prepare.mjs';
import { giveUp, say } from '../lib/say.mjs';
import { LONGEST } from './longest.ts';
import { prepareSystem } from './system.ts';

const HELP = `npm test [-- OPTIONS]    every test and every check

  --only PATH     only test files whose path begins with PATH, such as packages/engine; may be repeated
  --no-checks     without type check, lint, unused code, layers, tidy (scripts/checks/)
  --no-install    don't touch node_modules
  --help`;

/** Where tests live. */
const FOLDERS = ['packages', 'conformance', 'scripts', 'bench', 'examples'];
/** Run first: they fail fastest. */
const CHECKS = 'scripts/checks/';
/** These think and store nothing: they need neither PostgreSQL nor Chromium. */
const PURE = ['packages/contract/', 'packages/engine/', CHECKS];
/** Test files that run at once beyond one a core: some wait for a disk, a courier or a browser while others compute. */
const FILES_BEYOND_CORES = 1;
/** What Node compiled, for the next process that loads the same: half of what starting Kith costs, some hundred times a run. */
const COMPILED = join(root, '.cache/compiled');

function options() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: [] },
        'no-checks': { type: 'boolean', default: false },
        'no-install': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error), ...HELP.split('\n'));
  }
}

function testFiles(only: readonly string[], checks: boolean): string[] {
  return globSync(`{${FOLDERS.join(',')}}/**/*.test.ts`)
    .filter((path) => !path.includes('node_modules'))
    .filter((path) => checks || !path.startsWith(CHECKS))
    .filter((path) => only.length === 0 || only.some((wanted) => path.startsWith(wanted.replace(/^\.\//, ''))))
    .sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}

/** Checks, then what takes longest, then the rest: a long file that began last would be waited for alone. */
function placeOf(path: string): number {
  if (path.startsWith(CHECKS)) return -1;
  const place = LONGEST.indexOf(path);
  return place < 0 ? LONGEST.length : place;
}

const { only, 'no-checks': noChecks, help } = options();
if (help) {
  console.log(HELP);
  process.exit();
}
const files = testFiles(only, !noChecks);
if (files.length === 0) giveUp(`No test file begins with ${only.join(' or ')}.`);
const steps: string[] = [];
const timed = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
  const started = performance.now();
  const result = await work();
  steps.push(`${name} ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
};

/** They load the console in a browser. */
const needsConsole = files.some((path) => path.endsWith('.browser.test.ts') || path.includes('/console/'));
if (needsConsole) await timed('console built', () => buildConsole(process.execPath));
const needsSystem = files.some((path) => !PURE.some((pure) => path.startsWith(pure)));
if (needsSystem) await timed('PostgreSQL and Chromium found', prepareSystem);
const cluster = needsSystem ? await timed('PostgreSQL started', () => startCluster({}, quickFolder())) : null;
if (cluster !== null) process.once('exit', cluster.stop);
try {
  if (!isStopping()) {
    if (steps.length > 0) say(`Ready: ${steps.join(', ')}.`);
    say(`Running ${files.length} test files.`);
    const atOnce = availableParallelism() + FILES_BEYOND_CORES;
    const run = start(process.execPath, ['scripts/test/files.ts', String(atOnce), ...files], {
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: COMPILED,
        ...(cluster && { KITH_TEST_DATABASE_URL: cluster.url }),
      },
    });
    process.exitCode = await run.ended;
  }
} finally {
  cluster?.stop();
}
