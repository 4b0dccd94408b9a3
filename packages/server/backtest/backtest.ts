/**
 * What a changed policy would have made of what happened: the log is considered twice from its beginning, under the
 * policy in force and under the changed one, and the two are compared. Not with what was logged: a log that no longer
 * has its beginning, or was decided under several policies, would differ from either for reasons of its own.
 */
import type { Outcome } from '@kith/contract';
import { type CompiledPolicy, consider } from '@kith/engine';
import { isLogPartial, type KnowledgeStore, type Logged, WorkingSet } from '../knowledge/index.ts';
import { type PolicyTally, Tally } from './tally.ts';

const DAY_MS = 86_400_000;
/** Events considered twice between two breaths: a millisecond or two. */
const EVENTS_A_BREATH = 32;
/** Accounts that are named: enough to look at, too few to be a list of people. */
const ACCOUNTS_NAMED_MAX = 10;

export interface Period {
  /** milliseconds since 1970; events before it only make knowledge */
  from_ms: number;
  /** not itself in it */
  to_ms: number;
}

export interface Backtest {
  /** events of the log, and those of them in the period */
  events: number;
  counted: number;
  /** when the first and the last of those happened; null where there are none */
  first_ms: number | null;
  last_ms: number | null;
  /** whether the log goes back to the store's beginning: else knowledge began empty, and the first days are a warm-up */
  whole: boolean;
  /** accounts that the log told of */
  accounts: number;
  before: PolicyTally;
  after: PolicyTally;
  /** events decided otherwise, from what to what */
  changes: readonly { from: Outcome; to: Outcome; events: number }[];
  accountsConcerned: { count: number; some: readonly string[] };
  /** days in the period, at least one */
  days: number;
  alertsADay: { before: number; after: number; budget: number };
  took_s: number;
}

interface Asked {
  before: CompiledPolicy;
  after: CompiledPolicy;
  period: Period;
  /** alerts a day that can be borne; as the changed policy has it where null */
  budget: number | null;
  /** told of events so far, and of how many there are */
  onProgress?: (events: number, of: number) => void;
  /** called again and again between a few events, where others wait for the processor; it ends the work by throwing */
  breathe?: () => Promise<void>;
  /** milliseconds, for how long it took */
  clock?: () => number;
}

const modesOf = ({ policy }: CompiledPolicy): Map<string, 'live' | 'shadow'> =>
  new Map(policy.rules.flatMap(({ name, mode }) => (mode === 'off' ? [] : [[name, mode] as const])));

/** Holds what is known twice in plain maps (some 250 bytes a contact each), and one chunk of the log at a time. */
export async function backtest(
  store: Pick<KnowledgeStore, 'log' | 'status' | 'records'>,
  { before, after, period, budget, onProgress = () => {}, breathe, clock = () => performance.now() }: Asked,
): Promise<Backtest> {
  const began = clock();
  const replay = new Replay(before, after, period);
  // where the store is in use, what comes from now on is not waited for
  const { events: committed } = await store.status();
  for await (const chunk of store.log()) {
    for (let i = 0; i < chunk.length && replay.events < committed; i++) {
      const logged = chunk[i];
      if (logged !== undefined) replay.look(logged);
      if (breathe !== undefined && replay.events % EVENTS_A_BREATH === 0) await breathe();
    }
    onProgress(replay.events, committed);
    if (replay.events >= committed) break;
  }
  const whole = replay.events === committed && !(await isLogPartial(store.records.kysely));
  const { accounts, first_ms, last_ms } = replay;
  const days = first_ms === null || last_ms === null ? 1 : Math.max(1, Math.ceil((last_ms + 1 - first_ms) / DAY_MS));
  const borne = budget ?? (after.policy.alertBudget.perDayPer100000Accounts * accounts) / 100_000;
  const [was, is] = [replay.tallies.before.done(), replay.tallies.after.done()];
  return {
    events: replay.events,
    counted: replay.counted,
    first_ms,
    last_ms,
    whole,
    accounts,
    before: was,
    after: is,
    changes: replay.changes(),
    accountsConcerned: { count: replay.concerned.size, some: [...replay.concerned].slice(0, ACCOUNTS_NAMED_MAX) },
    days,
    alertsADay: { before: was.alerts / days, after: is.alerts / days, budget: borne },
    took_s: (clock() - began) / 1000,
  };
}

class Replay {
  readonly #before: CompiledPolicy;
  readonly #after: CompiledPolicy;
  readonly #period: Period;
  readonly #known = { before: new WorkingSet(), after: new WorkingSet() };
  readonly #changes = new Map<string, { from: Outcome; to: Outcome; events: number }>();
  readonly tallies: { before: Tally; after: Tally };
  readonly concerned = new Set<string>();
  events = 0;
  counted = 0;
  first_ms: number | null = null;
  last_ms: number | null = null;

  constructor(before: CompiledPolicy, after: CompiledPolicy, period: Period) {
    this.#before = before;
    this.#after = after;
    this.#period = period;
    this.tallies = {
      before: new Tally(before.version, modesOf(before)),
      after: new Tally(after.version, modesOf(after)),
    };
  }

  get accounts(): number {
    return this.#known.after.accounts.size;
  }

  changes(): { from: Outcome; to: Outcome; events: number }[] {
    return [...this.#changes.values()].sort((a, b) => b.events - a.events);
  }

  look({ told }: Logged): void {
    this.events++;
    const was = consider(this.#known.before, told, this.#before);
    this.#known.before.apply(was.changes);
    const is = consider(this.#known.after, told, this.#after);
    this.#known.after.apply(is.changes);
    if (told.at < this.#period.from_ms || told.at >= this.#period.to_ms) return;
    this.counted++;
    this.first_ms = Math.min(this.first_ms ?? told.at, told.at);
    this.last_ms = Math.max(this.last_ms ?? told.at, told.at);
    this.tallies.before.count(told, was);
    this.tallies.after.count(told, is);
    const [from, to] = [was.decision.outcome, is.decision.outcome];
    if (from === to) return;
    this.concerned.add(told.data.actor);
    const change = this.#changes.get(`${from} ${to}`);
    if (change === undefined) this.#changes.set(`${from} ${to}`, { from, to, events: 1 });
    else change.events++;
  }
}
