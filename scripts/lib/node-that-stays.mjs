// @ts-check
/** A Node to run npm with that npm doesn't take away while it runs. */
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/**
 * `npm ci` removes node_modules, and with it the Node that runs us wherever that is the package `node`: in every script of
 * npm's, once it is installed. Then its file gets another name outside, by a link where the file system can.
 * @param {string} node the program that runs now
 * @param {string} root the folder that holds node_modules
 * @returns {{ node: string, folder: string, remove: () => void }} `folder` holds it, to be first on a path
 */
export function nodeThatStays(node, root) {
  const real = realpathSync(node);
  if (!real.startsWith(join(realpathSync(root), 'node_modules') + sep)) {
    return { node, folder: dirname(node), remove: () => {} };
  }
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'node-'));
  const other = join(folder, basename(real));
  try {
    linkSync(real, other);
  } catch {
    copyFileSync(real, other);
  }
  return { node: other, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
