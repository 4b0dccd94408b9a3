// @ts-check
/**
 * What must be there before anything else runs: the packages of package-lock.json and a Node 24.
 * Plain JavaScript without dependencies, for any Node from 20 up.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  const count = Object.keys(packagesOf(join(root, 'package-lock.json')) ?? {}).length;
  say(`Installing ${count} packages. This takes a minute or two the first time ...`);
  const started = Date.now();
  // `npm start` says which npm runs it; by hand it is the one on the path. Errors only: the system's Node may be
  // older than some packages ask for, and they run on the Node 24 that is installed here.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const result =
    npm?.endsWith('.js') === true
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
      : spawnSync('npm', args, { cwd: root, stdio: 'inherit' });
  if (result.signal !== null) process.exit(130);
  if (result.status !== 0) {
    giveUp(
      result.error === undefined ? 'npm could not install the packages; its message is above.' : 'npm is not there.',
      'Debian: apt-get install npm. Behind a proxy, npm needs HTTPS_PROXY or a registry in ~/.npmrc.',
    );
  }
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function node24() {
  const packaged = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(packaged) && majorOf(packaged) >= NODE_MAJOR_MIN) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return process.execPath;
  return giveUp(
    `Kith runs on Node ${NODE_MAJOR_MIN}; this is Node ${process.versions.node}, and the package "node" brought none for ${process.platform} ${process.arch}.`,
    'If install scripts are switched off (npm config get ignore-scripts), run: npm rebuild node --ignore-scripts=false',
    `Else install Node ${NODE_MAJOR_MIN} from https://nodejs.org/en/download and run this again with it.`,
  );
}

/** @param {string} node */
function majorOf(node) {
  const { stdout, status } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.slice(1).split('.')[0]) : 0;
}
