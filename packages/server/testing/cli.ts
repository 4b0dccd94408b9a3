/** `kith` as people and supervisors run it: a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

/** Nothing of the test's own environment that would configure Kith. */
const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KITH_'))),
  ...more,
});

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end. */
export async function kith(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): Promise<Ran> {
  const child = spawn(process.execPath, [main, ...args], {
    env: environment(env),
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

export interface Served {
  url: string;
  key: string;
  /** the link by which the first administrator joins */
  firstAdministrator: string | null;
  child: ChildProcess;
  /** all that it said on stderr so far */
  stderr(): string;
  /** the exit code (null: ended by a signal), when it has ended */
  ended: Promise<number | null>;
}

/**
 * Starts `kith serve --sandbox` on a free port, and waits until it listens.
 * @param shell runs before it in the same shell, such as `ulimit -f 100`
 */
export async function serve(folder: string, args: readonly string[] = [], shell?: string): Promise<Served> {
  const command = [process.execPath, main, 'serve', '--sandbox', '--json', '--port', '0', '--folder', folder, ...args];
  const [program, ...rest] = shell === undefined ? command : ['bash', '-c', `${shell}; exec "$@"`, 'bash', ...command];
  const child = spawn(program, rest, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]): number | null => code);
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, 'line').then(([line]) => String(line));
  const line = await Promise.race([
    first,
    ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${stderr}`))),
  ]);
  const said: Pick<Served, 'url' | 'key' | 'firstAdministrator'> & { error?: { message: string } } = JSON.parse(line);
  const { url, key, firstAdministrator, error } = said;
  if (error !== undefined) throw new Error(`ended with ${await ended}: ${error.message}`);
  return { url, key, firstAdministrator, child, ended, stderr: () => stderr };
}
