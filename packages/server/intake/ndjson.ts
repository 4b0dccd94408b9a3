/** A request of NDJSON: lines are decided while the next are read, and answered as lines in the same order. */

import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { Sequence } from './group.ts';
import type { Intake } from './intake.ts';
import {
  LINE_BYTES_MAX,
  LINE_SKIPPED_BYTES_MAX,
  NDJSON_BYTES_MAX,
  NDJSON_LINES_MAX,
  NDJSON_PIECES_MAX,
} from './limits.ts';
import { Lines } from './lines.ts';

/**
 * Reads the request to its end, and gives the answer as a stream. Where the client goes away, what was read is decided
 * all the same, and the rest is not.
 */
export function tellStream(intake: Intake, request: Readable): PassThrough {
  const answer = new PassThrough();
  // a client that went away has nobody to be told of it
  answer.on('error', () => {});
  void run(intake, request, answer);
  return answer;
}

async function run(intake: Intake, request: Readable, answer: PassThrough): Promise<void> {
  const lines = new Lines(LINE_BYTES_MAX);
  const sequence = new Sequence();
  let written: Promise<void> = Promise.resolve();
  let pieces = 0;
  let read = 0;
  let bytes = 0;
  const isEndless = () => lines.skipped > LINE_SKIPPED_BYTES_MAX || bytes > NDJSON_BYTES_MAX;

  const tell = async (found: readonly (Uint8Array | null)[]): Promise<void> => {
    const some = found.slice(0, NDJSON_LINES_MAX - read);
    read += found.length;
    for (let i = 0; i < some.length && !answer.destroyed; i += intake.pieceLines) {
      const piece = some.slice(i, i + intake.pieceLines);
      while (pieces >= NDJSON_PIECES_MAX) await written;
      const { answers } = await intake.tellLines(piece, sequence);
      pieces++;
      written = written.then(async () => {
        await write(answer, await answers);
        pieces--;
      });
    }
  };

  try {
    // a request that is left before its end must stay open: destroying it would take the answer's connection along
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      bytes += piece.length;
      await tell(lines.cut(piece));
      if (answer.destroyed || read > NDJSON_LINES_MAX || isEndless()) break;
    }
    throwAway(request, NDJSON_BYTES_MAX - bytes);
    if (read <= NDJSON_LINES_MAX) await tell(lines.end());
  } catch {
    // the client went away: there is nobody to answer
    answer.destroy();
    return;
  }
  await written;
  if (read > NDJSON_LINES_MAX) {
    const message = `a request has at most ${NDJSON_LINES_MAX} lines: send the rest in another`;
    await write(answer, [intake.refuse({ code: 'too_many_events', message })]);
  } else if (lines.skipped === 0 && isEndless()) {
    const message = 'the body is larger than all its lines could be: send the rest in another';
    await write(answer, [intake.refuse({ code: 'too_large', message })]);
  }
  answer.end();
}

/** What still comes is read and forgotten, so that the client sees its answer; past so many bytes it is cut off. */
function throwAway(request: Readable, bytes: number): void {
  let left = bytes;
  request.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) request.destroy();
  });
  request.resume();
}

async function write(answer: PassThrough, lines: readonly string[]): Promise<void> {
  if (answer.destroyed || lines.length === 0) return;
  if (answer.write(`${lines.join('\n')}\n`)) return;
  const gone = new AbortController();
  const closed = () => gone.abort();
  answer.once('close', closed);
  await once(answer, 'drain', { signal: gone.signal }).catch(() => {});
  answer.off('close', closed);
}
