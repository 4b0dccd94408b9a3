/**
 * Keeps what thresholds, comparisons and alarms are made from: the highest score of each account-day under the model in
 * force and those in shadow. All that are near the top, and of the others a drawn share, so that a day is some thousand
 * rows on a platform of any size. Nothing of it is on the way of an event: accounts that turned to a child are noted as
 * their events are answered, and scored together some minutes later.
 */
import {
  type CompiledPolicy,
  explainAccount,
  explainContact,
  inShadow,
  type Knowledge,
  type SecondLook,
} from '@kith/engine';
import type { Kysely } from 'kysely';
import type { Records, ScoreDayRow } from '../ground/database/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import type { Drawing } from './drawing.ts';

/** Accounts that wait to be scored at most: what comes when there are more is scored when it next turns to a child. */
export const WAITING_MAX = 50_000;
/** Accounts that are scored together: some milliseconds during which nothing is answered. */
const TOGETHER = 50;
/** Of the accounts below the top such a share is kept. */
export const KEPT_SHARE = 1 / 16;
/** Near the top is what is at most so far below low, log-odds. */
const NEAR_LOW = 1.5;
const DAY_S = 86_400;

export interface ScoreKeeperOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  policy: () => CompiledPolicy;
  second: SecondLook | null;
  drawing: Drawing;
  /** milliseconds since 1970 */
  clock: () => number;
}

export class ScoreKeeper {
  readonly #options: ScoreKeeperOptions;
  /** the account, and whom it turned to last */
  #waiting = new Map<string, string | undefined>();
  /** accounts that were not noted, because too many waited */
  missed = 0;

  constructor(options: ScoreKeeperOptions) {
    this.#options = options;
  }

  turned(account: string, other: string | undefined): void {
    if (this.#waiting.size >= WAITING_MAX && !this.#waiting.has(account)) {
      this.missed++;
      return;
    }
    this.#waiting.set(account, other ?? this.#waiting.get(account));
  }

  /**
   * Scores those who wait, and writes it down. Where that fails, they are scored when they next turn to a child.
   * @param most so many of them; the others are let go
   */
  async flush(most = WAITING_MAX): Promise<void> {
    const waiting = [...this.#waiting].slice(0, most);
    this.#waiting = new Map();
    const { store, policy, second, drawing, clock } = this.#options;
    for (let from = 0; from < waiting.length; from += TOGETHER) {
      const at = Math.floor(clock() / 1000);
      const inForce = policy();
      const models = [inForce, ...inShadow(inForce, second)];
      const some = waiting.slice(from, from + TOGETHER);
      const rows = await store.ask((k) => some.flatMap(([id, other]) => rowsOf(k, id, other, at, models)));
      await write(
        store.records.kysely,
        rows.flatMap((row) => kept(row, models, drawing)),
      );
    }
  }
}

function rowsOf(
  k: Knowledge,
  id: string,
  other: string | undefined,
  at: number,
  models: readonly CompiledPolicy[],
): ScoreDayRow[] {
  const account = k.account(id);
  return models.map((model, i) => {
    const whole = explainAccount(k, id, at, model).score.total;
    const contact = other === undefined ? null : explainContact(k, id, other, at, model);
    return {
      day: Math.floor(at / DAY_S),
      model: model.risk.version,
      account: id,
      age_band: account.ageBand,
      // what follows a - is a variant: they are few, and score alike
      language: account.language.split('-')[0] ?? '',
      country: account.country,
      score: Math.max(whole, contact?.score.total ?? 0),
      share: 1,
      shadow: i === 0 ? 0 : 1,
    };
  });
}

function kept(row: ScoreDayRow, [inForce]: readonly CompiledPolicy[], drawing: Drawing): ScoreDayRow[] {
  if (inForce !== undefined && row.score >= inForce.risk.thresholds.low - NEAR_LOW) return [row];
  return drawing(row.account, row.day) < KEPT_SHARE ? [{ ...row, share: KEPT_SHARE }] : [];
}

/** The higher of what is there and what comes. */
async function write(db: Kysely<Records>, rows: readonly ScoreDayRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('score_day')
    .values(rows)
    .onConflict((c) =>
      c.columns(['day', 'model', 'account']).doUpdateSet((e) => ({
        score: e
          .case()
          .when('excluded.score', '>', e.ref('score_day.score'))
          .then(e.ref('excluded.score'))
          .else(e.ref('score_day.score'))
          .end(),
        share: e
          .case()
          .when('excluded.share', '>', e.ref('score_day.share'))
          .then(e.ref('excluded.share'))
          .else(e.ref('score_day.share'))
          .end(),
      })),
    )
    .execute();
}
