/**
 * Anchors: what the audit log was at a time, one line of JSON each, to be kept where whoever may write the database can't
 * write: another machine, a medium that is written once.
 */
import { open, readFile } from 'node:fs/promises';
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

/**
 * Adds an anchor to a file, which is made where there is none. After a line that was written in part (no space, no power) it
 * begins a new one: what was cut short must not take the next with it.
 */
export async function writeAnchor(file: string, taken: Anchor): Promise<void> {
  await using to = await open(file, 'a+', 0o600);
  const { size } = await to.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await to.read({ buffer: last, position: size - 1 });
  const begin = size > 0 && last.toString('latin1') !== '\n' ? '\n' : '';
  await to.appendFile(`${begin}${JSON.stringify(taken)}\n`);
  await to.datasync();
}

export interface Anchors {
  anchors: readonly Anchor[];
  /** lines that were written in part, from 1: there is nothing in them to compare, and the others count all the same */
  torn: readonly number[];
}

/** What a file has that was cut while it was being extended; an anchor is one object. */
const CUT_SHORT = /^\0*$|^\{/;

/** @throws Error that names the line which is no anchor; where none is whole */
export async function readAnchors(file: string): Promise<Anchors> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  if (lines.length > ANCHORS_MAX) throw new Error(`${file} has more than ${ANCHORS_MAX} lines`);
  const anchors: Anchor[] = [];
  const torn: number[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const whole = parsed(line);
    if (whole === null && CUT_SHORT.test(line)) torn.push(i + 1);
    // another may have been written behind what was cut short
    const read = anchor.safeParse(whole ?? parsed(line.slice(Math.max(0, line.lastIndexOf('{')))));
    if (read.success) anchors.push(read.data);
    else if (torn.at(-1) !== i + 1) {
      throw new Error(`${file}, line ${i + 1}, is no anchor: expected {"at","number","hash"}`);
    }
  }
  if (anchors.length === 0 && torn.length > 0) throw new Error(`${file} has no whole anchor: its lines are cut short`);
  return { anchors, torn };
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
