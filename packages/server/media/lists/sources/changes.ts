/**
 * Imports from a source that says what changed since it was last asked, page by page. Every page is staged with where the next
 * one is, so that an import that is interrupted goes on there; only when all pages are there they become the next version.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { KnownVersionRow } from '../../../ground/database/index.ts';
import { whatIsWrong, wouldVanish } from '../acceptance.ts';
import { applyStaged } from '../apply.ts';
import type { Entry } from '../entry.ts';
import { ImportError } from '../failure.ts';
import { refuse, undoUnfinished } from '../import-file.ts';
import type { Imported, Importing } from '../importing.ts';
import { beginVersion, countStaged, stage, unfinished } from '../staging.ts';
import { noTally, type Tally } from '../tally.ts';

/** Something of a list, as its source says that it is now. */
export interface ChangePage {
  /** ids of all that it tells of */
  ids: readonly string[];
  /** what there is of them; what has an id and nothing here is gone from the list */
  entries: readonly Entry[];
  /** where the next page is, in the source's own terms; no secret is in it */
  resume: string;
}

export interface ChangesSource {
  /** what it is asked for: where that becomes another, all is asked for anew */
  readonly what: unknown;
  /**
   * What changed since, or all where that is null. `tally` counts what is read.
   * @param resume where an interrupted import goes on
   * @returns what to ask from the next time
   */
  pages(since: string | null, resume: string | null, tally: Tally): AsyncGenerator<ChangePage, string>;
}

const cursorForm = z.strictObject({ since: z.string(), what: z.string() });
/** Where reading goes on: the next page, or all pages are staged. */
const resumeForm = z.union([z.strictObject({ at: z.string() }), z.strictObject({ since: z.string() })]);
type Resume = z.infer<typeof resumeForm>;

export async function importChanges(importing: Importing, source: ChangesSource): Promise<Imported> {
  const what = createHash('sha256').update(JSON.stringify(source.what)).digest('hex').slice(0, 12);
  const since = await sinceOf(importing, what);
  const started = await goOn(importing, `${what}:${since ?? 'all'}`, since === null);
  const { tally } = started;
  let version = started.version;
  const write = async (page: Omit<ChangePage, 'resume'>, resume: Resume): Promise<number> => {
    version ??= await started.begin();
    await stage(importing, version, { ...page, replaced: page.ids, resume: JSON.stringify(resume), tally });
    importing.onProgress?.(tally.lines, 0);
    return version;
  };
  let next: string;
  if (started.resume !== null && 'since' in started.resume) next = started.resume.since;
  else {
    const pages = source.pages(since, started.resume?.at ?? null, tally);
    let page = await pages.next();
    for (; page.done !== true; page = await pages.next()) {
      importing.signal.throwIfAborted();
      if (page.value.ids.length > 0) await write(page.value, { at: page.value.resume });
    }
    next = page.value;
  }
  const cursor = JSON.stringify({ since: next, what });
  if (version === null && since !== null) {
    await importing.noteUnchanged(importing.clock(), cursor);
    return { kind: 'unchanged' };
  }
  const number = await write({ ids: [], entries: [] }, { since: next });
  await lookAt(importing, { number, whole: since === null, tally });
  const applying = { freshAt_ms: importing.clock(), next_ms: importing.next_ms, cursor };
  return {
    kind: 'imported',
    version: await applyStaged(importing, { number, whole: since === null ? 1 : 0 }, applying),
  };
}

/** Refuses what somebody has to look at first. What was refused is asked for anew the next time. */
async function lookAt(
  importing: Importing,
  { number, whole, tally }: { number: number; whole: boolean; tally: Tally },
): Promise<void> {
  const entries = await countStaged(importing.db, importing.lease.list);
  const wrong =
    (await whatIsWrong(importing, { ...tally, entries, whole })) ??
    ((await wouldVanish(importing, whole)) ? 'vanishing' : null);
  if (wrong === null) return;
  await refuse(importing, number, tally, wrong);
  throw new ImportError(wrong);
}

/** From when on changes are asked for; null: all of it. */
async function sinceOf({ db, lease }: Importing, what: string): Promise<string | null> {
  const { live, cursor } = await db
    .selectFrom('known_list')
    .select(['live', 'cursor'])
    .where('name', '=', lease.list)
    .executeTakeFirstOrThrow();
  if (Number(live) === 0 || cursor === null) return null;
  const read = cursorForm.safeParse(JSON.parse(cursor));
  return read.success && read.data.what === what ? read.data.since : null;
}

interface Started {
  /** null: nothing is staged yet */
  version: number | null;
  resume: Resume | null;
  tally: Tally;
  begin(): Promise<number>;
}

/** Goes on with an import of the same changes, or begins one with its first page. */
async function goOn(importing: Importing, checksum: string, whole: boolean): Promise<Started> {
  const begin = async (): Promise<number> => {
    await undoUnfinished(importing);
    return beginVersion(importing, { whole, checksum, verifiedBy: 'count', resume: null, tally: noTally() });
  };
  const found = await unfinished(importing.db, importing.lease.list);
  if (found?.checksum !== checksum || found.resume === null) {
    return { version: null, resume: null, tally: noTally(), begin };
  }
  const resume = resumeForm.parse(JSON.parse(found.resume));
  return { version: Number(found.number), resume, tally: tallyOf(found), begin };
}

const problems = z.array(z.strictObject({ line: z.number(), problem: z.string() }));

const tallyOf = ({ lines, bad, skipped, problems: json }: KnownVersionRow): Tally => ({
  ...{ lines: Number(lines), bad: Number(bad), skipped: Number(skipped) },
  problems: problems.parse(JSON.parse(json)),
});
