/** The checksum that stands beside a file, as sha256sum writes it: the digits, and after spaces the file's name. */
import { open } from 'node:fs/promises';
import { ImportError } from './failure.ts';

/** Such a file has a line of some 100 bytes; one that is larger is something else. */
export const CHECKSUM_BYTES_MAX = 4_096;

/** @returns null where there is no such file. @throws ImportError `checksum_malformed` */
export async function readChecksum(path: string): Promise<string | null> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new ImportError('checksum_malformed', error);
  }
  try {
    const bytes = Buffer.alloc(CHECKSUM_BYTES_MAX);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return checksumIn(bytes.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** @throws ImportError `checksum_malformed` */
export function checksumIn(text: string): string {
  const found = /^\\?([0-9a-f]{64})(\s|$)/i.exec(text);
  if (found?.[1] === undefined) throw new ImportError('checksum_malformed');
  return found[1].toLowerCase();
}
