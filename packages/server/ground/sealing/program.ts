/**
 * The adapter to a key service: a program of the operator's, run for each key that is wrapped or unwrapped (and then remembered).
 * It is called with `wrap` or `unwrap`, reads base64 from stdin and writes base64 to stdout; the command line of any key service
 * fits in some lines of shell (docs/OPERATING.md).
 */
import { spawn } from 'node:child_process';
import { KeepError } from './errors.ts';

/** How long it may take, milliseconds: a call over the network, with its own tries. */
const PROGRAM_TIMEOUT_MS = 15_000;
/** What it may write, bytes: a wrapped key has some hundreds. */
const OUTPUT_BYTES_MAX = 16 * 1024;
/** Characters of what it complains of that are shown. */
const COMPLAINT_LENGTH_MAX = 200;

/** @throws KeepError `master_unreadable` that says what to do */
export function runProgram(program: string, what: 'wrap' | 'unwrap', input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new KeepError('master_unreadable', `KITH_KEEP_KEY_PROGRAM: \`${program} ${what}\` ${why}`));
    const child = spawn(program, [what], { stdio: 'pipe', timeout: PROGRAM_TIMEOUT_MS, killSignal: 'SIGKILL' });
    const out: Buffer[] = [];
    let bytes = 0;
    let complaint = '';
    child.on('error', (error) => fail(`could not be run (${error.message}): it must be a program that Kith may run`));
    child.stdout.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > OUTPUT_BYTES_MAX) child.kill('SIGKILL');
      else out.push(piece);
    });
    child.stderr.on('data', (piece: Buffer) => {
      if (complaint.length < COMPLAINT_LENGTH_MAX) complaint += piece.toString('utf8');
    });
    // a program that does not read what it is given says so by its exit code
    child.stdin.on('error', () => {});
    child.stdin.end(`${input.toString('base64')}\n`);
    child.on('close', (code, signal) => {
      if (bytes > OUTPUT_BYTES_MAX) return fail(`wrote more than ${OUTPUT_BYTES_MAX} bytes`);
      if (signal !== null) return fail(`took longer than ${PROGRAM_TIMEOUT_MS} ms, or was killed (${signal})`);
      const said = complaint.trim().slice(0, COMPLAINT_LENGTH_MAX);
      if (code !== 0) return fail(`failed with code ${code}${said === '' ? '' : `: ${said}`}`);
      const text = Buffer.concat(out).toString('utf8').replaceAll(/\s/g, '');
      const output = Buffer.from(text, 'base64');
      if (text === '' || output.length === 0) return fail('wrote no base64 to stdout');
      resolve(output);
    });
  });
}
