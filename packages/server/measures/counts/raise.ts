/** Adds to the counts of days. In one order everywhere: two processes that raise the same counts must not wait for each other. */
import type { Kysely } from 'kysely';
import type { DailyCountRow, Records } from '../../ground/database/index.ts';

/** Rows of one statement: four columns each, below every database's limit of parameters. */
const ROWS_AT_ONCE = 1_000;

export class Sums {
  readonly #rows = new Map<string, DailyCountRow>();

  add(day: number, name: string, key: string, n: number): void {
    const of = JSON.stringify([day, name, key]);
    const row = this.#rows.get(of);
    if (row === undefined) this.#rows.set(of, { day, name, key, n });
    else row.n += n;
  }

  rows(): DailyCountRow[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

export async function raise(trx: Kysely<Records>, rows: readonly DailyCountRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await trx
      .insertInto('daily_count')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflict((oc) =>
        oc
          .columns(['day', 'name', 'key'])
          .doUpdateSet(({ ref, eb }) => ({ n: eb(ref('daily_count.n'), '+', ref('excluded.n')) })),
      )
      .execute();
  }
}
