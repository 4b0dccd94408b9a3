/**
 * One Kith for the tests of a describe: starting one a test costs seconds. Each test begins as if nothing had happened yet, with names of
 * its own for whoever it is about; only time goes on, and the audit log, which nobody can shorten.
 */
import { after, before } from 'node:test';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { DatabaseKind } from '../../ground/testing/records.ts';
import { status } from '../../outbox/testing/platform.ts';
import { type Scene, type Wanted, type World, world } from './world.ts';

/** To be called in a describe. @returns what each of its tests calls first */
export function sharedWorld(kind: DatabaseKind, wanted: Wanted = {}): () => Promise<Scene> {
  let w: World;
  let begun = 0;
  before(async () => {
    w = await world(kind, wanted);
  });
  after(() => w[Symbol.asyncDispose]());
  return async () => {
    const mark = `~${++begun}~`;
    await forget(w.db);
    Object.assign(w.platform, { answer: status(204), confirms: true });
    // what an earlier test caused may still come
    const raw = () => w.raw().filter(({ body }) => body.includes(mark));
    return {
      ...w,
      name: (of) => `${of}${mark}`,
      raw,
      got: (type) => w.got(type).filter((one) => JSON.stringify(one).includes(mark)),
    };
  };
}

const FORGOTTEN = [
  ...([
    'outbox',
    'appeal',
    'statement_link',
    'statement',
    'enforcement',
    'held_event',
    'ruling_example',
    'ruling',
  ] as const),
  ...(['snapshot', 'preservation_given', 'preservation', 'referral_cause', 'referral_claim', 'referral'] as const),
  ...(['report', 'case_event', 'cases'] as const),
] satisfies readonly (keyof Records)[];

async function forget(db: Kysely<Records>): Promise<void> {
  for (const table of FORGOTTEN) await db.deleteFrom(table).execute();
}
