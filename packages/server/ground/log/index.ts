/**
 * The log: JSON lines on stderr. It names events by type, keys by their public part and requests by their id, and never
 * holds what somebody wrote, a secret, or a request's body.
 */
import { type Logger, pino } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
export type Log = Logger;

export interface LogOptions {
  level: LogLevel;
  /** stderr unless told otherwise, so that a command's own output can be piped */
  destination?: { write(line: string): void };
}

/** Causes of causes that are followed: more than any chain of ours, and an end to one that bites its tail. */
const CAUSES_MAX = 5;

/** Whatever slips through under these names is taken out. */
const SECRET_NAMES = ['authorization', 'key', 'secret', 'password', 'token', 'text', 'identifiers', 'body', 'url'];

export function createLog({ level, destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: shortError },
      redact: { paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[withheld]' },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

interface ShortError {
  name: string;
  code?: string;
  message?: string;
  /** where it was thrown */
  at: string[];
  cause?: ShortError;
}

/** An error without what could quote somebody: a parser's error message repeats what it read. */
function shortError(error: unknown, depth = 0): ShortError | undefined {
  if (!(error instanceof Error)) return error === undefined ? undefined : { name: typeof error, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = depth < CAUSES_MAX ? shortError(error.cause, depth + 1) : undefined;
  return {
    name: error.name,
    ...('code' in error && { code: String(error.code) }),
    ...(!(error instanceof SyntaxError) && { message: error.message }),
    at: frames.map((line) => line.trim()),
    ...(cause !== undefined && { cause }),
  };
}
