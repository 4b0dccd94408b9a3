// @ts-check
/**
 * What must be there before anything else runs: the packages of package-lock.json and a Node 24.
 * Plain JavaScript without dependencies, for any Node from 20 up.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeThatStays } from './node-that-stays.mjs';
import { giveUp, say } from './say.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The oldest Node that Kith runs on: it runs TypeScript as it is. */
const NODE_MAJOR_MIN = 24;

/**
 * Installs what is missing and answers the path of a Node 24 or newer.
 * Ends the process, saying what to do, where it can't.
 * @param {{ install?: boolean }} options install: false never touches node_modules
 * @returns {string}
 */
export function prepare({ install = true } = {}) {
  if (!install) say('Installing nothing, as asked.');
  else if (!isInstalled()) installPackages();
  return node24();
}

/** npm writes what it installed to node_modules/.package-lock.json, as its last act: the two must agree. */
function isInstalled() {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (installed === null || wanted === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    const there = installed[path];
    // Optional packages are for other platforms where they are absent.
    if (there === undefined) return entry.optional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

/**
 * @param {string} lock a lock file of npm's
 * @returns {Record<string, { version?: string, integrity?: string, link?: boolean, optional?: boolean }> | null}
 */
function packagesOf(lock) {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')).packages;
  } catch {
    return null;
  }
}

function installPackages() {
  say('Installing the packages. This takes a minute or two the first time ...');
  const started = Date.now();
  // No package's scripts but that of `node`, which fetches the program for this platform: npm before 10 would also try
  // to compile better-sqlite3, whose binary is in the package. Errors only: the system's Node may be older than some
  // packages ask for, and they run on the Node that is installed here.
  const staying = nodeThatStays(process.execPath, root);
  process.once('exit', staying.remove);
  npm(staying, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  npm(staying, 'rebuild', 'node', '--ignore-scripts=false', '--loglevel=error');
  staying.remove();
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * Runs the npm that ran us (`npm start`), or by hand the one on the path. Ends the process where it fails.
 * @param {{ node: string, folder: string }} staying what npm and the scripts of packages run on
 * @param {string[]} args
 */
function npm(staying, ...args) {
  const ours = process.env.npm_execpath;
  const [program, ...before] = ours?.endsWith('.js') === true ? [staying.node, ours] : ['npm'];
  const result = spawnSync(program, [...before, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${staying.folder}${delimiter}${process.env.PATH ?? ''}` },
  });
  if (result.signal !== null) process.exit(130);
  if (result.status === 0) return;
  giveUp(
    result.error === undefined
      ? `npm ${args[0]} failed; its message is above.`
      : `npm can't be run: ${result.error.message}`,
    'Debian: apt-get install npm. Behind a proxy, npm needs HTTPS_PROXY or a registry in ~/.npmrc.',
  );
}

/**
 * Makes the console's files where a source of them has changed since. Kith goes on without them where that fails.
 * @param {string} node
 */
export function buildConsole(node) {
  const { status } = spawnSync(node, ['packages/console/build.ts', '--if-stale'], {
    cwd: root,
    stdio: ['ignore', 2, 'inherit'],
  });
  if (status !== 0) say('The console could not be built; its message is above. Kith works without it.');
}

function node24() {
  const packaged = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(packaged) && majorOf(packaged) >= NODE_MAJOR_MIN) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return process.execPath;
  return giveUp(
    `Kith runs on Node ${NODE_MAJOR_MIN}; this is Node ${process.versions.node}, and the package "node" brought none for ${process.platform} ${process.arch}.`,
    'To fetch it again: npm rebuild node --ignore-scripts=false',
    `Else install Node ${NODE_MAJOR_MIN} from https://nodejs.org/en/download and run this again with it.`,
  );
}

/** @param {string} node */
function majorOf(node) {
  const { stdout, status } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.slice(1).split('.')[0]) : 0;
}
