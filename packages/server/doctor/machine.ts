/** What Kith stands on: Node, the folder, the disk. */
import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Finding, good, messageOf, warning, wrong } from './finding.ts';

/** The oldest Node that runs TypeScript as it is. */
const NODE_MAJOR_MIN = 24;
/** Below this share of the disk free, somebody should look. */
const DISK_FREE_WARN = 0.2;
/** Below this share of the disk free, Kith will soon stop: a log that can't be written ends it. */
const DISK_FREE_MIN = 0.05;
/** A day's log of a busy platform, bytes. */
const DISK_FREE_BYTES_MIN = 500 * 1024 * 1024;
/** Anything for group or others. */
const OTHERS = 0o077;

export function checkNode(versionText = process.versions.node): Finding {
  return Number(versionText.split('.')[0]) >= NODE_MAJOR_MIN
    ? good('node', `Node ${versionText}`)
    : wrong('node', `Node ${versionText} is too old`, `run Kith with Node ${NODE_MAJOR_MIN} or newer`);
}

export async function checkFolder(folder: string): Promise<Finding> {
  const path = resolve(folder);
  const here = existsSync(path) ? path : dirname(path);
  try {
    await access(here, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const mend = `let the user that runs Kith read and write ${here}: chown USER ${here}`;
    return wrong('folder', `${here} can't be used: ${messageOf(error)}`, mend);
  }
  if (here !== path) return good('folder', `${path} is not there yet: the first start makes it`);
  const { mode } = await stat(path);
  if ((mode & OTHERS) !== 0) {
    const says = `${path} can be read by others (mode ${(mode & 0o777).toString(8)})`;
    return warning('folder', says, `chmod 700 ${path}`);
  }
  return good('folder', `${path} is ours alone`);
}

export async function checkDisk(folder: string): Promise<Finding> {
  const path = resolve(folder);
  const { bavail, blocks, bsize } = await statfs(existsSync(path) ? path : dirname(path));
  const free = bavail * bsize;
  const share = blocks === 0 ? 1 : bavail / blocks;
  const says = `${(free / 1024 ** 3).toFixed(1)} GB free (${Math.floor(share * 100)} %)`;
  const mend = 'make room, or give Kith a larger disk: it stops rather than answer what it can not keep';
  if (share < DISK_FREE_MIN || free < DISK_FREE_BYTES_MIN) return wrong('disk', says, mend);
  return share < DISK_FREE_WARN ? warning('disk', says, mend) : good('disk', says);
}
