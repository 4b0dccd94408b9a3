/**
 * What changed in NCMEC's hash sharing since a time, page by page. It gives no order within a range of time, so that only a
 * whole range counts; a large range is slow to begin, so that one is cut into smaller ones (grade S: as the public client does).
 */
import { z } from 'zod';
import { algorithmNamed, type Entry, readHash } from '../../entry.ts';
import { ImportError } from '../../failure.ts';
import { problemOf } from '../../formats/format.ts';
import { noteBad, type Tally } from '../../tally.ts';
import type { ChangePage, ChangesSource } from '../changes.ts';
import type { NcmecClient } from './client.ts';
import type { NcmecAnswer, NcmecEntry } from './entries.ts';
import { type NcmecSource, ncmecUrl } from './settings.ts';

/** A range with more entries is cut. */
const RANGE_ENTRIES_MAX = 400_000;
/** A range with fewer is followed by a longer one. */
const RANGE_ENTRIES_FEW = 20_000;
/** Pages of one range at most: 50 million entries. Beyond it the source repeats itself. */
const PAGES_MAX = 50_000;
/** Times that a range is begun anew, as its next page is not there any more. */
const RESTARTS_MAX = 3;
/** The newest seconds are left for the next time: its clock and ours may differ, and entries come in no order. */
const LEFT_S = 60;
/** Seconds that are asked for again the next time, for the same reason. What comes twice changes nothing. */
const AGAIN_S = 600;

const position = z.strictObject({
  /** the range under way, seconds since 1970 */
  from: z.int(),
  to: z.int(),
  /** where all of it ends */
  end: z.int(),
  /** parameters of the next page; null where the range is done */
  next: z.string().nullable(),
});
type Position = z.infer<typeof position>;

export function ncmecChanges(
  client: NcmecClient,
  source: NcmecSource,
  { clock, signal }: { clock: () => number; signal: AbortSignal },
): ChangesSource {
  return {
    what: { url: ncmecUrl(source).href, members: source.members ?? null },
    async *pages(since, resume, tally) {
      const at = resume === null ? null : position.parse(JSON.parse(resume));
      const end = at?.end ?? Math.floor(clock() / 1000) - LEFT_S;
      let from = at === null ? Math.max(0, Number(since ?? AGAIN_S) - AGAIN_S) : at.from;
      let to = at?.to ?? end;
      let next = at?.next ?? null;
      if (at !== null && next === null) {
        from = to;
        to = end;
      }
      while (from < end) {
        let entries = 0;
        let restarts = 0;
        const seen = new Set<string>();
        for (let page = 0; ; page++) {
          const answer = await ask(client, { from, to, end, next }, signal);
          // where its next page is not there any more, the range begins anew: what comes twice changes nothing
          if (answer === null) {
            if (++restarts > RESTARTS_MAX) throw new ImportError('source_refused');
            next = null;
            seen.clear();
            continue;
          }
          if (next === null && expected(answer) > RANGE_ENTRIES_MAX && to - from > 1) {
            to = from + Math.max(1, Math.floor((to - from) * (RANGE_ENTRIES_MAX / expected(answer) / 2)));
            continue;
          }
          entries += answer.entries.length;
          next = answer.next === null ? null : parametersOf(answer.next);
          if (next !== null && (seen.has(next) || page >= PAGES_MAX)) throw new ImportError('repeats');
          if (next !== null) seen.add(next);
          yield pageOf(answer.entries, source, tally, { from, to, end, next });
          if (next === null) break;
        }
        const span = to - from;
        from = to;
        to = Math.min(end, from + (entries < RANGE_ENTRIES_FEW ? span * 2 : span));
      }
      return String(end);
    },
  };
}

/** null where the next page is refused though the range is not: what it is named by has run out. */
async function ask(
  client: NcmecClient,
  { from, to, next }: Position,
  signal: AbortSignal,
): Promise<NcmecAnswer | null> {
  const parameters = new URLSearchParams({ from: timeOf(from), to: timeOf(to) }).toString();
  try {
    return await client.entries(next ?? parameters, signal);
  } catch (error) {
    const gone = error instanceof ImportError && (error.code === 'not_there' || error.code === 'source_refused');
    if (next === null || !gone) throw error;
    return null;
  }
}

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

/** The next page is of the same kind, at the same host: of its address only the parameters are used. */
function parametersOf(next: string): string {
  const found = /^\/v2\/entries\?([\x21-\x7e]{1,2048})$/.exec(next);
  if (found?.[1] === undefined) throw new ImportError('answer_broken');
  return found[1];
}

/** About how many entries the range has, by what the address of the next page says. */
function expected({ entries, next }: NcmecAnswer): number {
  const parameters = new URLSearchParams(next === null ? '' : next.slice(next.indexOf('?') + 1));
  const [start, most] = [Number(parameters.get('start') ?? 0), Number(parameters.get('max') ?? 0)];
  return entries.length + Math.max(0, most - start);
}

function pageOf(found: readonly NcmecEntry[], { members }: NcmecSource, tally: Tally, at: Position): ChangePage {
  const ids: string[] = [];
  const entries: Entry[] = [];
  for (const entry of found) {
    tally.lines++;
    if (members !== undefined && !members.includes(Number(entry.member))) {
      tally.skipped++;
      continue;
    }
    const id = `${entry.member}-${entry.id}`;
    const problem = problemOf(id, entry.classification);
    if (problem !== null) {
      noteBad(tally, tally.lines, problem);
      continue;
    }
    ids.push(id);
    if (!entry.deleted) entries.push(...hashesOf(entry, id, tally));
  }
  return { ids, entries, resume: JSON.stringify(at) };
}

function hashesOf({ fingerprints, classification }: NcmecEntry, sourceId: string, tally: Tally): Entry[] {
  const entries: Entry[] = [];
  let bad: string | null = null;
  for (const { name, value } of fingerprints) {
    const algorithm = algorithmNamed(name);
    // PhotoDNA and others can't be made here
    if (algorithm === null || algorithm === undefined || algorithm === 'url') continue;
    const read = readHash(algorithm, value);
    if (read.ok) entries.push({ algorithm, hash: read.hash, sourceId, category: classification });
    else bad = `its ${algorithm} ${read.problem}`;
  }
  if (bad !== null) noteBad(tally, tally.lines, bad);
  else if (entries.length === 0) tally.skipped++;
  return entries;
}
