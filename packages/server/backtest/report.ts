/** A backtest as what people read: the same rows on a terminal and on the page. */
import { outcome } from '@kith/contract';
import type { Backtest } from './backtest.ts';
import type { PolicyTally, RuleTally } from './tally.ts';

export interface ReportTable {
  title: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface Report {
  title: string;
  /** sentences about what was compared, and how much it can say */
  about: readonly string[];
  /** what to think of the alerts */
  verdict: string;
  /** more alerts than the budget */
  over: boolean;
  tables: readonly ReportTable[];
}

const whole = (n: number): string => n.toLocaleString('en-GB');
const perDay = (n: number): string => (n >= 100 ? whole(Math.round(n)) : n.toFixed(1));
const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
const change = (from: number, to: number): string => `${to > from ? '+' : ''}${whole(to - from)}`;

export function reportOf(b: Backtest): Report {
  return {
    title: `Policy ${b.after.version}, had it been in force instead of ${b.before.version}`,
    about: aboutOf(b),
    verdict: verdictOf(b),
    over: b.alertsADay.after > b.alertsADay.budget,
    tables: [outcomesOf(b), changesOf(b), rulesOf(b), casesOf(b), alertsOf(b)].filter(({ rows }) => rows.length > 0),
  };
}

function aboutOf(b: Backtest): string[] {
  const period =
    b.first_ms === null || b.last_ms === null
      ? 'No event of the log is in the period.'
      : `${whole(b.counted)} of the log's ${whole(b.events)} events are counted, from ${time(b.first_ms)} to ${time(b.last_ms)}.`;
  const reach = b.whole
    ? 'The log goes back to the beginning: what is known at each event is what was known then.'
    : 'The log no longer goes back to the beginning: what was known before it is missing, under both policies alike. ' +
      'The first days are a warm-up, so counts of the past (such as reports in 30 days) are too low in them.';
  const concerned =
    b.accountsConcerned.count === 0
      ? 'No account would have met another decision.'
      : `${whole(b.accountsConcerned.count)} accounts would have met another decision, among them ${b.accountsConcerned.some.join(', ')}.`;
  return [period, reach, concerned, `It took ${b.took_s.toFixed(1)} seconds.`];
}

function verdictOf({ alertsADay: { before, after, budget } }: Backtest): string {
  const said = `${perDay(after)} alerts a day, where there were ${perDay(before)}; the budget is ${perDay(budget)}.`;
  return after <= budget ? `Within the budget: ${said}` : `OVER the budget: ${said}`;
}

const outcomesOf = ({ before, after }: Backtest): ReportTable => ({
  title: 'Decisions',
  head: ['Outcome', 'Before', 'After', 'Change'],
  rows: outcome.options.map((o) => [
    o,
    whole(before.outcomes[o]),
    whole(after.outcomes[o]),
    change(before.outcomes[o], after.outcomes[o]),
  ]),
});

const changesOf = ({ changes }: Backtest): ReportTable => ({
  title: 'Decided otherwise',
  head: ['From', 'To', 'Events'],
  rows: changes.map(({ from, to, events }) => [from, to, whole(events)]),
});

function rulesOf({ before, after }: Backtest): ReportTable {
  const was = new Map(before.rules.map((rule) => [rule.rule, rule]));
  const gone = before.rules.filter(({ rule }) => !after.rules.some((r) => r.rule === rule));
  const row = (rule: string, from: RuleTally | undefined, to: RuleTally | undefined): string[] => [
    rule,
    to === undefined ? 'gone' : to.mode,
    from === undefined ? '-' : whole(from.events),
    to === undefined ? '-' : whole(to.events),
    whole(to?.accounts ?? 0),
    whole(to?.failed ?? 0),
  ];
  return {
    title: 'Rules',
    head: ['Rule', 'Mode', 'Fired before', 'Fired after', 'Accounts', 'Failed'],
    rows: [
      ...after.rules.map((rule) => row(rule.rule, was.get(rule.rule), rule)),
      ...gone.map((rule) => row(rule.rule, rule, undefined)),
    ],
  };
}

function casesOf({ before, after }: Backtest): ReportTable {
  const queues = [...new Set([...Object.keys(before.cases), ...Object.keys(after.cases)])].sort();
  const of = ({ cases }: PolicyTally, queue: string): number => cases[queue] ?? 0;
  return {
    title: 'Cases opened',
    head: ['Queue', 'Before', 'After', 'Change'],
    rows: queues.map((queue) => [
      queue,
      whole(of(before, queue)),
      whole(of(after, queue)),
      change(of(before, queue), of(after, queue)),
    ]),
  };
}

const alertsOf = ({ before, after, alertsADay, days }: Backtest): ReportTable => ({
  title: 'Alerts (an account that a hold or a case brings before a person, once a day)',
  head: ['', 'Before', 'After', 'Budget'],
  rows: [
    ['a day', perDay(alertsADay.before), perDay(alertsADay.after), perDay(alertsADay.budget)],
    [`in ${days} days`, whole(before.alerts), whole(after.alerts), perDay(alertsADay.budget * days)],
  ],
});
