/** The time that has surely passed, in the database, for all processes that destroy what is due. */
import { type Kysely, PostgresAdapter, type Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { believed, dueBy, look, type SureTime } from './sure-time.ts';

/** The table has one row. */
const ROW = 1;

export interface SureClockOptions {
  db: Kysely<Records>;
  /** milliseconds since 1970, by the machine's clock */
  clock: () => number;
  /** milliseconds that only ever go on, and that nobody can set */
  counter?: () => number;
}

/** What a look came to. */
export interface Looked {
  /** what is due by now, milliseconds since 1970 */
  due_ms: number;
  /** how far the clock is ahead of what has surely passed, milliseconds; 0 where it is believed */
  ahead_ms: number;
}

export class SureClock {
  readonly #options: Required<SureClockOptions>;
  #last: number | null = null;

  constructor({ counter = () => performance.now(), ...options }: SureClockOptions) {
    this.#options = { ...options, counter };
  }

  async look(): Promise<Looked> {
    const { db, clock, counter } = this.#options;
    const count = counter();
    const ran_ms = this.#last === null ? null : Math.floor(count - this.#last);
    const now_ms = clock();
    const sure = await db.transaction().execute(async (trx) => {
      const found = look((await locked(trx)) ?? (await fromAudit(trx, now_ms)), now_ms, ran_ms);
      await write(trx, found);
      return found;
    });
    this.#last = count;
    return lookedAt(sure, now_ms);
  }
}

/** As it stands, without a look: null where nobody has looked yet. */
export async function aheadBy(db: Kysely<Records>, now_ms: number): Promise<Looked | null> {
  const row = await db.selectFrom('sure_time').selectAll().where('id', '=', ROW).executeTakeFirst();
  return row === undefined ? null : lookedAt(asSure(row), now_ms);
}

/** A person says that the clock is right: what is due by it is destroyed from now on. */
export async function believeClock(db: Kysely<Records>, now_ms: number): Promise<Looked> {
  await db.transaction().execute(async (trx) => {
    const before = (await locked(trx)) ?? (await fromAudit(trx, now_ms));
    await write(trx, believed(now_ms));
    const detail = { before: new Date(before.sure_ms).toISOString(), now: new Date(now_ms).toISOString() };
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'operator', action: 'evidence.clock_believed', subject: 'clock', detail },
    });
  });
  return { due_ms: now_ms, ahead_ms: 0 };
}

const lookedAt = (sure: SureTime, now_ms: number): Looked => ({
  due_ms: dueBy(sure, now_ms),
  ahead_ms: sure.doubted_ms === null ? 0 : Math.max(0, now_ms - sure.sure_ms),
});

interface Row {
  sure_at: number;
  seen_at: number;
  doubted: number | null;
}

const asSure = ({ sure_at, seen_at, doubted }: Row): SureTime => ({
  ...{ sure_ms: sure_at, seen_ms: seen_at, doubted_ms: doubted },
});

/** Of several processes that look at once each counts what the one before has not. */
async function locked(trx: Transaction<Records>): Promise<SureTime | null> {
  const select = trx.selectFrom('sure_time').selectAll().where('id', '=', ROW);
  const postgres = trx.getExecutor().adapter instanceof PostgresAdapter;
  const row = await (postgres ? select.forUpdate() : select).executeTakeFirst();
  return row === undefined ? null : asSure(row);
}

/** Where nobody has looked before: the last that was written down is surely past. */
async function fromAudit(trx: Transaction<Records>, now_ms: number): Promise<SureTime> {
  const last = await trx.selectFrom('audit_line').select('at').orderBy('number', 'desc').limit(1).executeTakeFirst();
  return believed(Math.min(last?.at ?? now_ms, now_ms));
}

async function write(trx: Transaction<Records>, { sure_ms, seen_ms, doubted_ms }: SureTime): Promise<void> {
  const row = { sure_at: sure_ms, seen_at: seen_ms, doubted: doubted_ms };
  await trx
    .insertInto('sure_time')
    .values({ id: ROW, ...row })
    .onConflict((c) => c.column('id').doUpdateSet(row))
    .execute();
}
