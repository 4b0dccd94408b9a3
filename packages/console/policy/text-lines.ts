/** Lines of a text, counted from 1 as people and problems count them. Pure. */

/** The longest text of a policy that Kith takes, UTF-16 code units (the contract's POLICY_TEXT_MAX). */
export const TEXT_MAX = 256 * 1024;

/** Where a line and a column begin, in UTF-16 code units; what is beyond the end is the end. */
export function lineAt(text: string, line: number, column: number): number {
  let at = 0;
  for (let n = 1; n < line; n++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  const end = text.indexOf('\n', at);
  return Math.min(at + Math.max(0, column - 1), end < 0 ? text.length : end);
}

/** 1, 2, 3, ... as many as the text has lines, one below the other. */
export function lineNumbers(text: string): string {
  const count = text.split('\n').length;
  return Array.from({ length: count }, (_, i) => i + 1).join('\n');
}
