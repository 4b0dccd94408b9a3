/** What a browser's form sends: names and texts, and nothing that Kith would have to guess. */
import { ProblemError } from '../http/index.ts';

/** Fields of one form: ours have a few, so more is somebody trying. */
export const FIELDS_MAX = 32;

export type FormFields = Readonly<Partial<Record<string, string>>>;

/**
 * The fields of a body of application/x-www-form-urlencoded, as UTF-8. Of a name that comes twice the first counts.
 * Throws a ProblemError `bad_request` where there are more than FIELDS_MAX, or `not_utf8`.
 */
export function parseForm(bytes: Uint8Array): FormFields {
  const text = Buffer.from(bytes).toString('latin1');
  if (text.split('&').length > FIELDS_MAX) throw new ProblemError('bad_request', 'has too many fields');
  const fields = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = decoded(at < 0 ? part : part.slice(0, at));
    if (!fields.has(name)) fields.set(name, at < 0 ? '' : decoded(part.slice(at + 1)));
  }
  return Object.fromEntries(fields);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw new ProblemError('not_utf8', 'is not a form in UTF-8');
  }
}
