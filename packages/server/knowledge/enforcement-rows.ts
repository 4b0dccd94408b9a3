/**
 * From events to enforcements: what Kith itself asks for is one as soon as its event is committed, and what the platform says
 * that it has applied is applied from then on. Pure.
 */
import type { Considered, Told } from '@kith/engine';
import type { AppliedRow, EnforcementRow } from '../ground/database/index.ts';
import { automaticId } from '../outbox/index.ts';
import { removalRows } from './material-rows.ts';

export interface EnforcementRows {
  /**
   * restrictions are asked for in the same commit, by the outbox: only Kith itself is still to be told; removals as soon as
   * what they are about is preserved
   */
  automatic: readonly EnforcementRow[];
  applied: readonly AppliedRow[];
}

/** Whether an event makes rows of these beside its effects'. */
export const isConfirmation = (told: Told): boolean =>
  told.type === 'enforcement.applied' && told.data.enforcement !== undefined;

/** Gathers those of a block, event by event, in order. */
export class EnforcementsOfBlock {
  readonly #automatic = new Map<string, EnforcementRow>();
  readonly #applied = new Map<string, AppliedRow>();
  readonly #now_ms: number;

  constructor(now_ms: number) {
    this.#now_ms = now_ms;
  }

  add(told: Told, { effects }: Pick<Considered, 'effects'>): void {
    for (const [place, effect] of effects.entries()) {
      if ('remove' in effect) {
        for (const row of removalRows(told, place, effect, this.#now_ms)) this.#automatic.set(row.id, row);
      }
      if (!('restrict' in effect) || !effect.restrict) continue;
      const id = automaticId(told.id, place);
      this.#automatic.set(id, restrictionRow(id, effect.account, this.#now_ms));
    }
    if (told.type !== 'enforcement.applied' || told.data.enforcement === undefined) return;
    const { enforcement: id, actor: account, kind } = told.data;
    if (!this.#applied.has(id)) this.#applied.set(id, { id, account, kind, applied_at: this.#now_ms });
  }

  /** In one order everywhere: two processes that write the same rows must not wait for each other. */
  rows(): EnforcementRows {
    return { automatic: inOrder(this.#automatic), applied: inOrder(this.#applied) };
  }
}

const inOrder = <R extends { id: string }>(rows: ReadonlyMap<string, R>): R[] =>
  [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Said when it is asked for again; the first time its webhook says what the risk is made of. */
const AGAIN = 'The risk of this account is high: keep it from contacting children until a person has looked at it.';

/** Due at once, whatever clocks say. Its case is the one of its account that waits to be judged: the databases find it. */
const restrictionRow = (id: string, account: string, now_ms: number): EnforcementRow => ({
  ...{ id, ruling: null, case_id: null, account, kind: 'restrict', content: '[]', source: 'automatic' },
  reason: AGAIN,
  ...{ state: 'requested', created_at: now_ms, due_at: 0, requested_at: now_ms, applied_at: null },
  ...{ applied_by: null, chased: 0, by_hand: 0, told: 0, preserve: null, unpreserved: 0 },
});
