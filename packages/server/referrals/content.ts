/** What a referral says, opened: its content by its kind, and what is known beside it. */
import type { EvidenceKind } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { unknown } from './acts.ts';
import { rootOf } from './family.ts';
import type { KnownOfCase } from './kinds/known.ts';
import type { Json, PluggedKind } from './kinds/plugged.ts';
import { gather, readCase } from './known/gather.ts';
import type { ReferralOptions } from './options.ts';
import { open, seal } from './sealed.ts';

export const contentPlace = (id: string) => `referral:${id}:content` as const;
const namesOf = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)));

/** The ids of the evidence that goes with it. */
export const evidenceIn = ({ evidence }: Pick<ReferralRow, 'evidence'>): string[] => namesOf.parse(evidence);

export const priorityIn = ({ priority }: Pick<ReferralRow, 'priority'>): 1 | 2 | 3 =>
  z.literal([1, 2, 3]).parse(priority);

export async function readReferral(db: Kysely<Records>, id: string): Promise<ReferralRow> {
  const row = await db.selectFrom('referral').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw unknown();
  return row;
}

/** What was said or shown: it goes to one authority, and others see by it what happened. */
const CONTENT: readonly EvidenceKind[] = ['media', 'conversation'];

/** Evidence that goes with a referral unless people say otherwise: content, not what describes accounts. */
export const isContent = ({ kind }: { kind: EvidenceKind }): boolean => CONTENT.includes(kind);

/** Whether nothing goes with it of what was said or shown. */
export async function isBare(db: Kysely<Records>, row: ReferralRow): Promise<boolean> {
  const named = evidenceIn(row);
  if (named.length === 0) return true;
  const some = await db
    .selectFrom('evidence_item')
    .select('id')
    .where('id', 'in', named)
    .where('kind', 'in', CONTENT)
    .limit(1)
    .executeTakeFirst();
  return some === undefined;
}

/** @throws ProblemError `not_possible` where this Kith has no such kind (any more) */
export function kindOf({ kinds }: Pick<ReferralOptions, 'kinds'>, name: string): PluggedKind {
  const kind = kinds.find(name);
  if (kind === null) throw new ProblemError('not_possible', `there is no referral of the kind ${name} here`, 'kind');
  return kind;
}

/**
 * It was drafted for the authority's test system, and the kind sends to the real one by now, or the other way round.
 * @throws ProblemError `not_possible`
 */
export function refuseOtherSystem(options: Pick<ReferralOptions, 'kinds'>, row: ReferralRow): void {
  const { filing } = kindOf(options, row.kind);
  if (row.machine === 0 || filing.by !== 'machine' || filing.test === (row.test === 1)) return;
  const [was, is] = filing.test ? ['authority', 'test system'] : ['test system', 'authority'];
  const message = `this was drafted for the ${was}, and would go to the ${is} now: give it back, end it, and draft it anew`;
  throw new ProblemError('not_possible', message);
}

/** @throws ProblemError `too_late` where it was destroyed */
export async function contentOf({ vault }: Pick<ReferralOptions, 'vault'>, row: ReferralRow): Promise<Json> {
  if (row.content === null)
    throw new ProblemError('too_late', 'what this referral said was destroyed: its time was over');
  return open(vault, row.case_id, contentPlace(row.id), row.content);
}

export const sealContent = ({ vault }: Pick<ReferralOptions, 'vault'>, caseId: string, id: string, content: Json) =>
  seal(vault, caseId, contentPlace(id), content);

/** What is known of the case of a referral now. */
export async function knownFor(options: ReferralOptions, row: ReferralRow): Promise<KnownOfCase> {
  const db = options.store.records.kysely;
  const supplements = row.supplements === null ? null : await readReferral(db, row.supplements);
  const about = await readCase(db, await rootOf(db, row.case_id));
  const known = await gather({ case: about, account: row.account, priority: priorityIn(row), supplements }, options);
  return { ...known, goesWith: evidenceIn(row) };
}
