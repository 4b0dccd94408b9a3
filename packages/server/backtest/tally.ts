/** What one policy made of the events that are counted: kept as numbers and sets of accounts, never as events. */
import type { Outcome } from '@kith/contract';
import { type Considered, isOfRule, type Told } from '@kith/engine';

const DAY_MS = 86_400_000;

export interface RuleTally {
  rule: string;
  mode: 'live' | 'shadow';
  events: number;
  accounts: number;
  /** events on which it could not be evaluated, and so did not fire */
  failed: number;
}

export interface PolicyTally {
  version: string;
  outcomes: Readonly<Record<Outcome, number>>;
  rules: readonly RuleTally[];
  /** accounts that a live rule or a hold brings before a person, once an account and day */
  alerts: number;
  /** the same day by day (days since 1970, in order); days without any are left out */
  alertsByDay: readonly { day: number; alerts: number }[];
  /** cases: one an account, queue and rule */
  cases: Readonly<Record<string, number>>;
}

interface Fired {
  rule: string;
  mode: 'live' | 'shadow';
  events: number;
  accounts: Set<string>;
  failed: number;
}

export class Tally {
  readonly #version: string;
  readonly #modes: ReadonlyMap<string, 'live' | 'shadow'>;
  readonly #outcomes: Record<Outcome, number> = { allow: 0, notice: 0, confirm: 0, hold: 0, block: 0 };
  readonly #rules = new Map<string, Fired>();
  readonly #alerts = new Map<number, Set<string>>();
  readonly #cases = new Map<string, Set<string>>();

  /** @param modes the rules that are tried, so that one that never fires is seen, too */
  constructor(version: string, modes: ReadonlyMap<string, 'live' | 'shadow'>) {
    this.#version = version;
    this.#modes = modes;
    for (const rule of modes.keys()) this.#fired(rule);
  }

  #fired(rule: string): Fired {
    let fired = this.#rules.get(rule);
    if (fired === undefined) {
      fired = { rule, mode: this.#modes.get(rule) ?? 'live', events: 0, accounts: new Set(), failed: 0 };
      this.#rules.set(rule, fired);
    }
    return fired;
  }

  count(told: Told, { decision, signals, effects, faults }: Considered): void {
    const { actor } = told.data;
    this.#outcomes[decision.outcome]++;
    for (const signal of signals) {
      if (!isOfRule(signal)) continue;
      const fired = this.#fired(signal.rule);
      fired.events++;
      fired.accounts.add(actor);
    }
    for (const rule of faults) this.#fired(rule).failed++;
    let alert = decision.outcome === 'hold';
    for (const effect of effects) {
      if (effect.type !== 'case.opened') continue;
      alert = true;
      let cases = this.#cases.get(effect.queue);
      if (cases === undefined) {
        cases = new Set();
        this.#cases.set(effect.queue, cases);
      }
      cases.add(`${effect.account}\n${'rule' in effect ? effect.rule : ''}`);
    }
    if (alert) this.#alert(Math.floor(told.at / DAY_MS), actor);
  }

  #alert(day: number, actor: string): void {
    const accounts = this.#alerts.get(day);
    if (accounts === undefined) this.#alerts.set(day, new Set([actor]));
    else accounts.add(actor);
  }

  done(): PolicyTally {
    const alertsByDay = [...this.#alerts]
      .map(([day, accounts]) => ({ day, alerts: accounts.size }))
      .sort((a, b) => a.day - b.day);
    return {
      version: this.#version,
      outcomes: this.#outcomes,
      rules: [...this.#rules.values()].map(({ accounts, ...fired }) => ({ ...fired, accounts: accounts.size })),
      alerts: alertsByDay.reduce((sum, { alerts }) => sum + alerts, 0),
      alertsByDay,
      cases: Object.fromEntries([...this.#cases].map(([queue, cases]) => [queue, cases.size])),
    };
  }
}
