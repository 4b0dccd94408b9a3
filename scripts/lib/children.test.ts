import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

/** A child that says every signal it gets, and ends with exit code 7 at the second. */
const CHILD = `let seen = 0;
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
    console.log(signal);
    if (++seen === 2) process.exit(7);
  });
  setInterval(() => {}, 1000);
  console.log('ready');`;

/** A parent that starts it through children.mjs, as npm start and npm test do. */
const PARENT = `import { start } from ${JSON.stringify(join(import.meta.dirname, 'children.mjs'))};
  const child = start(process.execPath, ['--eval', ${JSON.stringify(CHILD)}]);
  process.exitCode = await child.ended;
  console.log('ended');`;

function run(): { parent: ChildProcess; said: string[]; until(line: string, times?: number): Promise<void> } {
  // Of a group of its own, so that the signals of this test reach nobody else.
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', PARENT], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const said: string[] = [];
  let wake = () => {};
  parent.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.push(...text.split('\n').filter((line) => line !== ''));
    wake();
  });
  const until = async (line: string, times = 1) => {
    while (said.filter((each) => each === line).length < times) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { parent, said, until };
}

/** What Ctrl-C does: every process of the terminal's group gets the signal, and npm passes it on a second time. */
function pressCtrlC(parent: ChildProcess): void {
  assert.ok(parent.pid !== undefined);
  process.kill(-parent.pid, 'SIGINT');
  process.kill(parent.pid, 'SIGINT');
}

test('one Ctrl-C reaches the child once, a second one later reaches it again, and its exit code is passed on', async () => {
  const { parent, said, until } = run();
  const exited = new Promise((resolve) => parent.once('exit', resolve));
  await until('ready');
  pressCtrlC(parent);
  await until('SIGINT');
  // Longer than SAME_PRESS_MS: from here on a signal was meant.
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.deepEqual(said, ['ready', 'SIGINT']);
  // Once: the double of a signal that ends everything may arrive while the parent is leaving.
  parent.kill('SIGINT');
  assert.equal(await exited, 7);
  assert.deepEqual(said, ['ready', 'SIGINT', 'SIGINT', 'ended']);
});

test('a hang-up of the terminal ends the child as a wish to end does', async () => {
  const { parent, until } = run();
  await until('ready');
  const exited = new Promise((resolve) => parent.once('exit', resolve));
  parent.kill('SIGHUP');
  await until('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 600));
  parent.kill('SIGTERM');
  assert.equal(await exited, 7);
});
