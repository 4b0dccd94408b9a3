/** The child's log of who looked at its page, and when. */
import { FAMILY_LOOKS_MAX, type FamilyPart } from '@kith/contract';
import { type AuditEntry, appendAuditLines } from '../ground/audit/index.ts';
import type { FamilyLookRow } from '../ground/database/index.ts';
import { DAY_MS } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import { newId } from './rows.ts';
import type { Standing } from './standing.ts';

/** A look stays in the log for so long, milliseconds. */
export const LOOKS_KEPT_MS = 90 * DAY_MS;
/** Whoever looks again within it is still looking, milliseconds: the page has several parts, and is loaded again. */
const STILL_LOOKING_MS = 60_000;
/** Looks that one commit writes: each adds some 0.1 ms to it. */
const LOOKS_AT_ONCE_MAX = 100;

interface Look extends FamilyLookRow {
  entry: AuditEntry;
}

interface Waiting {
  look: Look;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Looks that are to be written. Whoever adds a line to the audit log waits for the one before; so those who look while others'
 * looks are being written wait together, and share the next commit: with ten thousand families at once, a commit for each
 * look kept every connection of the database waiting for that one row.
 */
export class Looks {
  readonly #db: FamilyOptions['db'];
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(db: FamilyOptions['db']) {
    this.#db = db;
  }

  /** Writes a look down, before anything is shown: resolves when it is committed. */
  note(
    { id: guardianship, guardian, child }: Pick<Standing, 'id' | 'guardian' | 'child'>,
    part: FamilyPart,
    { by, now_ms }: Act,
  ): Promise<void> {
    const look: Look = {
      ...{ id: newId('loo'), child, guardian, at: now_ms, part },
      entry: {
        ...{ at_ms: now_ms, by, action: 'family.looked', subject: `account:${child}` },
        detail: { guardian, part, guardianship },
      },
    };
    return new Promise((done, failed) => {
      this.#waiting.push({ look, done, failed });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, LOOKS_AT_ONCE_MAX);
      try {
        await this.#write(some.map(({ look }) => look));
        for (const { done } of some) done();
      } catch (error) {
        for (const { failed } of some) failed(error);
      }
    }
    this.#isWriting = false;
  }

  async #write(looks: readonly Look[]): Promise<void> {
    const begins = Math.min(...looks.map(({ at }) => at)) - STILL_LOOKING_MS;
    const children = [...new Set(looks.map(({ child }) => child))];
    const before = await this.#db
      .selectFrom('family_look')
      .select(['child', 'guardian', 'part', 'at'])
      .where('child', 'in', children)
      .where('at', '>', begins)
      .execute();
    const fresh: Look[] = [];
    for (const look of looks) {
      const isSame = (other: Omit<FamilyLookRow, 'id'>) =>
        other.child === look.child &&
        other.guardian === look.guardian &&
        other.part === look.part &&
        other.at > look.at - STILL_LOOKING_MS;
      if (!before.some(isSame) && !fresh.some(isSame)) fresh.push(look);
    }
    const [first, ...more] = fresh.map(({ entry }) => entry);
    if (first === undefined) return;
    await this.#db.transaction().execute(async (trx) => {
      const rows = fresh.map(({ entry, ...row }) => row);
      // together: those who look next wait for each answer that this waits for
      await Promise.all([
        trx.insertInto('family_look').values(rows).execute(),
        appendAuditLines(trx, [first, ...more]),
      ]);
    });
  }
}

/** The newest first. */
export const looksOf = ({ db }: Pick<FamilyOptions, 'db'>, child: string): Promise<FamilyLookRow[]> =>
  db
    .selectFrom('family_look')
    .selectAll()
    .where('child', '=', child)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(FAMILY_LOOKS_MAX)
    .execute();
