/**
 * What people ruled, as examples to learn from. The door through which rulings come: cases record theirs as they become
 * final, and `kith learn import` takes those of operators who rule elsewhere.
 */
import { id, time } from '@kith/contract';
import { type Example, featuresFrom } from '@kith/engine';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';

/** Examples that teach at most, the newest first: more than a year of them at a hundred a day. */
const EXAMPLES_MAX = 50_000;
/**
 * One that was drawn at random stands for 1/probability accounts, and for at most so many: else a single wrong ruling
 * on a random account would outweigh all that were flagged.
 */
const STANDS_FOR_MAX = 50;
/** Features that one example names at most. There are 60. */
const FEATURES_MAX = 200;

const features = z
  .record(z.string().max(64), z.number().min(0).max(1e6))
  .refine((named) => Object.keys(named).length <= FEATURES_MAX, `must name at most ${FEATURES_MAX} features`)
  .refine((named) => featuresFrom(named) !== null, 'names a feature that this Kith does not know');

/** One ruling, as it is told. No text of anybody's is in it, nor has it room for any. */
export const ruling = z
  .strictObject({
    /** of the ruling: told again, it is the same one */
    id,
    account: id,
    ruledAt: time,
    harmful: z.boolean(),
    /** how the account came to be reviewed: it was flagged, or drawn at random */
    source: z.enum(['case', 'sample']),
    /** how likely it was to be drawn */
    probability: z.number().positive().max(1).optional(),
    /** nothing can change it any more: no appeal is open */
    final: z.boolean(),
    reviewedTwice: z.boolean(),
    /** by name, as they were when it came to be reviewed (the column `features` of its case) */
    features,
    /** the risk model that scored it then */
    model: z.string().min(1).max(64),
  })
  .refine((r) => (r.source === 'sample') === (r.probability !== undefined), {
    message: 'must be given of a sample, and only of one',
    path: ['probability'],
  });
export type Ruling = z.infer<typeof ruling>;

/** Writes a ruling down. Told again it takes the place of what it was, until it is final. */
export async function recordRuling(db: Kysely<Records>, told: Ruling): Promise<void> {
  const row = {
    id: told.id,
    account: told.account,
    ruled_at: Date.parse(told.ruledAt),
    harmful: Number(told.harmful),
    source: told.source,
    probability: told.probability ?? 1,
    final: Number(told.final),
    reviewed_twice: Number(told.reviewedTwice),
    features: JSON.stringify(told.features),
    model: told.model,
  };
  const { id: _, ...changed } = row;
  await db
    .insertInto('ruling_example')
    .values(row)
    .onConflict((c) => c.column('id').doUpdateSet(changed).where('ruling_example.final', '=', 0))
    .execute();
}

export interface Rulings {
  /** those that teach: final, and reviewed by two */
  teaching: readonly Example[];
  /** those that wait for a second review, or for their time to appeal to end */
  waiting: number;
  /** those whose features this Kith can't read */
  unreadable: number;
}

/** What was ruled, as it teaches. */
export async function readRulings(db: Kysely<Records>): Promise<Rulings> {
  const rows = await db
    .selectFrom('ruling_example')
    .selectAll()
    .orderBy('ruled_at', 'desc')
    .orderBy('id')
    .limit(EXAMPLES_MAX)
    .execute();
  const final = rows.filter((row) => row.final === 1 && row.reviewed_twice === 1);
  const teaching = final.flatMap((row): Example[] => {
    const found = featuresFrom(JSON.parse(row.features));
    const weight = row.source === 'sample' ? Math.min(STANDS_FOR_MAX, 1 / row.probability) : 1;
    const harmful = row.harmful === 1;
    return found === null ? [] : [{ id: row.id, at: row.ruled_at, harmful, weight, features: found }];
  });
  return { teaching, waiting: rows.length - final.length, unreadable: final.length - teaching.length };
}

/** How many rulings there are that teach, by how the account came to be reviewed. */
export async function taughtBy(db: Kysely<Records>): Promise<{ case: number; sample: number }> {
  const rows = await db
    .selectFrom('ruling_example')
    .select(({ fn }) => ['source', fn.countAll().as('n')])
    .where('final', '=', 1)
    .where('reviewed_twice', '=', 1)
    .groupBy('source')
    .execute();
  const of = (source: string): number => Number(rows.find((row) => row.source === source)?.n ?? 0);
  return { case: of('case'), sample: of('sample') };
}
