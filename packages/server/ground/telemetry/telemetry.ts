/**
 * What Kith counts of itself: for the first page, and for Prometheus. It holds codes, counts and ids, and no words of
 * anybody. Recording a decision is a few additions in typed arrays (measured: about 0.1 µs), because it is done for
 * every event; whatever costs more is done when somebody looks.
 */
import type { EventType, Outcome } from '@kith/contract';
import type { Decided, RuleSignal } from '@kith/engine';
import { DurationHistogram, type Quantiles } from './histogram.ts';
import { type Noteworthy, NoteworthyRings } from './noteworthy.ts';
import { OUTCOME_NUMBER, OUTCOMES, REASON_NUMBER, REASONS, TYPE_NUMBER, TYPES } from './outcomes.ts';
import type { Counted, Counts, Level } from './prometheus.ts';
import { RuleCounts } from './rules.ts';
import { Series } from './series.ts';

/** How many routes are told apart; templates are counted, not addresses, so there are few. */
const ROUTES_MAX = 64;
/** How many rules are told apart: those of the policy, and of some before it. */
const RULES_NAMED_MAX = 1000;
/** How many codes of refused events are told apart. */
const CODES_MAX = 64;
/** One event that was decided and committed for the first time. */
export interface DecidedEvent {
  type: EventType;
  /** when it happened, milliseconds since 1970 */
  at: number;
  /** how long deciding took, the wait for its commit included, in milliseconds */
  took_ms: number;
  decision: Decided;
  actor: string;
  other?: string | undefined;
}

export interface Snapshot {
  now: number;
  startedAt: number;
  /** events decided since the start */
  events: number;
  /** decided a second, lately */
  rate: number;
  /** events that were told before, and got their first decision again */
  duplicates: number;
  /** events that were refused, by the problem's code */
  rejected: Readonly<Record<string, number>>;
  outcomes: Readonly<Record<Outcome, number>>;
  types: Readonly<Partial<Record<EventType, number>>>;
  reasons: Readonly<Record<string, number>>;
  /** 120 numbers an outcome, one a second, oldest first */
  series: Readonly<Record<Outcome, readonly number[]>>;
  deciding: Quantiles;
  answering: Quantiles;
  /** newest first: some of each outcome */
  last: readonly Noteworthy[];
}

export interface Telemetry {
  /** Counts a decision. Called once for every event that was committed. */
  decided(event: DecidedEvent): void;
  /** Counts what the policy's rules found on an event that was committed. */
  ruled(found: { signals: readonly RuleSignal[]; faults: readonly string[] }): void;
  /** Counts an event that was told before. */
  duplicated(): void;
  /** Counts an event that was refused: the stable code of its problem. */
  rejected(code: string): void;
  /** Counts an answered request: its route as a template (/v1/accounts/:id), its status. */
  answered(route: string, status: number, took_ms: number): void;
  snapshot(): Snapshot;
  /** Says who knows the levels of things that go up and down: asked whenever somebody scrapes. It must not reject. */
  watch(levels: () => Promise<readonly Level[]>): void;
  /** Says what else is counted: asked whenever somebody scrapes. */
  include(counts: () => Counts): void;
  /** Everything that is counted, in Prometheus' text format. */
  prometheus(): Promise<string>;
}

export interface TelemetryOptions {
  /** milliseconds since 1970 */
  clock: () => number;
}

interface Answered {
  route: string;
  status: number;
  count: number;
}

