/** What is asked for, for the platform and for people: rows with what can be seen from them. */
import type { PreservationAsked, PreservationState, PreservationView } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { PreservationRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { EvidenceError } from '../vault/errors.ts';
import type { Vault } from '../vault/vault.ts';
import type { GivenKind, Marks } from './marks.ts';
import { readNames } from './record.ts';

/** A request that the platform has been told of. */
export interface Asked extends Omit<PreservationRow, 'asked_at' | 'answer_by'> {
  asked_at: number;
  answer_by: number;
}

/** @throws ProblemError `not_known` where there is none, or the platform was not asked (yet) */
export async function askedRow(db: Kysely<Records>, id: string): Promise<Asked> {
  const row = await db
    .selectFrom('preservation')
    .selectAll()
    .where('id', '=', id)
    .where('state', 'in', ['asked', 'done'])
    .executeTakeFirst();
  if (row === undefined || row.asked_at === null || row.answer_by === null) {
    throw new ProblemError('not_known', 'nothing is asked for under this id', 'id');
  }
  return { ...row, asked_at: row.asked_at, answer_by: row.answer_by };
}

/** What a request asks for, as it is looked up by. */
export class Scope {
  readonly accounts: ReadonlySet<string>;
  readonly messages: ReadonlySet<string>;
  readonly media: ReadonlySet<string>;
  readonly #from: number;
  readonly #to: number;

  constructor(row: PreservationRow) {
    this.accounts = new Set(readNames(row.accounts));
    this.messages = new Set(readNames(row.messages));
    // content that people named may be a message or a medium: Kith does not know every medium
    this.media = new Set([...readNames(row.media), ...this.messages]);
    this.#from = row.from_at;
    this.#to = row.to_at;
  }

  /** Named; or sent in the time that is asked for by one of the accounts to another one of them. */
  asksFor({ message, from, to, sentAt }: { message: string; from: string; to: string[]; sentAt: string }): boolean {
    if (this.messages.has(message)) return true;
    const at = Date.parse(sentAt);
    const between = this.accounts.has(from) && to.some((one) => one !== from && this.accounts.has(one));
    return between && at >= this.#from && at <= this.#to;
  }
}

/** In part, or too late, it is by what was given and by the time. */
export function stateOf(row: PreservationRow, now_ms: number): PreservationState {
  if (row.state === 'waiting') return 'waiting';
  if (row.state === 'done') return 'done';
  if (row.answer_by !== null && row.answer_by <= now_ms) return 'unanswered';
  return row.given_accounts + row.given_messages + row.given_media > 0 ? 'partly' : 'asked';
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

const givenOf = (row: PreservationRow) => ({
  ...{ accounts: row.given_accounts, messages: row.given_messages, media: row.given_media },
});

/** The place that its reason is sealed for. */
export const reasonPlace = (preservation: string): string => `preservation:${preservation}:reason`;

/** Why somebody wants it, in words; null where nobody said, or it can't be read (any more). */
export async function reasonOf(vault: Pick<Vault, 'openJson'> | null, row: PreservationRow): Promise<string | null> {
  if (vault === null || row.reason === null || row.case_id === null) return null;
  try {
    const opened = await vault.openJson(row.case_id, Buffer.from(row.reason, 'base64'), reasonPlace(row.id));
    return typeof opened === 'string' ? opened : null;
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}

interface Looking {
  /** a person's pseudonym */
  nameOf(id: string): string | null;
  now_ms: number;
  /** they may see evidence: what messages and media are called, and why somebody wants them */
  names: boolean;
  /** why, in words, where somebody said */
  reason: string | null;
}

export function viewPreservation(row: PreservationRow, { nameOf, now_ms, names, reason }: Looking): PreservationView {
  const [accounts, messages, media] = [readNames(row.accounts), readNames(row.messages), readNames(row.media)];
  return {
    ...{
      id: row.id,
      case: row.case_id ?? '',
      why: whyOf(row),
      by: row.asked_by === null ? null : (nameOf(row.asked_by) ?? row.asked_by),
      reason: names ? reason : null,
    },
    state: stateOf(row, now_ms),
    ...{ accounts, messages: names ? messages : [], media: names ? media : [] },
    wanted: { accounts: accounts.length, messages: messages.length, media: media.length },
    ...{ from: iso(row.from_at), to: iso(row.to_at), askedAt: isoOrNull(row.asked_at) },
    ...{ deliveredAt: isoOrNull(row.delivered_at), dueAt: isoOrNull(row.answer_by), doneAt: isoOrNull(row.done_at) },
    given: givenOf(row),
  };
}

function whyOf({ id, why }: PreservationRow): PreservationView['why'] {
  if (why === 'removal' || why === 'referral' || why === 'person') return why;
  throw new Error(`preservation ${id} is for ${why}`);
}

/** @param marks null where nothing was given yet */
export async function viewAsked(
  db: Kysely<Records>,
  row: Asked,
  marks: Marks | null,
  now_ms: number,
): Promise<PreservationAsked> {
  const state = stateOf(row, now_ms);
  if (state === 'waiting') throw new Error(`preservation ${row.id} was asked for, and waits`);
  const has = await givenNames(db, row.id, marks);
  return {
    ...{ preservation: row.id, state },
    accounts: readNames(row.accounts).map((account) => ({ account, given: has('account', account) })),
    messages: readNames(row.messages).map((message) => ({ message, given: has('message', message) })),
    media: readNames(row.media).map((media) => ({
      ...{ media, given: has('media', media), details: has('media_details', media) },
    })),
    ...{ from: iso(row.from_at), to: iso(row.to_at), askedAt: iso(row.asked_at), dueAt: iso(row.answer_by) },
    ...{ doneAt: isoOrNull(row.done_at), given: givenOf(row) },
  };
}

/** Whether something of that name was given. */
async function givenNames(db: Kysely<Records>, id: string, marks: Marks | null) {
  if (marks === null) return () => false;
  const rows = await db
    .selectFrom('preservation_given')
    .select(['kind', 'name'])
    .distinct()
    .where('preservation', '=', id)
    .where('kind', '<>', 'named')
    .execute();
  const there = new Set(rows.map(({ kind, name }) => `${kind} ${name}`));
  return (kind: GivenKind, name: string): boolean => there.has(`${kind} ${marks.name(kind, name)}`);
}
