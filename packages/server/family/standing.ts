/** Whether somebody is a child's guardian now: asked before every look and every act, of rows and of what is known. */
import type { FamilyPolicy } from '@kith/contract';
import type { Knowledge } from '@kith/engine';
import type { GuardianshipRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { standsNow } from './fit.ts';
import type { FamilyOptions } from './options.ts';
import { activeOf } from './rows.ts';

/** An active guardianship: both are there. */
export interface Standing extends GuardianshipRow {
  guardian: string;
  child: string;
}

/** When somebody began to see: at the child's yes, or when a pause was over. Nothing of before that day is theirs to see. */
export const seenSince = ({ answered_at, resumed_at }: GuardianshipRow): number =>
  Math.max(answered_at ?? 0, resumed_at ?? 0);

/** Those of a child that hold now, the oldest first. */
export async function guardiansOf(o: FamilyOptions, child: string): Promise<Standing[]> {
  return holding(o, await activeOf(o.db, child));
}

/** Those of a guardian that hold now, the oldest first. */
export async function childrenOf(o: FamilyOptions, guardian: string): Promise<Standing[]> {
  const rows = await o.db
    .selectFrom('guardianship')
    .selectAll()
    .where('guardian', '=', guardian)
    .where('state', '=', 'active')
    .orderBy('answered_at')
    .orderBy('id')
    .execute();
  return holding(o, rows);
}

/**
 * The guardianships of a guardian that hold now, and all that hold of the child that one of them is of: what a page is shown by, in
 * one statement and one look. Of a child that is not theirs nothing is read.
 */
export async function standingsAround(
  o: FamilyOptions,
  guardian: string,
  id: string,
): Promise<{ children: Standing[]; standing: Standing | undefined; guardians: Standing[] }> {
  const rows = await o.db
    .selectFrom('guardianship')
    .selectAll()
    .where('state', '=', 'active')
    .where((of) => {
      const child = of
        .selectFrom('guardianship')
        .select('child')
        .where('id', '=', id)
        .where('guardian', '=', guardian)
        .where('state', '=', 'active');
      return of.or([of('guardian', '=', guardian), of('child', '=', child)]);
    })
    .orderBy('answered_at')
    .orderBy('id')
    .execute();
  const all = await holding(o, rows);
  const children = all.filter((one) => one.guardian === guardian);
  const standing = children.find((one) => one.id === id);
  return { children, standing, guardians: all.filter(({ child }) => child === standing?.child) };
}

async function holding(o: FamilyOptions, rows: readonly GuardianshipRow[]): Promise<Standing[]> {
  const unpaused = rows.filter(({ paused_at }) => paused_at === null);
  const stands = await o.ask((k) => standsOf(k, unpaused, o.policy()));
  return stands.filter(sees).map(({ row }) => row);
}

/** What rows have as active, and what knowledge says of it. */
interface Stand {
  row: Standing;
  now: ReturnType<typeof standsNow>;
}

/** Whether the guardian sees the child's page. Whoever is back sees nothing before the child is told that they do (pauses.ts). */
export const sees = ({ row, now }: Stand): boolean => now === 'holds' && row.paused_at === null;

/** How each stands now; rows that lack one of the two are left out. */
export function standsOf(k: Knowledge, rows: readonly GuardianshipRow[], policy: FamilyPolicy): Stand[] {
  const both = rows.flatMap((row) => {
    const { guardian, child } = row;
    return guardian === null || child === null ? [] : [{ ...row, guardian, child }];
  });
  return both.map((row) => ({ row, now: standsNow(k, row.guardian, row.child, policy) }));
}

/**
 * The guardianship of these two. Whoever is no guardian of this child learns nothing: not whether there is such a child, nor
 * whether they were its guardian once.
 * @throws ProblemError `not_known`
 */
export const standingOf = async (o: FamilyOptions, guardian: string, child: string): Promise<Standing> =>
  standingIn(await guardiansOf(o, child), guardian);

/** The same among a child's guardians. @throws ProblemError `not_known` */
export function standingIn(guardians: readonly Standing[], guardian: string): Standing {
  const found = guardians.find((row) => row.guardian === guardian);
  if (found === undefined) throw new ProblemError('not_known', 'no such family');
  return found;
}
