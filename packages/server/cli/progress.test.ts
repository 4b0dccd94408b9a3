import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { WriteStream } from 'node:tty';
import { progress, type Shown, whileWorking } from './progress.ts';

/** A stream that keeps what is written, on a terminal or not, and a clock that the test turns. */
function looking(t: TestContext, isTTY: boolean) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let now = 0;
  const written: string[] = [];
  const stream: NodeJS.WriteStream = Object.create(WriteStream.prototype, {
    isTTY: { value: isTTY },
    columns: { value: 120 },
    write: { value: (text: string) => void written.push(text) },
  });
  const shown: Shown = { stream, clock: () => now };
  return {
    shown,
    written: () => written.join(''),
    /** time passes, and timers have their turn */
    pass(ms: number) {
      now += ms;
      t.mock.timers.tick(ms);
    },
    /** time passes while nothing else has a turn */
    work(ms: number) {
      now += ms;
    },
  };
}

test('within the first second nothing is shown, nor afterwards where the work is done by then', (t) => {
  const { shown, written, pass } = looking(t, true);
  const bar = progress('Reading', 'files', shown);
  for (let done = 0; done < 9; done++) {
    bar.at(done, 10);
    pass(100);
  }
  assert.equal(written(), '');
  bar.end();
  pass(10_000);
  assert.equal(written(), '');
});

test('on a terminal a bar says how much of how much is done, and ends with its line', (t) => {
  const { shown, written, pass } = looking(t, true);
  const bar = progress('Reading', 'files', shown);
  bar.at(3, 12);
  pass(1_000);
  assert.match(written(), /Reading █+░+ 25% \| 3\/12 files/);
  pass(1_000);
  bar.at(9, 12);
  pass(1_000);
  assert.match(written(), /75% \| 9\/12 files/);
  bar.end();
  assert.ok(written().endsWith('\n'));
});

test('work that lets nothing else have a turn shows its bar all the same', (t) => {
  const { shown, written, work } = looking(t, true);
  const bar = progress('Considering', 'events', shown);
  work(999);
  bar.at(1, 4);
  assert.equal(written(), '');
  work(1);
  bar.at(2, 4);
  assert.match(written(), /Considering .* 50% \| 2\/4 events/);
  bar.end();
});

test('where nobody knows how much there is, what is done is counted', (t) => {
  const { shown, written, pass } = looking(t, true);
  const bar = progress('Importing', 'entries', shown);
  bar.at(2_000, 0);
  pass(1_000);
  assert.match(written(), /Importing \| 2000 entries \| \d+s/);
  assert.doesNotMatch(written(), /NaN|Infinity|%/);
  bar.end();
});

test('work that says nothing shows how long it takes, gives what comes of it, and ends its line where it fails', async (t) => {
  const { shown, written, pass } = looking(t, true);
  const { promise, resolve } = Promise.withResolvers<string>();
  const working = whileWorking('Writing', () => promise, shown);
  pass(3_500);
  assert.match(written(), /Writing \| \ds/);
  resolve('done');
  assert.equal(await working, 'done');
  assert.ok(written().endsWith('\n'));
  const before = written().length;
  await assert.rejects(
    whileWorking('Writing', () => Promise.reject(new Error('full')), shown),
    /full/,
  );
  pass(3_000);
  assert.equal(written().length, before);
});

test('off a terminal nothing is written, however long it takes', (t) => {
  const { shown, written, pass } = looking(t, false);
  const bar = progress('Reading', 'files', shown);
  pass(5_000);
  bar.at(3, 12);
  pass(5_000);
  bar.end();
  assert.equal(written(), '');
});
