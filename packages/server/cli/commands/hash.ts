/** kith hash */
import { availableParallelism } from 'node:os';
import { QUALITY_MIN } from '@kith/engine';
import { Command } from 'commander';
import { type ExactHashes, exactHashesOf, type HashedPicture, HashingError, PictureHasher } from '../../media/index.ts';
import { readGiven } from '../files.ts';
import { type Options, run, withJson } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give, say } from '../say.ts';

const AFTER = `
Pictures are JPEG, PNG, WebP, GIF or AVIF, of 32 MB and 64 million pixels at most. Of an animation sixteen frames are hashed.
A line is algorithm,hash: md5, sha1, sha256 of the file, then pdq of each frame that has enough in it to be told by. Of a file
that is no sound picture there are no pdq lines, it is said why, and the exit code is 1. Nothing is kept.

Examples:
  kith hash picture.jpg
  kith hash pictures/* > own.csv        a list of your own; kith lists check own.csv reads it
  kith hash --json picture.jpg          also the hashes of the picture turned and mirrored`;

/** The largest file of which exact hashes are made, bytes: 256 MB, in memory whole. Pictures are smaller. */
const FILE_BYTES_MAX = 256 * 1024 * 1024;
/** Files that are in memory at a time, for each process that reads them: one is read, one waits. */
const HELD_A_PROCESS = 2;

export function hashCommand(): Command {
  return withJson(new Command('hash').argument('<file...>', 'pictures'))
    .addHelpText('after', AFTER)
    .action((files: string[], options: Options) => run(options, () => hashFiles(files, options)));
}

interface Hashed {
  file: string;
  exact: ExactHashes | null;
  picture: HashedPicture | null;
  problem: string | null;
}

async function hashFiles(files: readonly string[], options: Options): Promise<ExitCode> {
  const processes = Math.min(files.length, availableParallelism());
  const hasher = new PictureHasher(processes);
  let isSound = true;
  try {
    for (let from = 0; from < files.length; from += processes * HELD_A_PROCESS) {
      const some = files.slice(from, from + processes * HELD_A_PROCESS);
      for (const hashed of await Promise.all(some.map((file) => hashFile(file, hasher)))) {
        const { file, exact, problem } = hashed;
        if (problem !== null) say(`kith: ${file}: ${problem}`);
        if (problem !== null) isSound = false;
        if (exact !== null || options.json === true) give(options, hashed, () => linesOf(hashed).join('\n'));
      }
    }
  } finally {
    hasher.stop();
  }
  return isSound ? exitCodes.done : exitCodes.failed;
}

async function hashFile(file: string, hasher: PictureHasher): Promise<Hashed> {
  let exact: ExactHashes | null = null;
  try {
    const bytes = await readGiven(file, FILE_BYTES_MAX);
    exact = exactHashesOf(bytes);
    return { file, exact, picture: await hasher.hash(bytes), problem: null };
  } catch (error) {
    if (error instanceof HashingError) return { file, exact, picture: null, problem: error.message };
    if (error instanceof CommandError) return { file, exact, picture: null, problem: error.message };
    throw error;
  }
}

function linesOf({ exact, picture }: Hashed): string[] {
  const frames = (picture?.hashed ?? []).filter(({ quality }) => quality >= QUALITY_MIN);
  return [
    ...Object.entries(exact ?? {}).map(([algorithm, hex]) => `${algorithm},${hex}`),
    ...new Set(frames.map(({ pdq }) => `pdq,${pdq.as_is}`)),
  ];
}
