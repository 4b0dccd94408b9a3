/** Cuts one line of CSV into its fields (RFC 4180, without line breaks inside a field). */

/** Fields of a line at most: no list has as many columns. */
export const FIELDS_MAX = 256;

/** @returns null where quotes don't add up, or there are too many fields */
export function fieldsOf(line: string, delimiter: string): string[] | null {
  if (!line.includes('"')) {
    const plain = line.split(delimiter);
    return plain.length > FIELDS_MAX ? null : plain;
  }
  const fields: string[] = [];
  let at = 0;
  while (fields.length < FIELDS_MAX) {
    let field: string;
    if (line[at] === '"') {
      const end = closing(line, at + 1);
      if (end === -1) return null;
      field = line.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
      if (at < line.length && line[at] !== delimiter) return null;
    } else {
      const end = line.indexOf(delimiter, at);
      field = line.slice(at, end === -1 ? line.length : end);
      if (field.includes('"')) return null;
      at += field.length;
    }
    fields.push(field);
    if (at >= line.length) return fields;
    at++;
    // what ends with a delimiter has one more field, an empty one
    if (at === line.length) return [...fields, ''];
  }
  return null;
}

/** The quote that ends a field; two together are one of its characters. */
function closing(line: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = line.indexOf('"', at);
    if (at === -1 || line[at + 1] !== '"') return at;
  }
}
