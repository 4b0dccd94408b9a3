/** A request of NDJSON: lines are decided while the next are read, and answered as lines in the same order. */

import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { Sequence } from './group.ts';
import type { Intake } from './intake.ts';
import { LINE_BYTES_MAX, NDJSON_LINES_MAX, NDJSON_PIECES_MAX } from './limits.ts';
import { Lines } from './lines.ts';

/**
 * Reads the request to its end, and gives the answer as a stream. Where the client goes away, what was read is decided
 * all the same, and the rest is not.
 */
export function tellStream(intake: Intake, request: NodeJS.ReadableStream): PassThrough {
  const answer = new PassThrough();
  // a client that went away has nobody to be told of it
  answer.on('error', () => {});
  void run(intake, request, answer);
  return answer;
}

async function run(intake: Intake, request: NodeJS.ReadableStream, answer: PassThrough): Promise<void> {
  const lines = new Lines(LINE_BYTES_MAX);
  const sequence = new Sequence();
  let written: Promise<void> = Promise.resolve();
  let pieces = 0;
  let read = 0;

  const tell = (some: readonly (Uint8Array | null)[]): void => {
    if (some.length === 0) return;
    const told = intake.tellLines(some, sequence);
    pieces++;
    written = written.then(async () => {
      await write(answer, await told);
      pieces--;
    });
  };

  try {
    for await (const piece of request) {
      const found = lines.cut(asBuffer(piece));
      tell(found.slice(0, NDJSON_LINES_MAX - read));
      read += found.length;
      if (read > NDJSON_LINES_MAX) break;
      while (pieces >= NDJSON_PIECES_MAX && !answer.destroyed) await written;
      if (answer.destroyed) return;
    }
    if (read <= NDJSON_LINES_MAX) tell(lines.end().slice(0, NDJSON_LINES_MAX - read));
  } catch {
    // the client went away: there is nobody to answer
    answer.destroy();
    return;
  }
  await written;
  if (read > NDJSON_LINES_MAX) {
    const message = `a request has at most ${NDJSON_LINES_MAX} lines: send the rest in another`;
    await write(answer, [intake.refuse({ code: 'too_many_events', message })]);
  }
  answer.end();
}

/** Node's request streams give Buffers. */
const asBuffer = (piece: string | Buffer): Buffer => (typeof piece === 'string' ? Buffer.from(piece) : piece);

async function write(answer: PassThrough, lines: readonly string[]): Promise<void> {
  if (answer.destroyed || lines.length === 0) return;
  if (answer.write(`${lines.join('\n')}\n`)) return;
  const gone = new AbortController();
  const closed = () => gone.abort();
  answer.once('close', closed);
  await once(answer, 'drain', { signal: gone.signal }).catch(() => {});
  answer.off('close', closed);
}
