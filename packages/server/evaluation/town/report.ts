/** What was measured on a town, as tables and plots. */
import type { Compared } from '../measure/comparing.ts';
import type { Share } from '../measure/wilson.ts';
import { per100000, percent, points, rounded, shareShown, whole } from '../report/numbers.ts';
import { barsOf, countBars, type Report, type Section } from '../report/report.ts';
import type { TownResult } from './evaluate.ts';
import { type AtBudget, BUDGET, type TownMeasured } from './result.ts';

const BANNER = 'Simulated: everybody in it is made up. None of these figures is about real people.';

const LIMITS = [
  'Simulated recall is not recall. Offenders here do what its authors, after published research, think offenders do; what they do elsewhere, and what they will do when they know of Kith, is not in it.',
  'The rate of offenders is exaggerated many times, for enough of them to count. Rates of false alerts come from accounts that are no offenders, so they do not depend on it; the reliability curve does.',
  'Nothing follows from a score here: no message is held, no case is opened. So the figures are of seeing, not of stopping.',
  'A false alert is an account-day: an account that stays over the threshold for ten days counts ten times. Kith tells people when a score rises, not that it stays: the last column but two allows as many account-days on which somebody would be told. The next allows as many cases, where people judge each on the day after and Kith opens no other of what they found harmless (`risk.foundHarmless`). The last allows as many accounts.',
  'Offenders are counted whose message reached a child. Those whose every request was declined are in the column "of all that turned to a child".',
  'Thresholds are taken from the same town that recall is measured in; on a platform they come from its own accounts.',
];

const budgetShown = (budget: number): string => `${whole(Math.round(1 / budget))} account-days`;

export function townReport(r: TownResult): Report {
  const { measured: m, town } = r;
  const main = m.budgets.find(({ budget }) => budget === BUDGET) ?? m.budgets[0];
  if (main === undefined) throw new Error('nothing was measured at any budget');
  return {
    title: `Kith in a simulated town (${town.split === 'heldOut' ? 'held-out' : town.split} split)`,
    banner: BANNER,
    summary: summaryOf(main),
    facts: [
      ['town', `seed ${town.seed}, split ${town.split}, ${whole(town.accounts)} accounts, ${town.days} days`],
      ['offenders', `${whole(m.accounts.offenderPeople)} (exaggerated: ${percent(town.offenders)} of accounts)`],
      ['events', whole(town.events)],
      ['active account-days of others', `${whole(m.accountDays.benign)}, of ${whole(m.accounts.benign)} accounts`],
      ['policy', `${r.versions.policy}, risk model ${r.versions.riskModel}`],
      ['cues', r.versions.cues],
      ['Kith', r.versions.kith],
    ],
    limits: LIMITS,
    sections: [
      byBudget(m),
      byType(main),
      early(m),
      before(main),
      reached(m),
      lateness(m),
      compared(
        'Trivial baselines and skewness',
        'Each at the same budget: if one came close, the test would be too easy.',
        [whole_(main), ...m.baselines],
      ),
      compared(
        'Without parts of the score',
        'Worked out of what the highest score of each day was made of.',
        m.ablations,
      ),
      shares(
        'False alerts by cohort',
        'Age band and language as the platform says them; 1 in 10,000 is the budget.',
        m.falseAlerts.byCohort,
      ),
      shares('False alerts by kind of person', 'What the town knows them to be.', m.falseAlerts.byKind),
      counted('What false alerts were made of', 'largest term', m.falseAlerts.byTerm, 'account-days'),
      counted('The cue behind false alerts', 'most frequent cue of the account', m.falseAlerts.byCue, 'accounts'),
      thresholds(m),
      calibration(m),
    ],
  };
}

function summaryOf({ overall, budget, threshold }: AtBudget): string[] {
  return [
    `At one false alert in ${budgetShown(budget)} (a score of ${points(threshold)}), ${shareShown(overall.recall)} of the offenders whose message reached a child were found; of those whom a child answered, ${shareShown(overall.ofAnswered)}.`,
    `Of those found, before harm was first tried (moving elsewhere, media, a meeting): ${shareShown(overall.beforeHarm)}.`,
    'Intervals are 95 % (Wilson).',
  ];
}

