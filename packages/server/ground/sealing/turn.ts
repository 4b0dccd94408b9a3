/**
 * Turns the master key: another takes its place, and every key is wrapped anew, one file at a time; nothing else is encrypted
 * again. It may be killed at any moment, and is gone on with when it is run again. Processes that run meanwhile read the masters
 * again as soon as they meet a key that theirs does not open.
 *
 *   one master in the file --a new one is put before it--> two: new keys are wrapped by the first, both open
 *       --every key is wrapped by the first--> --the old one is taken out of the file--> one
 *
 * Several may turn it at once: which key is the new one is said by a file beside it, which only one of them makes, so that none
 * takes away a master that another has wrapped keys by.
 *
 * Where masters are in the environment, the operator puts the new one before the old; a key service turns its own key, and every
 * key is wrapped by that.
 */
import { hash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { KeepError } from './errors.ts';
import { codeOf, destroyFile, makeFile, readIfThere, replaceFile } from './files.ts';
import { KeyFolder, nameOf } from './folder.ts';
import { GENERATION_FILE, type MasterSettings, masterPath, mastersOf, newMasterText, textsIn } from './master.ts';

/** In the folder of keys, while a key service's key is turned. */
const TURNING_FILE = 'turning';
/** Ends the name of the file that says which master is the next, beside the one that holds it. */
const NEXT = '.next';
/** How often it is looked who else turns it. */
const TRIES_MAX = 10;
/** How often all keys are looked through: what others made meanwhile is seen by the next look. */
const LOOKS_MAX = 10;

export interface Turned {
  /** how many keys were wrapped anew */
  keys: number;
  /** the id of the master that wraps from now on */
  master: string;
  /** what is left for the operator to do; null where nothing is */
  left: string | null;
}

/** @param progress told how many keys were looked at, of how many. @throws KeepError */
export async function turnKeys(
  settings: MasterSettings,
  progress: (done: number, all: number) => void = () => {},
): Promise<Turned> {
  const end = await begin(settings);
  const folder = await KeyFolder.open(settings);
  let keys = 0;
  for (let look = 1; ; look++) {
    const wrapped = await wrapAll(folder, progress);
    keys += wrapped;
    if (look > 1 && wrapped === 0) break;
    if (look === LOOKS_MAX)
      throw new KeepError('key_unreadable', 'keys are still made under the old master: run it again');
  }
  const left = await end();
  const [master] = await mastersOf(settings);
  return { keys, master: master.id, left };
}

async function wrapAll(folder: KeyFolder, progress: (done: number, all: number) => void): Promise<number> {
  const names = await folder.all();
  const failed: string[] = [];
  let wrapped = 0;
  for (const [i, name] of names.entries()) {
    try {
      if (await folder.rewrap(name)) wrapped++;
    } catch (error) {
      if (!(error instanceof KeepError) || error.code !== 'key_unreadable') throw error;
      failed.push(nameOf(name));
    }
    progress(i + 1, names.length);
  }
  if (failed.length === 0) return wrapped;
  // the old master stays: it may be the one that opens them
  throw new KeepError(
    'key_unreadable',
    `no master key opens ${failed.join(', ')}: nothing was taken away; mend that first`,
  );
}

/** Has the new master wrap from now on; gives what takes the old one away. */
function begin(settings: MasterSettings): Promise<() => Promise<string | null>> {
  if ((settings.program ?? null) !== null) return beginWithProgram(settings);
  const path = masterPath(settings);
  return path === null ? beginInEnvironment(settings) : beginInFile(settings, path);
}

async function beginInFile(settings: MasterSettings, path: string): Promise<() => Promise<string | null>> {
  const to = await newFirst(settings, path);
  return async () => {
    const [first] = await textsAt(path);
    // somebody turns it further by now: what stands behind theirs is theirs to take away
    if (first !== to) return null;
    if (!(await wasWritten(path, `${to}\n`))) return `take the old keys out of ${path}: all but the first`;
    await destroyFile(path + NEXT);
    return null;
  };
}

/** Puts a new master before the one in the file, where that is alone; gives the first. */
async function newFirst(settings: MasterSettings, path: string): Promise<string> {
  // made where there is none, and refused where it is none
  await mastersOf(settings);
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const [first = '', ...older] = await textsAt(path);
    if (older.length > 0) return first;
    if (!(await made(path + NEXT, `${markOf(first)} ${newMasterText()}\n`))) throw notWritable(path);
    const [of, next] = await textsAt(path + NEXT);
    // whoever was there before may have turned it whole since it was read
    const [now = '', ...meanwhile] = await textsAt(path);
    if (meanwhile.length > 0) continue;
    if (of === markOf(now) && next !== undefined) {
      if (await wasWritten(path, `${[next, now].join('\n')}\n`)) return next;
      throw notWritable(path);
    }
    await destroyFile(path + NEXT);
  }
  throw new KeepError('master_unreadable', `${path} is being turned by others: run it again`);
}

const textsAt = async (path: string): Promise<string[]> => textsIn((await readIfThere(path)) ?? '');

/** What a master is told apart by, without saying it. */
const markOf = (text: string): string => hash('sha256', `kith turned from ${text}`);

const notWritable = (path: string) =>
  new KeepError(
    'master_unreadable',
    `${path} can't be written: put a new key before the one in it, and run this again`,
  );

const wasWritten = (path: string, text: string): Promise<boolean> => writable(() => replaceFile(path, text));
const made = (path: string, text: string): Promise<boolean> => writable(() => makeFile(path, text));

/** False where nothing can be written there. */
async function writable(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV'].includes(codeOf(error))) return false;
    throw error;
  }
}

async function beginInEnvironment(settings: MasterSettings): Promise<() => Promise<string | null>> {
  if ((await mastersOf(settings)).length < 2) {
    throw new KeepError(
      'master_unreadable',
      'KITH_KEEP_KEY holds one key: put the new one before it, a blank between them, for this and for every Kith that runs',
    );
  }
  return async () => 'take the old key out of KITH_KEEP_KEY, and start every Kith again';
}

async function beginWithProgram({ folder }: MasterSettings): Promise<() => Promise<string | null>> {
  const turning = join(folder, TURNING_FILE);
  await makeFile(turning, `${randomBytes(8).toString('hex')}\n`);
  await replaceFile(join(folder, GENERATION_FILE), (await readIfThere(turning)) ?? '');
  return async () => {
    await destroyFile(turning);
    return null;
  };
}
