/** From what deciding opened, and what people report, to cases and the lines of their histories. Pure. */
import type { Risk } from '@kith/contract';
import type { CaseByMaterial, CaseOpened, Considered, Told } from '@kith/engine';
import type { CaseLine, CaseToOpen } from '../ground/database/index.ts';
import { reportIdOf } from './report-rows.ts';
import { nameOf } from './row-names.ts';

/** The level of a case that a rule or a report opened: the risk has none. */
const NO_LEVEL: Risk = 'none';
/** Where cases wait that a report opened. */
export const REPORTS_QUEUE = 'reports';

export interface CaseRows {
  /** at most one an account: what is most pressing of the block */
  cases: readonly CaseToOpen[];
  lines: readonly CaseLine[];
}

/** How many hours of waiting a level is worth until the case is weighed, which is a moment later (cases/weigher.ts). */
const HEAD_START_HOURS: Readonly<Record<Risk, number>> = { none: 0, low: 0, medium: 12, high: 96 };

/** The same of known material: what is verified stands before all others. */
const MATERIAL_HEAD_START_HOURS: Readonly<Record<CaseByMaterial['verdict'], number>> = { likely: 100, verified: 1000 };

/** A case's place in its queue: hours that it is ahead, less since when it waits. The highest comes first. */
export const rankOf = (ahead_hours: number, waitsSince_ms: number): number => ahead_hours - waitsSince_ms / HOUR_MS;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Gathers the cases of a block, event by event, in order. */
export class CasesOfBlock {
  readonly #cases = new Map<string, CaseToOpen>();
  readonly #lines = new Map<string, CaseLine>();
  readonly #now_ms: number;

  constructor(now_ms: number) {
    this.#now_ms = now_ms;
  }

  add(told: Told, { effects }: Pick<Considered, 'effects'>): void {
    for (const effect of effects) {
      if (effect.type !== 'case.opened') continue;
      this.#join(seedOf(told, effect, this.#now_ms), causeOf(told, effect));
    }
    if (told.type !== 'report.filed') return;
    const { other: account, category } = told.data;
    const report = reportIdOf(told.id);
    const why = { report, category };
    const seed = seedAt(told, { account, queue: REPORTS_QUEUE }, this.#now_ms);
    this.#join(
      { ...seed, level: NO_LEVEL, score: 0, why: JSON.stringify(why), features: null },
      { kind: 'report_joined', key: told.id, detail: why },
    );
  }

  #join(seed: CaseToOpen, { kind, key, detail }: Cause): void {
    const { account } = seed;
    const line = { account, at: this.#now_ms, place: 1, opens: null };
    const opened = {
      id: nameOf('line', seed.id, 'opened'),
      kind: 'opened',
      detail: JSON.stringify({ by: kind }),
    } as const;
    this.#keep({ ...line, ...opened, place: 0, opens: seed.id });
    this.#keep({ ...line, id: nameOf('line', key, `${kind} ${account}`), kind, detail: JSON.stringify(detail) });
    const before = this.#cases.get(account);
    if (before === undefined) {
      this.#cases.set(account, seed);
      return;
    }
    // what opens one always does so whatever else came
    const harmless_since = before.harmless_since === null ? null : seed.harmless_since;
    if (takesOver(seed.level, before.level)) {
      // it is the case that came first, and says why it is looked at now
      const { id, queue, waits_since, rank } = before;
      this.#cases.set(account, { ...seed, id, queue, waits_since, rank: Math.max(rank, seed.rank), harmless_since });
    } else this.#cases.set(account, { ...before, harmless_since });
  }

  #keep(line: CaseLine): void {
    if (!this.#lines.has(line.id)) this.#lines.set(line.id, line);
  }

  /** In one order everywhere: two processes that insert the same rows must not wait for each other. */
  rows(): CaseRows {
    const cases = [...this.#cases.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
    return { cases, lines: [...this.#lines.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
  }
}

/** Whether a case says from now on that it is looked at for a risk of this level. The databases know it, too. */
const takesOver = (level: string, than: string): boolean =>
  level !== NO_LEVEL && !(level === 'medium' && than === 'high');

const OPENS_ALWAYS: Pick<CaseToOpen, 'harmless_since' | 'harmless_points'> = {
  harmless_since: null,
  harmless_points: 0,
};

function seedAt(told: Told, { account, queue }: { account: string; queue: string }, now_ms: number) {
  return {
    ...{ id: nameOf('case', told.id, account), account, queue, event: told.id },
    ...{ opened_at: now_ms, updated_at: now_ms, waits_since: now_ms, rank: rankOf(0, now_ms) },
    ...OPENS_ALWAYS,
  };
}

function seedOf(told: Told, effect: CaseOpened, now_ms: number): CaseToOpen {
  const seed = seedAt(told, effect, now_ms);
  if ('rule' in effect) {
    const why = JSON.stringify({ rule: effect.rule, words: effect.words });
    return { ...seed, level: NO_LEVEL, score: 0, why, features: null };
  }
  if ('verdict' in effect) {
    const why = JSON.stringify({ material: effect.verdict, media: effect.media, message: effect.message });
    const rank = rankOf(MATERIAL_HEAD_START_HOURS[effect.verdict], now_ms);
    return { ...seed, rank, level: NO_LEVEL, score: 0, why, features: null };
  }
  const { level, score } = effect;
  const rank = rankOf(HEAD_START_HOURS[level], now_ms);
  if ('linked' in effect)
    return { ...seed, rank, level, score, why: JSON.stringify(effect.linked.because), features: null };
  const { because, features, unlessHarmless: harmless } = effect;
  const opens =
    harmless === null
      ? OPENS_ALWAYS
      : { harmless_since: now_ms - harmless.days * DAY_MS, harmless_points: harmless.points };
  return { ...seed, ...opens, rank, level, score, why: JSON.stringify(because), features: JSON.stringify(features) };
}

interface Cause {
  kind: Exclude<CaseLine['kind'], 'opened'>;
  /** what it is named by: told again, it is the same line */
  key: string;
  detail: Readonly<Record<string, string | number>>;
}

/** Of a rule that fires on every message, one line a day is kept. */
function causeOf(told: Told, effect: CaseOpened): Cause {
  if ('rule' in effect) {
    const { rule, words } = effect;
    return { kind: 'rule_hit', key: JSON.stringify([rule, Math.floor(told.at / DAY_MS)]), detail: { rule, words } };
  }
  if ('verdict' in effect) {
    const { verdict, media, message } = effect;
    const detail = { verdict, ...(media !== null && { media }), ...(message !== null && { message }) };
    return { kind: 'material_matched', key: told.id, detail };
  }
  const { level, score } = effect;
  if ('linked' in effect) {
    return { kind: 'link_found', key: told.id, detail: { level, score, account: effect.linked.account } };
  }
  return { kind: 'risk_rose', key: told.id, detail: { level, score } };
}
