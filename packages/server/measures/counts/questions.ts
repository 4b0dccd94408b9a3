/**
 * Questions that were asked without telling: nothing else remembers them, and answering one writes nothing. They are counted in
 * memory and written every few seconds: a process that is killed takes those with it, so the counts are at least so many.
 */
import type { Measure } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { dayOf } from './days.ts';
import { type CountName, keyOf, questionMeasures } from './names.ts';
import { firstOpenDay } from './progress.ts';
import { raise, Sums } from './raise.ts';

const MEASURES: ReadonlySet<string> = new Set(questionMeasures);
const isCounted = (measure: Measure): measure is (typeof questionMeasures)[number] => MEASURES.has(measure);

export class QuestionCounts {
  #sums = new Sums();

  /** Answers of one question: for each candidate the measure that kept it away, or null where nothing did. */
  add(question: string, measures: readonly (Measure | null | undefined)[], now_ms: number): void {
    const day = dayOf(now_ms);
    let allowed = 0;
    // added up first: a question may have 1,000 candidates, and whoever asked waits
    const kept = new Map<(typeof questionMeasures)[number], number>();
    for (const measure of measures) {
      if (measure === null) allowed++;
      else if (measure !== undefined && isCounted(measure)) kept.set(measure, (kept.get(measure) ?? 0) + 1);
    }
    for (const [measure, n] of kept) this.#add(day, `decided_${measure}`, 'block', n);
    if (allowed > 0) this.#add(day, 'questions_asked', keyOf([question, 'allow']), allowed);
    const blocked = measures.length - allowed;
    if (blocked > 0) this.#add(day, 'questions_asked', keyOf([question, 'block']), blocked);
  }

  #add(day: number, name: CountName, key: string, n: number): void {
    this.#sums.add(day, name, key, n);
  }

  /** Writes what was counted since the last time; where that fails, it is written the next time. */
  async flush(db: Kysely<Records>): Promise<void> {
    const sums = this.#sums;
    const rows = sums.rows();
    if (rows.length === 0) return;
    this.#sums = new Sums();
    try {
      await db.transaction().execute(async (trx) => {
        // a process that hung, or whose clock is behind, adds nothing to a day that is finished
        const open = await firstOpenDay(trx);
        const written = new Sums();
        for (const { day, name, key, n } of rows) written.add(Math.max(day, open), name, key, n);
        await raise(trx, written.rows());
      });
    } catch (error) {
      for (const { day, name, key, n } of rows) this.#sums.add(day, name, key, n);
      throw error;
    }
  }
}
