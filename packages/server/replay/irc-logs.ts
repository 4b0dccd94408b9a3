/** A folder of IRC logs: its files in the order of their days, and their lines. */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

/** The longest name of a file that fits in its events' ids. */
const NAME_LENGTH_MAX = 100;
/** Files are named for their day: 2004-11-15_03.txt, 2004-12-25.train-c.txt */
const LOG_FILE = /^(\d{4}-\d{2}-\d{2})[._].*txt$/;

/** What a folder can't be replayed for; its message is for whoever named the folder. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/** `day` is milliseconds since 1970; `skipped` are no logs by their name. Throws a ReplayError where there are none. */
export async function logsIn(dir: string): Promise<{ logs: { name: string; day: number }[]; skipped: string[] }> {
  let names: string[];
  try {
    names = await readdir(dir);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new ReplayError(`the folder ${dir} can't be read (${why})`, { cause });
  }
  const logs: { name: string; day: number }[] = [];
  const skipped: string[] = [];
  for (const name of names.sort()) {
    const day = Date.parse(LOG_FILE.exec(name)?.[1] ?? '');
    if (Number.isNaN(day) || name.length > NAME_LENGTH_MAX) skipped.push(name);
    else logs.push({ name, day });
  }
  if (logs.length === 0) throw new ReplayError(`there are no logs in ${dir}: files named like 2004-12-25.train-c.txt`);
  return { logs, skipped };
}

export const linesOf = (dir: string, name: string): Interface =>
  createInterface({ input: createReadStream(join(dir, name), 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
