/**
 * The platform gives what it was asked for. Each piece goes into the vault first, with its chain of custody; then it is noted
 * that it was given. A process that dies between leaves a piece that is there and not noted: sent again, it is the same piece.
 */
import { hash } from 'node:crypto';
import type { AccountDetails, EvidenceKind, MediaDetails, PreservationGiven } from '@kith/contract';
import type { Kysely } from 'kysely';
import { type AuditBy, appendAudit } from '../../ground/audit/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import type { Given, Vault } from '../vault/vault.ts';
import { type Asked, askedRow, Scope } from './asked.ts';
import { type GivenKind, type Keyed, type Marks, marksOf } from './marks.ts';
import { givenBefore, noteGiven, refuseVersions } from './noting.ts';

export interface GivingOptions {
  db: Kysely<Records>;
  vault: Vault;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** What somebody gives something for, made ready. */
export interface Giving {
  row: Asked & Keyed;
  scope: Scope;
  marks: Marks;
  by: AuditBy;
  now_ms: number;
}

/** @throws ProblemError `not_known`, `not_possible` where there is no case that it could be kept for */
export async function beginGiving({ db, vault, clock }: GivingOptions, id: string, by: AuditBy): Promise<Giving> {
  const row = await askedRow(db, id);
  const { case_id } = row;
  if (case_id === null) throw new ProblemError('not_possible', 'there is no case that this could be kept for');
  const keyed = { ...row, case_id };
  return { row: keyed, scope: new Scope(row), marks: await marksOf(db, vault, keyed), by, now_ms: clock() };
}

/** What was not asked for is refused by its name, and not looked at. */
export const notAsked = (what: string, field: string): ProblemError =>
  new ProblemError('not_asked', `this ${what} was not asked for`, field);

/** What is said of an account. */
export async function giveAccount(
  options: GivingOptions,
  giving: Giving,
  account: string,
  details: AccountDetails,
): Promise<PreservationGiven> {
  if (!giving.scope.accounts.has(account)) throw notAsked('account', 'account');
  return giveJson(options, giving, {
    ...{ given: 'account', kind: 'account_details', name: account, account, about: null, value: details },
  });
}

/** What is said of a medium: beside its bytes, which may have come before or come later. */
export async function giveMediaDetails(
  options: GivingOptions,
  giving: Giving,
  media: string,
  details: MediaDetails,
): Promise<PreservationGiven> {
  await refuseMedia(options, giving, media);
  if (!giving.scope.accounts.has(details.account)) throw notAsked('account', 'account');
  return giveJson(options, giving, {
    ...{ given: 'media_details', kind: 'media_details', name: media, account: details.account, about: media },
    value: details,
  });
}

/** Media that were named when it was asked for, and those that a message names that was asked for and given. */
export async function refuseMedia({ db }: GivingOptions, { row, scope, marks }: Giving, media: string): Promise<void> {
  if (scope.media.has(media)) return;
  const named = await givenBefore(db, row.id, 'named', [marks.name('named', media)]);
  if (named.size === 0) throw notAsked('medium', 'media');
}

interface Json {
  given: GivenKind;
  kind: EvidenceKind;
  name: string;
  account: string;
  about: string | null;
  value: unknown;
}

async function giveJson(options: GivingOptions, giving: Giving, of: Json): Promise<PreservationGiven> {
  const { db, vault } = options;
  const { row, marks, now_ms } = giving;
  const bytes = Buffer.from(JSON.stringify(of.value));
  const [name, print] = [marks.name(of.given, of.name), marks.print(of.given, bytes.toString('utf8'))];
  const before = (await givenBefore(db, row.id, of.given, [name])).get(name);
  const received = { sha256: hash('sha256', bytes), bytes: bytes.length };
  if (before?.has(print)) return { status: 'duplicate', ...received };
  refuseVersions(before);
  const piece = { ...pieceOf(giving), kind: of.kind, name: of.name, account: of.account, about: of.about };
  const item = await vault.put({ ...piece, mediaType: 'application/json', bytes }, giving.by);
  await noteGiven(db, row.id, of.given, [{ name, print, item }], now_ms);
  return { status: 'accepted', ...received };
}

/** What all that is given has in common. */
export const pieceOf = ({ row, now_ms }: Giving): Pick<Given, 'case' | 'source' | 'at_ms'> => ({
  ...{ case: row.case_id, source: 'platform', at_ms: now_ms },
});

/** The platform says that this was all. Said again, it changes nothing. */
export async function finishGiving(
  { db, clock }: Omit<GivingOptions, 'vault'>,
  id: string,
  by: AuditBy,
): Promise<void> {
  const row = await askedRow(db, id);
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const { numUpdatedRows } = await trx
      .updateTable('preservation')
      .set(({ fn, val }) => ({
        ...{ state: 'done', done_at: now_ms, due_at: null },
        delivered_at: fn.coalesce('delivered_at', val(now_ms)),
      }))
      .where('id', '=', id)
      .where('state', '=', 'asked')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    const detail = {
      ...{ case: row.case_id, account: row.account },
      ...{ accounts: row.given_accounts, messages: row.given_messages, media: row.given_media },
    };
    const subject = `preservation:${id}`;
    await appendAudit(trx, { at_ms: now_ms, by, action: 'preservation.done', subject, detail });
  });
}
