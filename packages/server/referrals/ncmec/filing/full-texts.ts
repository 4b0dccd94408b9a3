/** The file that has in full what a report could not: texts that were cut, and those with characters that XML can't hold. */
import type { Cut } from '../xml/text.ts';

const WHY: Readonly<Record<Cut['why'], string>> = {
  long: 'longer than the report can have, and cut there',
  characters: 'has characters that XML can’t hold, which are replaced there; here in JSON, with escapes',
};

export function fullTexts(cuts: readonly Cut[]): Uint8Array {
  const parts = cuts.map(({ path, why, full }) =>
    // as JSON, a control character can be seen and nothing is lost
    [`== ${path} (${WHY[why]})`, why === 'long' ? full.toWellFormed() : JSON.stringify(full), ''].join('\n'),
  );
  return Buffer.from(parts.join('\n'));
}