const byBudget = (m: TownMeasured): Section => ({
  title: 'Recall at fixed alert budgets',
  about: ['False alerts are counted in active account-days of accounts that are no offenders.'],
  plot: {
    kind: 'bars',
    x: { label: 'share of offenders found' },
    bars: m.budgets.map(({ budget, overall }) => bar(`1 in ${budgetShown(budget)}`, overall.recall)),
  },
  head: [
    'one false alert in',
    'score from',
    'found, of those that reached a child',
    'of those answered',
    'of all that turned to a child',
    'before harm, of those found',
    'before harm, of those that tried it',
    'found, where days count on which people are told (score from)',
    'found, where cases count that people are asked to judge (score from)',
    'found, where an account that stays above counts once (score from)',
  ],
  rows: m.budgets.map(({ budget, threshold, overall: o, told, judged, once }) => [
    budgetShown(budget),
    points(threshold),
    ...[o.recall, o.ofAnswered, o.ofAll, o.beforeHarm, o.beforeHarmOfHarmful].map(shareShown),
    `${shareShown(told.overall.recall)} (${points(told.threshold)})`,
    `${shareShown(judged.overall.recall)} (${points(judged.threshold)})`,
    `${shareShown(once.overall.recall)} (${points(once.threshold)})`,
  ]),
});

const bar = (name: string, { share, low, high }: Share) => ({ name, value: share ?? 0, low, high });

const byType = ({ byType: types, budget, told, judged, once }: AtBudget): Section => ({
  title: 'Recall by type of offender',
  about: [`At one false alert in ${budgetShown(budget)}.`],
  plot: {
    kind: 'bars',
    x: { label: 'share found' },
    bars: Object.entries(types).map(([type, { recall }]) => bar(type, recall)),
    goal: { value: 0.6, label: 'at least 0.6 of each type' },
  },
  head: [
    'type',
    'found, of those that reached a child',
    'of those answered',
    'before harm, of those found',
    'found, where days count on which people are told',
    'found, where cases count that people are asked to judge',
    'found, where an account counts once',
  ],
  rows: Object.entries(types).map(([type, f]) => [
    type,
    ...[f.recall, f.ofAnswered, f.beforeHarm].map(shareShown),
    shareShown(told.byType[type]?.recall ?? f.recall),
    shareShown(judged.byType[type]?.recall ?? f.recall),
    shareShown(once.byType[type]?.recall ?? f.recall),
  ]),
});

/** A curve for each budget, and the same as a table: which share was found by then. */
function foundBy(
  m: TownMeasured,
  said: Pick<Section, 'title' | 'about'> & { x: string; head: string },
  of: (earliness: AtBudget['earliness']) => readonly { by: number; share: number }[],
): Section {
  const all = m.budgets.map(({ budget, earliness }) => ({ budget, found: of(earliness) }));
  return {
    title: said.title,
    about: said.about,
    plot: {
      kind: 'curves',
      x: { label: said.x, log: true },
      y: { label: 'share found', share: true },
      curves: all.map(({ budget, found }) => ({
        name: `1 in ${whole(Math.round(1 / budget))}`,
        points: found.map(({ by, share }) => ({ x: by, y: share })),
      })),
    },
    head: [said.head, ...all.map(({ budget }) => `1 in ${budgetShown(budget)}`)],
    rows: (all[0]?.found ?? []).map(({ by }, i) => [
      String(by),
      ...all.map(({ found }) => percent(found[i]?.share ?? null)),
    ]),
  };
}

const early = (m: TownMeasured): Section =>
  foundBy(
    m,
    {
      title: 'How early',
      about: ['Share of all offenders that reached a child, found within so long of their first contact with one.'],
      ...{ x: 'hours since the first contact', head: 'hours' },
    },
    ({ curve }) => curve.map(({ hours, share }) => ({ by: hours, share })),
  );

const before = ({ earliness: e, budget }: AtBudget): Section => ({
  title: 'What came before the alert',
  about: [
    `Of those found at one false alert in ${budgetShown(budget)}: a quarter had at most the first, half the second, three quarters the third.`,
  ],
  head: ['from the first contact', 'a quarter', 'half', 'three quarters'],
  rows: (
    [
      ['minutes', e.minutes],
      ['messages to children', e.messages],
      ['children written to', e.children],
    ] as const
  ).map(([name, q]) => [name, rounded(q.quarter), rounded(q.median), rounded(q.threeQuarters)]),
});

