// @ts-check
/** What a person at the terminal reads: one line a step, in colour where the terminal has it. */

const colour = process.stderr.isTTY && process.env.NO_COLOR === undefined;
/** @type {(code: string, text: string) => string} */
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/**
 * A step that has begun or ended. On stderr, so that a command's own output can be piped.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${paint('36', 'kith')}  ${text}\n`);
}

/**
 * Ends the process with what went wrong and what to do about it.
 * @param {string} problem
 * @param {string[]} help
 * @returns {never}
 */
export function giveUp(problem, ...help) {
  process.stderr.write(`${paint('31', 'kith')}  ${problem}\n`);
  for (const line of help) process.stderr.write(`      ${line}\n`);
  process.exit(1);
}
