// @ts-check
/** Whether something listens yet, and where it may. */

/** A look that gets no answer is given up, milliseconds. */
const ANSWER_MS = 2_000;

/**
 * Whether the address answers 200.
 * @param {string} url
 */
export async function answers(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** @param {string} text */
export const isPort = (text) => Number.isInteger(Number(text)) && Number(text) > 0 && Number(text) < 65_536;
