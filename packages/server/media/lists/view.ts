/** How the lists stand, for staff: counts, times and what failed, never what is in a list. */
import { type FeedbackState, LIST_VERSIONS_SHOWN_MAX, type ListsView, type ListView } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { KnownVersionRow, Records } from '../../ground/database/index.ts';
import type { Language } from '../../ground/pages/index.ts';
import { isAcceptable, wordsOfFailure } from './failure.ts';
import { feedbackStateOf } from './feedback-state.ts';
import { type ListSettings, OWN_LIST, staleAfter_ms, whereFrom } from './settings.ts';
import { type ListStatus, listHistory, listStatuses } from './status.ts';

const HOUR_MS = 3_600_000;

export async function viewLists(
  db: Kysely<Records>,
  lists: readonly ListSettings[],
  { now_ms, language, ready }: { now_ms: number; language: Language; ready: boolean },
): Promise<ListsView> {
  const statuses = await listStatuses(db, lists, now_ms);
  const judged = await judgements(db);
  const told = await feedback(db);
  const views = await Promise.all(
    lists.map(async (settings, i): Promise<ListView[]> => {
      const status = statuses[i];
      if (status === undefined) return [];
      const versions = await listHistory(db, settings.name, LIST_VERSIONS_SHOWN_MAX);
      return [
        {
          ...viewList(settings, status, language),
          wrong: judged.get(`${settings.name} wrong`)?.count ?? 0,
          feedback: told(settings),
          acceptable: status.lastError !== null && isAcceptable(status.lastError),
          versions: versions.map((row) => viewVersion(row, language)),
        },
      ];
    }),
  );
  const [confirmed, unlike] = [judged.get(`${OWN_LIST} confirmed`), judged.get(`${OWN_LIST} unlike`)];
  const last = Math.max(confirmed?.last ?? 0, unlike?.last ?? 0);
  return {
    lists: views.flat(),
    own: { confirmed: confirmed?.count ?? 0, unlike: unlike?.count ?? 0, lastAt: last === 0 ? null : iso(last) },
    ready,
  };
}

const iso = (at_ms: number): string => new Date(at_ms).toISOString();

const failureIn = (code: string, language: Language) => ({ code, words: wordsOfFailure(code, language) });

const viewList = (settings: ListSettings, status: ListStatus, language: Language) => ({
  ...{ name: settings.name, source: { kind: settings.from.kind, from: whereFrom(settings) } },
  verified: settings.verified,
  ...{ version: status.version, entries: status.entries, stale: status.stale, failures: status.failures },
  freshAt: status.freshAt_ms === null ? null : iso(status.freshAt_ms),
  ...{ everyHours: settings.everyHours, staleAfterHours: staleAfter_ms(settings) / HOUR_MS },
  nextAt: status.nextAt_ms === null ? null : iso(status.nextAt_ms),
  failure: status.lastError === null ? null : failureIn(status.lastError, language),
});

const viewVersion = (row: KnownVersionRow, language: Language): ListView['versions'][number] => ({
  ...{ number: Number(row.number), state: row.state, whole: Number(row.whole) === 1 },
  startedAt: iso(Number(row.started_at)),
  finishedAt: row.finished_at === null ? null : iso(Number(row.finished_at)),
  ...{ lines: Number(row.lines), bad: Number(row.bad), skipped: Number(row.skipped) },
  ...{ added: Number(row.added), removed: Number(row.removed), entries: Number(row.entries) },
  verifiedBy: row.verified_by,
  failure: row.error === null ? null : failureIn(row.error, language),
  problems: problemsIn(row.problems),
});

const problems = z.array(z.object({ line: z.number(), problem: z.string() }));

/** Bad lines, by their number and what is wrong. */
export const problemsIn = (json: string): string[] =>
  problems.parse(JSON.parse(json)).map(({ line, problem }) => `line ${line} ${problem}`);

/** What people said, by the list and what they said. */
async function judgements(db: Kysely<Records>): Promise<ReadonlyMap<string, { count: number; last: number }>> {
  const rows = await db
    .selectFrom('known_judgement')
    .select(({ fn }) => ['list', 'verdict', fn.countAll().as('count'), fn.max('at').as('last')])
    .groupBy(['list', 'verdict'])
    .execute();
  return new Map(
    rows.map(({ list, verdict, count, last }) => [`${list} ${verdict}`, { count: Number(count), last: Number(last) }]),
  );
}

/** What sources are told, counted by how far it is. */
async function feedback(db: Kysely<Records>): Promise<(settings: ListSettings) => Record<FeedbackState, number>> {
  const rows = await db
    .selectFrom('known_feedback')
    .select(({ fn, case: when }) => [
      'list',
      when().when('sent_at', 'is not', null).then(1).else(0).end().as('sent'),
      when().when('dead_at', 'is not', null).then(1).else(0).end().as('dead'),
      when().when('last_error', '=', 'withdrawn').then(1).else(0).end().as('withdrawn'),
      fn.countAll().as('count'),
    ])
    .groupBy(['list', 'sent', 'dead', 'withdrawn'])
    .execute();
  return (settings) => {
    const counts = { waiting: 0, handing_over: 0, sent: 0, failed: 0, withdrawn: 0 };
    for (const { list, sent, dead, withdrawn, count } of rows) {
      if (list !== settings.name) continue;
      const far = { sent: sent === 1, dead: dead === 1, withdrawn: withdrawn === 1 };
      counts[feedbackStateOf(far, settings)] += Number(count);
    }
    return counts;
  };
}
