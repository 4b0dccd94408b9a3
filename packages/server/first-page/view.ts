/** From what was counted to what the page shows: numbers and sentences in a language, and nothing that was said. */
import type { AgeBand, EventType, Outcome } from '@kith/contract';
import type { DeepLookState } from '../deep-look/index.ts';
import { fill, type Language } from '../ground/pages/index.ts';
import type { Noteworthy, Quantiles, Snapshot } from '../ground/telemetry/index.ts';
import { OUTCOMES } from '../ground/telemetry/index.ts';
import type { StoreStatus } from '../knowledge/index.ts';
import { saidOfRisk, sayTerm } from '../words/index.ts';
import { area, CHART, outline, roundUp, steps } from './chart.ts';
import type { PageWords } from './words.ts';

/** How many of the last decisions the page lists. */
const LISTED_MAX = 12;
/** How many of each outcome are among them, so that a common one doesn't hide the others. */
const LISTED_AN_OUTCOME: Readonly<Record<Outcome, number>> = { allow: 2, notice: 4, confirm: 4, hold: 4, block: 4 };
/** Account ids are cut to this many characters. */
const ID_SHOWN_MAX = 16;

export interface Seen {
  snapshot: Snapshot;
  store: StoreStatus;
  policy: string;
  version: string;
  /** null where it is off */
  deepLook: DeepLookState | null;
  /** the age bands of the accounts that are listed */
  ages: ReadonlyMap<string, AgeBand>;
}

export interface OutcomeView {
  outcome: Outcome;
  name: string;
  means: string;
  count: string;
  share: string;
  most: string;
  spark: { label: string; area: string; line: string };
}

export interface DecisionView {
  outcome: Outcome;
  happened: string;
  sentence: string;
  /** what a risk is made of, in words */
  because: string;
  measure: string;
  type: EventType;
  actor: string;
  other: string;
  at: string;
  time: string;
}

/** Which decisions are listed: all outcomes, or one. */
export type Filter = Outcome | 'all';

/** The decisions that are listed, newest first. */
export function listed(last: readonly Noteworthy[], filter: Filter): Noteworthy[] {
  if (filter !== 'all') return last.filter((d) => d.outcome === filter).slice(0, LISTED_MAX);
  const left = { ...LISTED_AN_OUTCOME };
  return last.filter((d) => left[d.outcome]-- > 0).slice(0, LISTED_MAX);
}

export function view({ snapshot, store, policy, version, deepLook, ages }: Seen, filter: Filter, words: PageWords) {
  const { language } = words;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' });
  const say = (message: string, values: Record<string, string | number>) => fill(message, values, language);

  const outcomes = OUTCOMES.map((outcome): OutcomeView => {
    const perSecond = snapshot.series[outcome];
    const most = Math.max(...perSecond);
    const lately = perSecond.reduce((sum, n) => sum + n, 0);
    const { name, means } = words.outcomes[outcome];
    const shown = { outcome: name, count: number.format(lately), most: number.format(most) };
    return {
      outcome,
      name,
      means,
      count: number.format(snapshot.outcomes[outcome]),
      share: percent(snapshot.outcomes[outcome], snapshot.events, language),
      most: say(words.page.mostASecond, { count: number.format(most) }),
      spark: { label: say(words.page.spark, shown), ...drawn(perSecond) },
    };
  });

  const decisions = listed(snapshot.last, filter).map((decision): DecisionView => {
    const { other } = decision;
    return {
      outcome: decision.outcome,
      happened: words.happened[decision.outcome],
      sentence: sentence(decision, ages, words),
      because: becauseOf(decision, words),
      measure: measureOf(decision, words),
      type: decision.type,
      actor: short(decision.actor),
      other: other === undefined ? '' : short(other),
      at: new Date(decision.decidedAt).toISOString(),
      time: clock.format(decision.decidedAt),
    };
  });

  const latency = (q: Quantiles, message: string) => ({
    value: milliseconds(q.count === 0 ? undefined : q.p50_ms, language),
    label: say(message, { p99: milliseconds(q.count === 0 ? undefined : q.p99_ms, language) }),
  });
  const rejected = Object.values(snapshot.rejected).reduce((sum, n) => sum + n, 0);

  return {
    empty: snapshot.events === 0,
    asOf: say(words.page.asOf, { time: clock.format(snapshot.now) }),
    figures: [
      { value: number.format(snapshot.events), label: words.figures.events },
      { value: rate(snapshot.rate, language), label: words.figures.rate },
      latency(snapshot.deciding, words.figures.deciding),
      latency(snapshot.answering, words.figures.answering),
    ],
    chart: chartOf(snapshot, words),
    box: CHART,
    outcomes,
    decisions,
    facts: [
      { key: words.facts.policy, value: policy },
      { key: words.facts.store, value: words.stores[store.kind] },
      { key: words.facts.storeEvents, value: number.format(store.events) },
      { key: words.facts.accounts, value: number.format(store.accounts) },
      { key: words.facts.contacts, value: number.format(store.contacts) },
      { key: words.facts.saved, value: savedWords(store, words) },
      { key: words.facts.duplicates, value: number.format(snapshot.duplicates) },
      { key: words.facts.rejected, value: number.format(rejected) },
      { key: words.facts.uptime, value: duration((snapshot.now - snapshot.startedAt) / 1000, language) },
      ...(deepLook === null ? [] : [{ key: words.facts.deepLook, value: deepLookWords(deepLook, words) }]),
      { key: words.facts.version, value: version },
    ],
  };
}
export type PageView = ReturnType<typeof view>;