const reached = (m: TownMeasured): Section =>
  foundBy(
    m,
    {
      title: 'Children reached before the alert',
      about: [
        'Share of all offenders that reached a child, found before they had written to more than so many children.',
      ],
      ...{ x: 'children written to', head: 'children' },
    },
    (earliness) => earliness.reached.map(({ children, share }) => ({ by: children, share })),
  );

const lateness = ({ late: { erde, fLatency: f } }: TownMeasured): Section => ({
  title: 'Measures that punish lateness',
  about: [
    'ERDE is a mean cost (0 is perfect); F_latency is F1 times speed. Precision here depends on the exaggerated share of offenders.',
  ],
  head: ['measure', 'value'],
  rows: [
    ...erde.map(({ due, value }) => [`ERDE, ${due} messages`, value.toFixed(5)]),
    ['precision', percent(f.precision)],
    ['recall', percent(f.recall)],
    ['F1', f.f1.toFixed(3)],
    ['speed', f.speed.toFixed(3)],
    ['F_latency', f.fLatency.toFixed(3)],
  ],
});

const whole_ = ({ overall, byType: types, threshold }: AtBudget): Compared => ({
  name: "Kith's score",
  about: 'all of it',
  threshold,
  recall: overall.recall,
  byType: Object.fromEntries(Object.entries(types).map(([type, { recall }]) => [type, recall])),
});

function compared(title: string, about: string, all: readonly Compared[]): Section {
  const types = Object.keys(all[0]?.byType ?? {});
  return {
    title,
    about: [about],
    plot: { kind: 'bars', x: { label: 'share found' }, bars: all.map(({ name, recall }) => bar(name, recall)) },
    head: ['what', 'about', 'found', ...types],
    rows: all.map(({ name, about: what, recall, byType: by }) => [
      name,
      what,
      shareShown(recall),
      ...types.map((type) => percent(by[type]?.share ?? null)),
    ]),
  };
}

/** Shares of account-days are small: they are drawn by so many. */
const PER = 100_000;

const shares = (title: string, about: string, of: Readonly<Record<string, Share>>): Section => ({
  title,
  about: [about],
  ...barsOf(
    'false alerts per 100,000 active account-days',
    Object.entries(of).flatMap(([name, { share, low, high }]) =>
      share === null ? [] : [{ name, value: share * PER, low: low * PER, high: high * PER }],
    ),
  ),
  head: ['who', 'false alerts per 100,000 active account-days'],
  rows: Object.entries(of).map(([name, share]) => [name, per100000(share)]),
});

const counted = (title: string, what: string, of: Readonly<Record<string, number>>, unit: string): Section => ({
  title,
  about: [],
  ...countBars(unit, of),
  head: [what, unit],
  rows: Object.entries(of).map(([name, n]) => [name, whole(n)]),
});

const thresholds = (m: TownMeasured): Section => ({
  title: 'Thresholds by cohort',
  about: [
    'The score at which each cohort by itself would meet each budget. - where it has too few account-days to tell.',
  ],
  head: ['cohort', 'account-days', ...m.budgets.map(({ budget }) => `1 in ${whole(Math.round(1 / budget))}`)],
  rows: m.cohorts.map(({ cohort, accountDays, thresholds: t }) => [cohort, whole(accountDays), ...t.map(points)]),
});

const calibration = ({ calibration: { line, bins } }: TownMeasured): Section => ({
  title: 'Calibration',
  about: [
    `The score read as log-odds, by a line fitted on half of the accounts (slope ${line.slope.toFixed(2)}, intercept ${line.intercept.toFixed(2)}), against the other half. The dashed line is perfect.`,
    'Shares are of the town, whose offenders are exaggerated: on a platform they are far smaller at every score.',
  ],
  plot: {
    kind: 'curves',
    x: { label: 'predicted share of offenders', log: false },
    y: { label: 'observed share', share: true },
    diagonal: true,
    curves: [{ name: 'score', points: bins.map(({ predicted, observed }) => ({ x: predicted, y: observed })) }],
  },
  head: ['score', 'account-days', 'predicted', 'observed'],
  rows: bins.map((b) => [`${b.from} to ${b.to}`, whole(b.days), percent(b.predicted), percent(b.observed)]),
});
