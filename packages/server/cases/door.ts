/** Cases for whoever rules on them (server/enforcement): the acts of ruling, and what becomes of a case by what follows. */
import type { CasePolicy, RulingKind } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { CaseRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { act, type BareAct, type CaseMoment, type Detail, standingOf, writeLine } from './acts.ts';
import { refuseUnlooked } from './looked.ts';
import { makeRoom } from './merge.ts';
import { placeOf } from './priority.ts';
import { next } from './states.ts';

/** A person's first or second look, or taking it back. */
export type RulingAct = { act: 'rule'; second: boolean } | { act: 'confirm' } | { act: 'disagree' } | { act: 'undo' };

const KINDS = { confirm: 'confirmed', disagree: 'disagreed', undo: 'undone' } as const;

export class CaseDoor {
  readonly #settings: () => CasePolicy;

  constructor(settings: () => CasePolicy) {
    this.#settings = settings;
  }

  /**
   * Acts on a case, with a line in its history, in the caller's transaction.
   * @returns the case as it became
   * @throws ProblemError `not_known`, `case_changed`, or what the case refuses
   */
  async act(
    trx: Transaction<Records>,
    moment: CaseMoment,
    ruling: RulingAct,
    detail: Detail = {},
    note?: string,
  ): Promise<CaseRow> {
    const kind = ruling.act === 'rule' ? (ruling.second ? 'proposed' : 'ruled') : KINDS[ruling.act];
    const bare: BareAct = ruling.act === 'undo' ? { act: 'undo', until_ms: this.#leaseEnd(moment.now_ms) } : ruling;
    if (ruling.act === 'undo') await makeRoom(trx, moment);
    return act(trx, moment, bare, { kind, detail, note });
  }

  /**
   * Nobody takes an account away unseen. Asked before the transaction of what is ruled: it reads much, and what was opened
   * stays opened.
   * @throws ProblemError `not_looked`, which says what to open
   */
  looked = (db: Kysely<Records>, id: string, by: string, measures: readonly RulingKind[]): Promise<void> =>
    refuseUnlooked(db, id, by, measures);

  #leaseEnd = (now_ms: number): number => now_ms + this.#settings().leaseMinutes * 60_000;

  /** All that follows from what was ruled is done; nothing happens where it has been opened again meanwhile. */
  async close(trx: Transaction<Records>, id: string, now_ms: number): Promise<void> {
    const row = await trx.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return;
    const closing = { act: 'close', by: '', at_ms: now_ms } as const;
    if (!next(standingOf(row), closing).ok) return;
    await act(trx, { case: id, version: null, by: null, now_ms }, { act: 'close' }, { kind: 'closed' });
  }

  /** An appeal came, or was judged: a line in the case's history. What was overturned is the appeal's to undo. */
  async appealed(
    trx: Transaction<Records>,
    moment: { case: string; by: string | null; now_ms: number },
    detail: Detail,
    note?: string,
  ): Promise<void> {
    await writeLine(trx, moment, { kind: 'appealed', detail, note });
  }

  /** To be judged again: by a senior's will, or since it was judged wrongly. It waits anew, as it did when it was opened. */
  async reopen(trx: Transaction<Records>, moment: CaseMoment, note: string): Promise<CaseRow> {
    await makeRoom(trx, moment);
    const row = await trx.selectFrom('cases').select(['priority']).where('id', '=', moment.case).executeTakeFirst();
    if (row === undefined) throw new ProblemError('not_known', 'there is no such case', 'id');
    const { now_ms } = moment;
    const rank = placeOf(row.priority, this.#settings().priority, now_ms);
    return act(trx, moment, { act: 'reopen' }, { kind: 'reopened', note }, { waits_since: now_ms, rank, weigh_at: 0 });
  }
}
