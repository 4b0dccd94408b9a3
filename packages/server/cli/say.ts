/** What a command says: to a person or, with --json, to a program. Results on stdout, everything else on stderr. */

/** 1: it failed. 2: it can't be done as asked. 64: wrong use (EX_USAGE). 78: wrong configuration (EX_CONFIG). */
export const exitCodes = { done: 0, failed: 1, notPossible: 2, usage: 64, configuration: 78 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with what is wrong, for whoever can mend it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  readonly code: string;

  constructor(exitCode: ExitCode, code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
    this.code = code;
  }
}

/** A result, once: as JSON for a program, as lines for a person. */
export function give({ json }: { readonly json?: unknown }, result: unknown, lines: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${lines()}\n`);
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Columns under a heading, as wide as what is in them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}

export const timeShown = (at_ms: number | null): string =>
  at_ms === null ? '-' : new Date(at_ms).toISOString().replace('.000', '');