function drawn(perSecond: readonly number[]) {
  const values = steps(perSecond);
  const most = roundUp(Math.max(...values));
  return { area: area(values, most), line: outline(values, most) };
}

function chartOf(snapshot: Snapshot, words: PageWords) {
  const { allow } = snapshot.series;
  const all = allow.map((_, i) => OUTCOMES.reduce((sum, outcome) => sum + (snapshot.series[outcome][i] ?? 0), 0));
  const guarded = all.map((n, i) => n - (allow[i] ?? 0));
  const values = steps(all);
  const most = roundUp(Math.max(...values));
  const number = new Intl.NumberFormat(words.language);
  return {
    label: fill(
      words.page.chart,
      { rate: rate(snapshot.rate, words.language), most: number.format(Math.max(...all)) },
      words.language,
    ),
    top: number.format(most),
    all: area(values, most),
    line: outline(values, most),
    guarded: area(steps(guarded), most),
  };
}

/** What happened, in plain words: who did what to whom. */
function sentence(decision: Noteworthy, ages: ReadonlyMap<string, AgeBand>, words: PageWords): string {
  const [reason] = decision.reasons;
  if (reason === undefined) return '';
  const who = (id: string | undefined) => words.who[id === undefined ? 'group' : (ages.get(id) ?? 'unknown')];
  const signs = (reason.signs ?? []).map((sign) => words.signs[sign]).join('; ');
  return fill(
    words.reasons[reason.code],
    { actor: who(decision.actor), other: who(decision.other), signs },
    words.language,
  );
}

/** What the first reason's risk is made of, the largest first. */
function becauseOf({ reasons }: Noteworthy, { terms }: PageWords): string {
  const said = saidOfRisk(reasons[0]?.because ?? [], reasons[0]?.beside);
  return said.map((one) => sayTerm(terms, one)).join('; ');
}

function measureOf({ reasons }: Noteworthy, words: PageWords): string {
  const measure = reasons[0]?.measure;
  return measure === undefined ? '' : fill(words.page.measure, { measure }, words.language);
}

const short = (id: string): string => (id.length > ID_SHOWN_MAX ? `${id.slice(0, ID_SHOWN_MAX - 1)}…` : id);

function percent(part: number, whole: number, language: Language): string {
  const share = whole === 0 ? 0 : part / whole;
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(share);
}

function rate(perSecond: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: perSecond < 10 ? 1 : 0 }).format(perSecond);
}

function milliseconds(ms: number | undefined, language: Language): string {
  if (ms === undefined) return '–';
  const digits = ms < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(ms)} ms`;
}

function duration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, value] =
    whole < 120
      ? (['second', whole] as const)
      : whole < 7200
        ? (['minute', Math.floor(whole / 60)] as const)
        : whole < 172_800
          ? (['hour', Math.floor(whole / 3600)] as const)
          : (['day', Math.floor(whole / 86_400)] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

function deepLookWords({ circuit, cutOff, looked, found }: DeepLookState, words: PageWords): string {
  const { language, deepLook } = words;
  const number = new Intl.NumberFormat(language);
  if (cutOff === null) {
    return fill(deepLook.works, { looked: number.format(looked), found: number.format(found) }, language);
  }
  const at = new Intl.DateTimeFormat(language, { timeStyle: 'short', hourCycle: 'h23' }).format(cutOff.since_ms);
  const why = words.deepLookFailures[cutOff.why];
  return fill(circuit === 'half_open' ? deepLook.triedAgain : deepLook.cutOff, { at, why }, language);
}

function savedWords({ kind, savedAge_s }: StoreStatus, words: PageWords): string {
  if (savedAge_s !== null) {
    return fill(words.facts.savedAgo, { duration: duration(savedAge_s, words.language) }, words.language);
  }
  return kind === 'postgres' ? words.facts.savedAlways : words.facts.savedNotYet;
}
