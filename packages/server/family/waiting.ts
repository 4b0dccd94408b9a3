/**
 * Tells guardians that a setting waits for their answer. Deciding knows no guardians, so the children are gathered in memory and
 * told of in a moment: a process that dies in that moment loses the notice, and the page and the week's summary still say it.
 */
import type { FamilyOptions } from './options.ts';
import { guardiansOf } from './standing.ts';
import { tellNews, wordNews } from './telling.ts';

/** Children whose guardians are still to be told: past it the oldest are forgotten rather than memory. */
const CHILDREN_WAITING_MAX = 10_000;

export class WaitingSettings {
  /** by child, the event that it began to wait with */
  readonly #waiting = new Map<string, string>();

  note(child: string, event: string): void {
    this.#waiting.delete(child);
    this.#waiting.set(child, event);
    if (this.#waiting.size <= CHILDREN_WAITING_MAX) return;
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined) this.#waiting.delete(oldest);
  }

  async tell(o: FamilyOptions): Promise<void> {
    for (const [child, event] of this.#waiting) {
      const { guarded, pendingConfirmed } = await o.ask((k) => k.account(child));
      // it was answered, or taken back, or the event was not committed
      if (guarded && pendingConfirmed) await tellGuardiansOf(o, child, event);
      if (this.#waiting.get(child) === event) this.#waiting.delete(child);
    }
  }
}

async function tellGuardiansOf(o: FamilyOptions, child: string, event: string): Promise<void> {
  const guardians = await guardiansOf(o, child);
  const news = guardians.map(({ guardian }) => ({ to: guardian, about: child, of: event }));
  const worded = await wordNews(
    o,
    news.map((one) => ({ ...one, news: 'setting_waits_for_guardian' })),
  );
  await o.db.transaction().execute((trx) => tellNews(o, trx, worded, o.clock()));
  o.wake();
}
