/** Cells of files for spreadsheets. What comes from elsewhere is text there, whatever it looks like. */

/**
 * Spreadsheets take a cell that begins so for a formula (OWASP, CSV injection), in some languages with full-width signs, too; some
 * skip what is not seen before it.
 */
const FORMULA = /^[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]*[=+\-@＝＋－＠\t\r\n]/u;

/** A cell; text is always quoted. */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** A file's lines (RFC 4180). */
export const csvOf = (rows: Iterable<readonly (string | number | null)[]>): string =>
  Array.from(rows, (row) => `${row.map(cell).join(',')}\r\n`).join('');
