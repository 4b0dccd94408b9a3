/**
 * Anchors: what the audit log was at a time, one line of JSON each, to be kept where whoever may write the database can't
 * write: another machine, a medium that is written once.
 */
import { appendFile, readFile } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../database/index.ts';
import { type Job, keepDoing } from '../jobs/index.ts';

const anchor = z.strictObject({
  /** when it was taken, ISO 8601 */
  at: z.iso.datetime(),
  number: z.int().min(0),
  hash: z.string().regex(/^([0-9a-f]{64})?$/),
});
export type Anchor = z.infer<typeof anchor>;

/** Anchors in one file at most: daily ones for a century. */
const ANCHORS_MAX = 40_000;

export async function takeAnchor(db: Kysely<Records>, now_ms: number): Promise<Anchor> {
  const head = await db.selectFrom('audit_head').select(['number', 'hash']).executeTakeFirstOrThrow();
  return { at: new Date(now_ms).toISOString(), number: Number(head.number), hash: head.hash };
}

/** Adds an anchor to a file, which is made where there is none. */
export async function writeAnchor(file: string, taken: Anchor): Promise<void> {
  await appendFile(file, `${JSON.stringify(taken)}\n`, { mode: 0o600 });
}

/** @throws Error that names the line which is no anchor */
export async function readAnchors(file: string): Promise<readonly Anchor[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  if (lines.length > ANCHORS_MAX) throw new Error(`${file} has more than ${ANCHORS_MAX} lines`);
  return lines.map((line, i) => {
    const read = anchor.safeParse(parsed(line));
    if (!read.success) throw new Error(`${file}, line ${i + 1}, is no anchor: expected {"at","number","hash"}`);
    return read.data;
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** How often it is looked whether a day has passed since the last anchor, milliseconds. */
const LOOK_EVERY_MS = 600_000;
const DAY_MS = 86_400_000;

/**
 * Writes an anchor to a file at once and then daily, until it is stopped. What fails is tried again at the next look.
 * @param failed told, and it goes on
 */
export function keepAnchoring(
  db: Kysely<Records>,
  file: string,
  clock: () => number,
  failed: (error: unknown) => void,
  every_ms = LOOK_EVERY_MS,
): Job {
  let day = -1;
  return keepDoing({
    every_ms,
    async work() {
      const today = Math.floor(clock() / DAY_MS);
      if (today === day) return;
      await writeAnchor(file, await takeAnchor(db, clock()));
      day = today;
    },
    failed,
  });
}
