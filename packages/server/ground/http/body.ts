/** Reads a body, within its own limit and the one of all bodies together. */
import { ProblemError } from './problems.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

const SQUARE = 0x5b;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

export interface BodyLimits {
  /** bytes */
  one: number;
  /** bytes of a body that is an array, where those may be larger */
  array?: number;
}

/** The JSON of bytes. Throws a ProblemError `empty_body`, `not_utf8` or `not_json`, which quotes nothing. */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new ProblemError('not_utf8', 'must be UTF-8');
  }
  try {
    return JSON.parse(text);
  } catch {
    if (text.trim() === '') throw new ProblemError('empty_body', 'is empty; JSON was expected');
    throw new ProblemError('not_json', 'is not valid JSON');
  }
}

const size = (bytes: number): string => (bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MB` : `${bytes / 1024} kB`);

export const tooLarge = (what: string, max: number): ProblemError =>
  new ProblemError('too_large', `${what} is larger than ${size(max)}, which is the limit`);

/** Reads the whole body, which is JSON: see readBody. */
export const readJsonBody = (
  stream: NodeJS.ReadableStream,
  limits: BodyLimits,
  take: (bytes: number) => boolean,
  done: (error: Error | null, value?: unknown) => void,
): void => readBody(stream, limits, parseJson, take, done);

/**
 * Reads the whole body.
 * @param parse makes its value; throws a ProblemError where it is none
 * @param take asked for every piece, in bytes, whether there is room for it in memory
 * @param done told once: the value, or a ProblemError: `too_large`, `busy`, `bad_request`, or one of parse's
 */
export function readBody(
  stream: NodeJS.ReadableStream,
  limits: BodyLimits,
  parse: (bytes: Uint8Array) => unknown,
  take: (bytes: number) => boolean,
  done: (error: Error | null, value?: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let max = limits.one;
  let begun = false;
  let ended = false;

  function finish(error: Error | null, value?: unknown): void {
    if (ended) return;
    ended = true;
    chunks.length = 0;
    done(error, value);
  }

  stream.on('data', (chunk: Buffer) => {
    // what is left of a refused body is thrown away until the connection closes
    if (ended) return;
    if (!begun && limits.array !== undefined) {
      const at = chunk.findIndex((byte) => !isSpace(byte));
      begun = at >= 0;
      if (chunk[at] === SQUARE) max = limits.array;
    }
    bytes += chunk.length;
    if (bytes > max) return finish(tooLarge('the body', max));
    if (!take(chunk.length)) return finish(new ProblemError('busy', 'too much is being sent at once: try again later'));
    chunks.push(chunk);
  });
  stream.once('error', () => finish(new ProblemError('bad_request', 'the request ended before its body')));
  stream.once('end', () => {
    if (ended) return;
    let value: unknown;
    try {
      const [only] = chunks;
      value = parse(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    } catch (error) {
      return finish(
        error instanceof ProblemError ? about('the body', error) : new Error('parsing failed', { cause: error }),
      );
    }
    finish(null, value);
  });
}

/** The same problem, saying what it is about. */
export const about = (what: string, { problem }: ProblemError): ProblemError =>
  new ProblemError(problem.code, `${what} ${problem.message}`);
