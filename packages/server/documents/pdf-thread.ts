/**
 * Draws PDFs in a thread, one after the other: laying out thousands of rows takes seconds, in which decisions must not wait,
 * and a document that brings the library down brings down nothing else.
 */
import { ProblemError } from '../ground/http/index.ts';
import { inThread } from '../ground/threads/index.ts';
import { checkDocument, type Doc, onPaper } from './document.ts';
import { hashInTurns } from './json.ts';

/** The longest that one document may take, milliseconds: what a yearly export may take at most. */
const DRAW_MAX_MS = 60_000;
/** V8's heap for a year of daily rows, several times over, MB. */
const HEAP_MAX_MB = 1_536;
/** Documents that wait to be drawn: more than that is somebody's loop. */
const WAITING_MAX = 8;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** @throws ProblemError `busy` where many wait; DocumentError; an Error where the library fails or takes too long */
export async function renderPdf(doc: Doc): Promise<Uint8Array> {
  checkDocument(doc);
  if (waiting >= WAITING_MAX)
    throw new ProblemError('busy', 'too many documents are being made: try again in a minute');
  waiting++;
  const drawn = last.then(() => draw(doc));
  last = drawn.catch(() => undefined);
  try {
    return await drawn;
  } finally {
    waiting--;
  }
}

async function draw(doc: Doc): Promise<Uint8Array> {
  const limits = { name: 'pdf', max_ms: DRAW_MAX_MS, heapMax_MB: HEAP_MAX_MB };
  // what isn't on paper needn't be copied to the thread: it may be tens of thousands of rows
  const given = { paper: onPaper(doc), hash: await hashInTurns(doc) };
  const bytes = await inThread(new URL('./pdf-worker.ts', import.meta.url), given, limits);
  if (bytes instanceof Uint8Array) return bytes;
  throw new Error('the thread of a PDF sent something else');
}
