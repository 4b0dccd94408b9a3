/** What whoever reports is given to ask after it: short, without letters that look like others, made from the report's id. */

/** Crockford's base 32: no I, L, O or U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Hexadecimal digits of the id that it is made of: 40 bits are eight letters. */
const DIGITS = 10;
const PREFIX = 'rep_';

/** Of a report's id: KR-7F3K-92QD */
export function referenceOf(id: string): string {
  let bits = BigInt(`0x${id.slice(PREFIX.length, PREFIX.length + DIGITS)}`);
  let text = '';
  for (let i = 0; i < 8; i++) {
    text = (LETTERS[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return `KR-${text.slice(0, 4)}-${text.slice(4)}`;
}

/** What the id of a reference begins with, however it was typed; null where it is none. */
export function idPrefixOf(reference: string): string | null {
  const typed = reference
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    // the eight letters may begin so themselves, where somebody left out the first two
    .replace(/^KR(?=.{8})/, '');
  // as Crockford reads what people mistake
  const letters = typed.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(letters)) return null;
  let bits = 0n;
  for (const letter of letters) bits = (bits << 5n) | BigInt(LETTERS.indexOf(letter));
  return PREFIX + bits.toString(16).padStart(DIGITS, '0');
}
