/** Brings a file from a source to this machine: only where it has changed, and going on where it was broken off. */
import { ImportError } from '../failure.ts';
import type { FetchLimits } from './limits.ts';
import type { Answer, Reach } from './reach.ts';
import { persist } from './retry.ts';
import type { Spool, SpoolState, Validators } from './spool.ts';

export interface DownloadOptions {
  /** with its parameters */
  path: string;
  /** of the version in use; null where there is none, or it was read otherwise */
  live: Validators | null;
  /** the largest file that is taken */
  bytesMax: number;
  limits: FetchLimits;
  signal: AbortSignal;
}

export type Downloaded = { kind: 'unchanged' } | { kind: 'file'; of: Validators };

/** @throws ImportError; what came until then is kept, and the next download goes on from there */
export const download = (reach: Reach, spool: Spool, options: DownloadOptions): Promise<Downloaded> =>
  persist(() => once(reach, spool, options), options.limits, options.signal);

async function once(reach: Reach, spool: Spool, options: DownloadOptions): Promise<Downloaded> {
  const { path, live, signal } = options;
  const before = await spool.state();
  const rest = before !== null && !before.whole && before.exact && before.bytes > 0 ? before : null;
  const asked = rest === null ? conditions(before?.whole ? before.of : live) : rangeFrom(rest);
  // a compressed answer could not be gone on with, and lists are compressed files already
  const answer = await reach.ask(path, { headers: { 'accept-encoding': 'identity', ...asked }, signal });
  switch (answer.status) {
    case 304:
      answer.drop();
      if (before?.whole) return { kind: 'file', of: before.of };
      if (live === null || rest !== null) throw new ImportError('answer_broken');
      return { kind: 'unchanged' };
    case 416:
      answer.drop();
      await spool.drop();
      throw new ImportError('changed_meanwhile');
    case 206: {
      const range = rangeOf(answer);
      if (rest === null || range === null || range.from !== rest.bytes) {
        answer.drop();
        await spool.drop();
        throw new ImportError(rest === null ? 'answer_broken' : 'changed_meanwhile');
      }
      return await take(answer, spool, { state: rest, from: range.from, total: range.total }, options);
    }
    case 200: {
      if (/^text\/html\b/i.test(answer.header('content-type') ?? '')) {
        answer.drop();
        throw new ImportError('not_a_list');
      }
      const length = answer.header('content-length');
      const total = length === null ? null : Number(length);
      return await take(answer, spool, { state: stateIn(answer), from: 0, total }, options);
    }
    default:
      answer.drop();
      throw new ImportError('answer_broken');
  }
}

interface Taking {
  state: Pick<SpoolState, 'of' | 'exact'>;
  from: number;
  /** bytes of the whole file; null where the source does not say */
  total: number | null;
}

async function take(
  answer: Answer,
  spool: Spool,
  { state, from, total }: Taking,
  { bytesMax, limits }: DownloadOptions,
): Promise<Downloaded> {
  if (total !== null && total > bytesMax) {
    answer.drop();
    throw new ImportError('too_large');
  }
  const writer = await spool.writer(state, from);
  const watched = new Pace(answer, limits);
  try {
    for await (const piece of watched.pieces()) {
      if (writer.bytes + piece.length > bytesMax) throw new ImportError('too_large');
      await writer.write(piece);
    }
    if (total !== null && writer.bytes !== total) throw new ImportError('cut_off');
    await writer.note(true);
    return { kind: 'file', of: state.of };
  } catch (error) {
    if (error instanceof ImportError && (error.code === 'too_large' || error.code === 'no_room')) await spool.drop();
    else if (writer.bytes > from) await writer.note(false);
    throw error;
  } finally {
    watched.stop();
    await writer.close();
  }
}

/** Gives up an answer of which too little comes in a window of time. */
class Pace {
  readonly #answer: Answer;
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;
  #slow = false;

  constructor(answer: Answer, { window_ms, windowBytesLeast }: FetchLimits) {
    this.#answer = answer;
    this.#timer = setInterval(() => {
      if (this.#bytes < windowBytesLeast) {
        this.#slow = true;
        answer.drop();
      }
      this.#bytes = 0;
    }, window_ms);
  }

  async *pieces(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of this.#answer.body) {
        this.#bytes += piece.length;
        yield piece;
      }
    } catch (error) {
      throw this.#slow ? new ImportError('too_slow') : error;
    }
    if (this.#slow) throw new ImportError('too_slow');
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Asks for it only where it is another one. */
const conditions = (of: Validators | null): Record<string, string> => ({
  ...(of?.etag != null && { 'if-none-match': of.etag }),
  ...(of?.lastModified != null && { 'if-modified-since': of.lastModified }),
});

/** Asks for the rest of it; for all of it where it is another one by now. */
const rangeFrom = ({ of, bytes }: SpoolState): Record<string, string> => ({
  range: `bytes=${bytes}-`,
  'if-range': of.etag ?? of.lastModified ?? '',
});

function rangeOf(answer: Answer): { from: number; total: number | null } | null {
  const found = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(answer.header('content-range') ?? '');
  if (found === null) return null;
  return { from: Number(found[1]), total: found[2] === '*' ? null : Number(found[2]) };
}

/** A file may change twice in the second that Last-Modified names: only after a while it tells versions apart (RFC 9110 8.8.2.2). */
const SETTLED_MS = 60_000;

function stateIn(answer: Answer): Pick<SpoolState, 'of' | 'exact'> {
  const of = { etag: answer.header('etag'), lastModified: answer.header('last-modified') };
  if (of.etag !== null) return { of, exact: !of.etag.startsWith('W/') };
  const settled = Date.parse(answer.header('date') ?? '') - Date.parse(of.lastModified ?? '') >= SETTLED_MS;
  return { of, exact: settled };
}
