/** Whose certificates a source is trusted by, where that is not whom everybody trusts: the operator's own authority. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ImportError } from '../failure.ts';

/** A file of certificates, PEM. Only what they vouch for is trusted then, so that it also pins a source to its own authority. */
export const certificates = z.string().min(1).max(4_096).optional();

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Read for every import, so that a file that was changed is used.
 * @returns null where none is named. @throws ImportError `certificates_missing`
 */
export async function certificatesOf(path: z.output<typeof certificates>): Promise<string | null> {
  if (path === undefined) return null;
  try {
    const pem = await readFile(path, 'utf8');
    const found = pem.match(CERTIFICATE) ?? [];
    // what can't be read would be passed over in silence, and nothing trusted
    for (const one of found) new X509Certificate(one);
    if (found.length > 0) return pem;
  } catch (error) {
    throw new ImportError('certificates_missing', error);
  }
  throw new ImportError('certificates_missing');
}
