/** Files that a command is given or makes: opened here, so that what is wrong with one is said in one way, with what to do. */
import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { CommandError, exitCodes } from './say.ts';

/** Whether it is to be read, or made anew. */
type Use = 'read' | 'make';

/** What system calls say of a name, by their code, and what is to be done about it. */
const PROBLEMS: Readonly<Record<string, (path: string, use: Use) => readonly [code: string, words: string]>> = {
  ENOENT: (path, use) =>
    use === 'read'
      ? ['no_file', `there is no file ${path}: check its name, and the folder that this is run in`]
      : ['no_folder', `there is no folder for ${path}: make it first, or name a file elsewhere`],
  ENOTDIR: (path) => ['no_folder', `${path}: what is named as a folder in it is a file`],
  EISDIR: (path) => ['is_folder', `${path} is a folder: name a file`],
  EEXIST: (path) => ['exists', `${path} is there already, and is not overwritten: name another file`],
  EACCES: (path, use) => notAllowed(path, use),
  EPERM: (path, use) => notAllowed(path, use),
  ENAMETOOLONG: (path) => ['no_file', `${path.slice(0, 80)}… is longer than a name can be`],
  EROFS: (path) => ['not_allowed', `${path} is on a medium that can't be written: name a file elsewhere`],
  ENOSPC: (path) => ['no_space', `no space is left for ${path}: make some, or name a file elsewhere`],
};

const notAllowed = (path: string, use: Use): readonly [string, string] => [
  'not_allowed',
  `this user may not ${use} ${path}: mend its rights, or run this as somebody who may`,
];

/** What reading and writing say of a file, and of nothing else: without its name, as it is open by then. */
const NAMELESS: readonly string[] = ['EISDIR', 'ENOSPC', 'EROFS'];

/** System calls that make or write something. */
const MAKING: readonly string[] = ['mkdir', 'write', 'rename', 'copyfile', 'fsync', 'ftruncate'];

/** Of a file that was opened elsewhere; null where the error is another. */
export const anyFileProblem = (error: unknown): CommandError | null =>
  fileProblem(error, error instanceof Error && 'syscall' in error && isMaking(error.syscall) ? 'make' : 'read');

const isMaking = (syscall: unknown): boolean => MAKING.some((one) => one === syscall);

/** What is wrong with a file's name, for whoever gave it; null where the error is another. */
function fileProblem(error: unknown, use: Use): CommandError | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null;
  const problem = PROBLEMS[error.code];
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  if (problem === undefined || (path === null && !NAMELESS.includes(error.code))) return null;
  const [code, words] = problem(path ?? 'what was named', use);
  return new CommandError(exitCodes.notPossible, code, words, error);
}

async function opened(path: string, use: Use, flags: string, mode?: number): Promise<FileHandle> {
  try {
    return await open(path, flags, mode);
  } catch (error) {
    throw fileProblem(error, use) ?? error;
  }
}

/** A file that is there, for reading; whoever opens it closes it. @throws CommandError */
export async function openGiven(path: string): Promise<FileHandle> {
  const file = await opened(path, 'read', 'r');
  // a pipe or a device may never end
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new CommandError(exitCodes.notPossible, 'is_folder', `${path} is no file: name a file`);
}

/**
 * All of a file that is there.
 * @param bytesMax what is larger is refused, and not read
 * @throws CommandError
 */
export async function readGiven(path: string, bytesMax: number): Promise<Buffer> {
  await using file = await openGiven(path);
  const { size } = await file.stat();
  if (size <= bytesMax) return file.readFile();
  const message = `${path} is larger than ${bytesMax / 1024 ** 2} MiB, which is the most that is taken`;
  throw new CommandError(exitCodes.notPossible, 'too_large', message);
}

/** The name of a file that is there, for what reads it by itself. @throws CommandError */
export async function givenFile(path: string): Promise<string> {
  await using _ = await openGiven(path);
  return path;
}

/** A file that is not there yet: nothing is overwritten. Whoever opens it closes it. @throws CommandError */
export const openNew = (path: string, mode?: number): Promise<FileHandle> => opened(path, 'make', 'wx', mode);

/** Makes a file. @throws CommandError where there is one already, or it can't be made */
export async function writeNew(path: string, data: string | Uint8Array, mode?: number): Promise<void> {
  await using file = await openNew(path, mode);
  await file.writeFile(data);
}

/** Before work that takes long: what it ends in can be made. @throws CommandError */
export function newFile(path: string): string {
  if (!existsSync(path)) return path;
  throw new CommandError(exitCodes.notPossible, ...(PROBLEMS.EEXIST?.(path, 'make') ?? ['exists', path]));
}
