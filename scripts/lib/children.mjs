// @ts-check
/**
 * Child processes that end with us. Each has a process group of its own: Ctrl-C reaches us alone and we pass it on once,
 * where a terminal would signal every process of the group and npm would signal some of them again. (Kith takes a
 * second signal for impatience, and stops without saving.)
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** npm and the terminal may both send what the person pressed once; a signal later than this was meant, milliseconds. */
const SAME_PRESS_MS = 500;

/** @type {Set<{ child: import('node:child_process').ChildProcess, ownGroup: boolean }>} */
const running = new Set();
let stopping = false;
let lastSignalAt = 0;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    const now = Date.now();
    if (now - lastSignalAt < SAME_PRESS_MS) return;
    lastSignalAt = now;
    stopping = true;
    if (running.size === 0) process.exit(128 + constants.signals[signal]);
    for (const { child, ownGroup } of running) {
      // The terminal signalled a child of our own group already.
      if (signal === 'SIGINT' && !ownGroup && process.stdin.isTTY) continue;
      // After SIGHUP the terminal is gone: end as on a wish to end.
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    }
  });
}

/** Whether somebody asked us to end. */
export const isStopping = () => stopping;

/**
 * Starts a program whose output is ours.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, interactive?: boolean }} [options] interactive: it may read what is typed
 * @returns {{ kill(signal: NodeJS.Signals): void, ended: Promise<number> }} ended: its exit code, or 128 + n after signal n;
 *   rejects when it can't be started
 */
export function start(program, args, { cwd, env, interactive = false } = {}) {
  const stdio = /** @type {const} */ ([interactive ? 'inherit' : 'ignore', 'inherit', 'inherit']);
  const child = spawn(program, args, { cwd, env, stdio: [...stdio], detached: !interactive });
  const entry = { child, ownGroup: !interactive };
  running.add(entry);
  const ended = new Promise((resolve, reject) => {
    child.once('error', (error) => {
      running.delete(entry);
      reject(error);
    });
    child.once('exit', (code, signal) => {
      running.delete(entry);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
  return { kill: (signal) => void child.kill(signal), ended };
}