export function createTelemetry({ clock }: TelemetryOptions): Telemetry {
  const startedAt = clock();
  const startedSecond = Math.floor(startedAt / 1000);
  const counts = new Float64Array(TYPES.length * OUTCOMES.length);
  const reasons = new Float64Array(REASONS.length);
  const rejected = new Map<string, number>();
  const answers = new Map<string, Answered>();
  const rules = new RuleCounts(RULES_NAMED_MAX);
  const series = new Series();
  const rings = new NoteworthyRings();
  const deciding = new DurationHistogram();
  const answering = new DurationHistogram();
  let events = 0;
  let duplicates = 0;

  const total = (some: (type: number, outcome: number) => boolean): number => {
    let sum = 0;
    for (const t of TYPES.keys())
      for (const o of OUTCOMES.keys()) if (some(t, o)) sum += counts[t * OUTCOMES.length + o] ?? 0;
    return sum;
  };

  let levels: () => Promise<readonly Level[]> = async () => [];
  const others: (() => Counts)[] = [];

  const counted = async (): Promise<Counted> => ({
    startedAt,
    now: clock(),
    decisions: TYPES.flatMap((type, t) =>
      OUTCOMES.map((outcome, o) => ({ type, outcome, count: counts[t * OUTCOMES.length + o] ?? 0 })),
    ).filter((c) => c.count > 0),
    reasons: REASONS.map((reason, i) => ({ reason, count: reasons[i] ?? 0 })).filter((c) => c.count > 0),
    rules: rules.all(),
    receipts: { accepted: events, duplicate: duplicates, rejected },
    answers: [...answers.values()],
    deciding: deciding.totals(),
    answering: answering.totals(),
    levels: await levels(),
    others: others.map((counts) => counts()),
  });

  return {
    decided({ type, took_ms, decision, actor, other }) {
      const now = clock();
      const second = Math.floor(now / 1000);
      const outcome = OUTCOME_NUMBER.get(decision.outcome) ?? 0;
      const cell = (TYPE_NUMBER.get(type) ?? 0) * OUTCOMES.length + outcome;
      events++;
      counts[cell] = (counts[cell] ?? 0) + 1;
      for (const { code } of decision.reasons) {
        const reason = REASON_NUMBER.get(code) ?? 0;
        reasons[reason] = (reasons[reason] ?? 0) + 1;
      }
      series.add(outcome, second);
      deciding.record(took_ms, now);
      if (!rings.wants(outcome, second)) return;
      rings.keep(outcome, {
        number: events,
        decidedAt: now,
        type,
        outcome: decision.outcome,
        reasons: decision.reasons,
        notices: decision.notices.length,
        actor,
        other,
      });
    },

    ruled({ signals, faults }) {
      for (const { rule, mode } of signals) rules.count(rule, mode);
      for (const rule of faults) rules.count(rule, 'failed');
    },

    duplicated() {
      duplicates++;
    },

    rejected(code) {
      const known = rejected.has(code) || rejected.size < CODES_MAX;
      const name = known ? code : 'other';
      rejected.set(name, (rejected.get(name) ?? 0) + 1);
    },

    answered(route, status, took_ms) {
      const key = `${status} ${route}`;
      let answer = answers.get(key);
      if (answer === undefined) {
        const name = answers.size < ROUTES_MAX ? route : 'other';
        answer = answers.get(`${status} ${name}`) ?? { route: name, status, count: 0 };
        answers.set(`${status} ${name}`, answer);
      }
      answer.count++;
      answering.record(took_ms, clock());
    },

    snapshot() {
      const now = clock();
      const second = Math.floor(now / 1000);
      const byOutcome = (outcome: number) => total((_, o) => o === outcome);
      const [allow, notice, confirm, hold, block] = OUTCOMES.map((_, o) => byOutcome(o));
      const some = (pairs: [string, number][]) => Object.fromEntries(pairs.filter(([, count]) => count > 0));
      return {
        now,
        startedAt,
        events,
        rate: series.rate(second, startedSecond),
        duplicates,
        rejected: Object.fromEntries(rejected),
        outcomes: { allow: allow ?? 0, notice: notice ?? 0, confirm: confirm ?? 0, hold: hold ?? 0, block: block ?? 0 },
        types: some(TYPES.map((type, t) => [type, total((of) => of === t)])),
        reasons: some(REASONS.map((reason, i) => [reason, reasons[i] ?? 0])),
        series: series.last(second),
        deciding: deciding.quantiles(now),
        answering: answering.quantiles(now),
        last: rings.newestFirst(),
      };
    },

    watch(asked) {
      levels = asked;
    },

    include(counts) {
      others.push(counts);
    },

    // OpenTelemetry's modules are loaded when somebody first scrapes: a start would wait for them
    prometheus: async () => (await import('./prometheus.ts')).prometheusText(await counted()),
  };
}
