/** A backtest as the console shows it. */
import { BACKTEST_ACCOUNTS_MAX, type BacktestView, type CasePolicy } from '@kith/contract';
import { sayQueue } from '../cases/index.ts';
import type { Language } from '../ground/pages/index.ts';
import type { Backtest } from './backtest.ts';
import type { PolicyTally } from './tally.ts';

interface Showing {
  /** whether whoever looks may be told accounts by name */
  accounts: boolean;
  queues: CasePolicy;
  language: Language;
}

const DAY_MS = 86_400_000;
const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export function viewBacktest(found: Backtest, showing: Showing): BacktestView {
  const { events, counted, first_ms, last_ms, whole, changes, days, alertsADay, took_s } = found;
  const { count, some } = found.accountsConcerned;
  return {
    ...{ events, counted, first: timeOf(first_ms), last: timeOf(last_ms), whole },
    ...{ before: tallyOf(found.before, showing), after: tallyOf(found.after, showing) },
    changes: [...changes],
    accountsConcerned: { count, some: showing.accounts ? some.slice(0, BACKTEST_ACCOUNTS_MAX) : [] },
    ...{ days, alertsADay, seconds: took_s },
  };
}

function tallyOf(tally: PolicyTally, { queues, language }: Showing): BacktestView['before'] {
  const { version, outcomes, rules, alerts, alertsByDay, cases } = tally;
  return {
    ...{ version, outcomes, rules: [...rules], alerts },
    alertsByDay: alertsByDay.map((one) => ({
      day: new Date(one.day * DAY_MS).toISOString().slice(0, 10),
      alerts: one.alerts,
    })),
    cases: Object.entries(cases)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([queue, count]) => ({ queue, queueWords: sayQueue(queues, queue, language), cases: count })),
  };
}
