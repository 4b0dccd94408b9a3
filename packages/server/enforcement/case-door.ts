/** Cases, as far as ruling on them needs them. */
import type { RulingKind } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { CaseRow, Records } from '../ground/database/index.ts';

/** A case as somebody saw it, and who acts on it when. */
export interface CaseMoment {
  case: string;
  /** null where it may have changed since */
  version: number | null;
  /** a person of staff */
  by: string;
  now_ms: number;
}

export type CaseAct = { act: 'rule'; second: boolean } | { act: 'confirm' } | { act: 'disagree' } | { act: 'undo' };

export interface CaseDoor {
  /**
   * Acts on a case, with a line in its history, in the caller's transaction.
   * @returns the case as it became
   * @throws ProblemError `not_known`, `case_changed`, or what the case refuses
   */
  act(
    trx: Transaction<Records>,
    moment: CaseMoment,
    act: CaseAct,
    detail?: Readonly<Record<string, string | number | boolean | null>>,
    note?: string | undefined,
  ): Promise<CaseRow>;
  /**
   * Whether somebody has opened the evidence of a case, where measures ask for that. Not in a transaction: it reads much.
   * @throws ProblemError `not_looked`, which says what to open
   */
  looked(db: Kysely<Records>, id: string, by: string, measures: readonly RulingKind[]): Promise<void>;
  /** All that follows from what was ruled is done; nothing happens where it has been opened again meanwhile. */
  close(trx: Transaction<Records>, id: string, now_ms: number): Promise<void>;
  /** An appeal came, or was judged: a line in the case's history, and a case that was judged wrongly is as it became. */
  appealed(
    trx: Transaction<Records>,
    moment: { case: string; by: string | null; now_ms: number },
    detail: Readonly<Record<string, string | number | boolean | null>>,
    /** what the affected person wrote, where no appeal keeps it */
    note?: string,
  ): Promise<void>;
}
