/**
 * What the file of a key holds: lines, each the key wrapped by one master. There is one, but while another master takes the
 * place of the one before: the new line is added at the end, and then what stands before it is blanked. So the file is whole
 * at every moment, it is never made anew under its name (a key that is destroyed meanwhile can't come back), and at the end
 * nothing in it is wrapped by the master that was before.
 */
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf } from './files.ts';

const id = z.string().regex(/^[0-9a-f]{16}$/);
/** the key, wrapped, in base64 */
const wrapped = z.base64().max(24_000);

const record = z.discriminatedUnion('version', [
  // from before there could be several masters
  z.strictObject({ version: z.literal(1), id, wrapped }),
  z.strictObject({ version: z.literal(2), id, master: z.string().max(100), wrapped }),
]);

export interface KeyRecord {
  id: string;
  /** null where it is not known */
  master: string | null;
  wrapped: Buffer;
}

export const recordText = ({ id, master, wrapped }: KeyRecord & { master: string }): string =>
  `${JSON.stringify({ version: 2, id, master, wrapped: wrapped.toString('base64') })}\n`;

/** Those that are whole, the newest first. */
export function recordsIn(text: string): KeyRecord[] {
  return text.split('\n').reverse().flatMap(recordOf);
}

/**
 * What the file of a key holds by now; null where it is not there. Who asks how long it is before a line is added, and
 * reads that much after the line before it was blanked, has neither of them: so what has no record is read again, until
 * it says the same twice.
 */
export async function readSettled(read: () => Promise<string | null>): Promise<string | null> {
  let text = await read();
  while (text !== null && recordsIn(text).length === 0) {
    const again = await read();
    if (again === text) break;
    text = again;
  }
  return text;
}

function recordOf(line: string): KeyRecord[] {
  const read = record.safeParse(parsed(line));
  if (!read.success) return [];
  const { data } = read;
  return [
    { id: data.id, master: data.version === 2 ? data.master : null, wrapped: Buffer.from(data.wrapped, 'base64') },
  ];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Puts a line in the place of what is there; false where the file is not there (any more). */
export async function replaceRecord(path: string, text: string): Promise<boolean> {
  try {
    // neither makes a file where there is none
    const handle = await open(path, 'r+');
    try {
      const { size } = await handle.stat();
      await handle.write(`\n${text}`, size);
      await handle.sync();
      await handle.write(Buffer.alloc(size, ' '), 0, size, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  return true;
}
