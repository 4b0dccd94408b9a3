/** The body of a request that gives messages: an array, or one JSON object a line. Each line that can't be read is one problem. */
import { hash } from 'node:crypto';
import { EVIDENCE_MESSAGES_MAX } from '@kith/contract';
import { ProblemError, parseJson } from '../../ground/http/index.ts';
import type { Line } from './messages.ts';

export interface MessagesBody {
  lines: readonly Line[];
  /** of the body as it came, hexadecimal */
  sha256: string;
  bytes: number;
}

const NEWLINE = 0x0a;

/** @throws ProblemError where it is no array, or has too many or no messages */
export const readArray = (bytes: Uint8Array): MessagesBody => {
  const value = parseJson(bytes);
  if (!Array.isArray(value)) throw new ProblemError('bad_request', 'must be an array of messages, or NDJSON');
  return bodyOf(
    bytes,
    value.map((one: unknown): Line => ({ value: one })),
  );
};

/** Blank lines are skipped. @throws ProblemError where it has too many or no messages */
export function readLines(bytes: Uint8Array): MessagesBody {
  const lines: Line[] = [];
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(NEWLINE, from);
    const to = at < 0 ? bytes.length : at;
    const line = bytes.subarray(from, to);
    from = to + 1;
    if (line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)) continue;
    lines.push(readLine(line));
    if (lines.length > EVIDENCE_MESSAGES_MAX) break;
  }
  return bodyOf(bytes, lines);
}

function readLine(line: Uint8Array): Line {
  try {
    return { value: parseJson(line) };
  } catch (problem) {
    if (problem instanceof ProblemError) return { problem };
    throw problem;
  }
}

function bodyOf(bytes: Uint8Array, lines: readonly Line[]): MessagesBody {
  if (lines.length === 0) throw new ProblemError('empty_body', 'has no messages');
  if (lines.length > EVIDENCE_MESSAGES_MAX) {
    throw new ProblemError('too_large', `has more than ${EVIDENCE_MESSAGES_MAX} messages: send it in several`);
  }
  return { lines, sha256: hash('sha256', bytes), bytes: bytes.length };
}
