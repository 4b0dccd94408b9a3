/** Reads tables in a thread of its own: a file that a stranger made may take all the time and memory that it is given. */
import { z } from 'zod';
import { inThread } from '../../ground/threads/index.ts';
import type { ReadTables } from './home-office.ts';
import { quarterRow } from './quarters.ts';

const wrongCell = z.object({ sheet: z.string(), row: z.int().nullable(), column: z.string(), message: z.string() });
const answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), quarters: z.array(quarterRow), leftOut: z.array(z.string()) }),
  z.object({ ok: z.literal(false), wrong: z.array(wrongCell) }),
]);

/** The whole of the Home Office's tables takes some seconds. */
const READ_MAX_MS = 120_000;
/** V8's heap for that, MB: 300,000 rows with eight cells each, and their XML before. */
const HEAP_MAX_MB = 3_072;

export async function readTablesApart(bytes: Uint8Array, max_ms = READ_MAX_MS): Promise<ReadTables> {
  const limits = { name: 'tables', max_ms, heapMax_MB: HEAP_MAX_MB };
  try {
    return answer.parse(await inThread(new URL('./home-office-worker.ts', import.meta.url), bytes, limits));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `can't be read with the time and memory that tables get (${max_ms / 1000} s, ${HEAP_MAX_MB} MB): ${why}`;
    return { ok: false, wrong: [{ sheet: '', row: null, column: '', message }] };
  }
}
