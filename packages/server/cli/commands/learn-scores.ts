/** kith learn calibrate | compare | shadow: what the scores of days say. */
import { readFileSync } from 'node:fs';
import type { Policy } from '@kith/contract';
import type { Command } from 'commander';
import {
  type Calibrated,
  COHORT_ACCOUNTS_LEAST,
  type Compared,
  calibrate,
  changedPolicy,
  compare,
  knownAccounts,
  readOutcomes,
  scoresOf,
  shadowModels,
} from '../../learning/index.ts';
import { formatProblems, loadPolicyFile, parsePolicy, shippedPolicyPath } from '../../policy/index.ts';
import { readPolicy } from '../../rules.ts';
import { hasDatabase, type OpenRecords, openRecords } from '../../stores.ts';
import { newFile, writeNew } from '../files.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { whileWorking } from '../progress.ts';
import { CommandError, exitCodes, give, table } from '../say.ts';

const DAY_MS = 86_400_000;
/** Days of scores that are looked at where nobody says: four whole weeks. */
const DAYS = 28;
/** Accounts that are named of each kind; the others are counted. */
const NAMED_MAX = 20;
/** What is said of work that takes longer than a second. */
const READING = 'Reading scores';

export function addLearnFromScores(to: Command): void {
  withStore(to.command('calibrate'), ['policy'])
    .description('thresholds by cohort that keep to the alert budget, from the scores of the running system')
    .option('--days <N>', `days of scores that count (${DAYS})`)
    .option('--accounts <N>', 'how many accounts the platform has (as many as Kith knows, unless told otherwise)')
    .option('--model <VERSION>', 'the model whose scores count (the one in force, unless told otherwise)')
    .option('--out <FILE>', 'writes the candidate policy with these thresholds')
    .action((options: Options) => run(options, () => calibrated(options)));
  withStore(to.command('compare').argument('[model]', 'the version in shadow; all of them, unless named'), ['policy'])
    .description('what is in shadow beside what is in force, at an equal number of alerts a day')
    .option('--days <N>', `days of scores that count (${DAYS})`)
    .option('--accounts <N>', 'how many accounts the platform has (as many as Kith knows, unless told otherwise)')
    .action((model: string | undefined, options: Options) => run(options, () => compared(model, options)));
  withStore(to.command('shadow').argument('<candidate>', 'a candidate policy (YAML)'), ['policy'])
    .description('the policy in force with the model of a candidate in shadow')
    .requiredOption('--out <FILE>', 'where that policy goes; a file that is there is not overwritten')
    .action((file: string, options: Options) => run(options, () => shadowed(file, options)));
}

async function withRecords<T>(options: Options, work: (open: OpenRecords, policy: Policy) => Promise<T>): Promise<T> {
  const { config } = configOf(options);
  if (!hasDatabase(config)) throw new CommandError(exitCodes.notPossible, 'nothing_there', 'no scores are kept here');
  const { policy } = readPolicy(config).policy;
  const open = await openRecords(config);
  return work(open, policy).finally(open.close);
}

function wholeNumber(flag: string, value: unknown): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new CommandError(exitCodes.usage, 'usage', `${flag} must be a whole number above 0`);
}

async function budgetOf({ records }: OpenRecords, policy: Policy, options: Options): Promise<number> {
  const accounts = wholeNumber('--accounts', options.accounts) ?? (await knownAccounts(records));
  if (accounts === null) {
    const message =
      'Kith has not yet counted its accounts (it does once a day): say how many there are with --accounts';
    throw new CommandError(exitCodes.notPossible, 'no_accounts', message);
  }
  return (policy.alertBudget.perDayPer100000Accounts * accounts) / 100_000;
}

/** Whole days up to yesterday. */
function daysOf(options: Options): { from: number; to: number } {
  const to = Math.floor(Date.now() / DAY_MS);
  return { from: to - (wholeNumber('--days', options.days) ?? DAYS), to };
}

async function calibrated(options: Options): Promise<void> {
  const out = typeof options.out === 'string' ? newFile(options.out) : null;
  await withRecords(options, async (open, policy) => {
    const { from, to } = daysOf(options);
    const model = typeof options.model === 'string' ? options.model : policy.risk.version;
    const alertsPerDay = await budgetOf(open, policy, options);
    const [rows, outcomes] = await whileWorking(READING, () =>
      Promise.all([scoresOf(open.records, model, from, to), readOutcomes(open.records)]),
    );
    const harmful = new Set([...outcomes.byAccount].flatMap(([account, is]) => (is ? [account] : [])));
    const found = calibrate(rows, { policy, alertsPerDay, harmful });
    if (found === null) {
      const message = `too few account-days of ${model} were scored in these days to calibrate by`;
      throw new CommandError(exitCodes.notPossible, 'too_few', message);
    }
    const cohorts = found.cohorts.map(({ ageBand, language, country, thresholds }) => ({
      ...{ ageBand, ...(language !== null && { language }), ...(country !== null && { country }), thresholds },
    }));
    if (out !== null) {
      const version = `${policy.version.slice(0, 46)}+calibrated-${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`;
      const changes = [
        { path: ['risk', 'thresholds'], after: found.thresholds },
        { path: ['risk', 'cohorts'], after: cohorts },
      ];
      await write(out, options, version, changes);
    }
    const rates = outcomes.falseAlerts(rows);
    give(options, { ...found, falseAlerts: rates, ...(out !== null && { file: out }) }, () =>
      [
        ...calibratedLines(found, cohorts, alertsPerDay),
        '',
        ...rateLines(rates),
        ...(out === null ? [] : ['', `${out} is a candidate with these thresholds.`]),
      ].join('\n'),
    );
  });
}

function calibratedLines({ days, cohorts, thresholds }: Calibrated, section: unknown, alerts: number): string[] {
  const rows = cohorts.map((c) => [
    ...[c.ageBand, c.language ?? 'any', c.country ?? 'any', String(c.accountDays), c.alertsPerDay.toFixed(2)],
    ...[c.thresholds.low, c.thresholds.medium, c.thresholds.high].map(String),
  ]);
  return [
    `From ${days} days, for ${alerts.toFixed(1)} alerts a day; everybody else: low ${thresholds.low}, medium ${thresholds.medium}, high ${thresholds.high}.`,
    table(['AGE BAND', 'LANGUAGE', 'COUNTRY', 'ACCOUNT-DAYS', 'ALERTS A DAY', 'LOW', 'MEDIUM', 'HIGH'], rows),
    `Of an account the first row counts that it is in. With fewer than ${COHORT_ACCOUNTS_LEAST} accounts a country has no row, nor a language, nor an age band.`,
    '',
    `cohorts: ${JSON.stringify(section)}`,
  ];
}

type Rates = ReturnType<Awaited<ReturnType<typeof readOutcomes>>['falseAlerts']>;

function rateLines(rates: Rates): string[] {
  if (rates.length === 0)
    return ['No flagged account of these days was ruled on: how many alerts are false is not known.'];
  const percent = (n: number) => `${(n * 100).toFixed(1)} %`;
  const rows = rates.map((r) => [r.cohort, String(r.of), String(r.count), `${percent(r.low)} to ${percent(r.high)}`]);
  return [
    'Of flagged accounts that people ruled on (95 % interval after Wilson):',
    table(['COHORT', 'RULED', 'HARMLESS', 'SHARE'], rows),
  ];
}

async function compared(model: string | undefined, options: Options): Promise<void> {
  await withRecords(options, async (open, policy) => {
    const { from, to } = daysOf(options);
    const alertsPerDay = await budgetOf(open, policy, options);
    const models = model === undefined ? await shadowModels(open.records, from) : [model];
    if (models.length === 0) {
      const message = 'nothing was in shadow in these days: kith learn shadow CANDIDATE';
      throw new CommandError(exitCodes.notPossible, 'no_shadow', message);
    }
    const [live, { byAccount }] = await whileWorking(READING, () =>
      Promise.all([scoresOf(open.records, policy.risk.version, from, to), readOutcomes(open.records)]),
    );
    const found: (Compared & { model: string })[] = [];
    for (const name of models) {
      const shadow = await whileWorking(READING, () => scoresOf(open.records, name, from, to));
      found.push({ model: name, ...compare(live, shadow, Math.max(1, alertsPerDay), byAccount) });
    }
    give(options, { inForce: policy.risk.version, shadow: found }, () =>
      found.map((one) => comparedLines(policy.risk.version, one)).join('\n\n'),
    );
  });
}

function comparedLines(inForce: string, c: Compared & { model: string }): string {
  const ruled = ({ harmful, harmless }: Compared['ruled']['inForce']) => `${harmful} harmful, ${harmless} harmless`;
  const names = (accounts: readonly string[]) =>
    accounts.length === 0
      ? 'none'
      : `${accounts.slice(0, NAMED_MAX).join(', ')}${accounts.length > NAMED_MAX ? ', ...' : ''}`;
  return [
    `${c.model} beside ${inForce}: ${c.days} days at ${c.alertsPerDay.toFixed(1)} alerts a day`,
    `both show ${c.both.length} accounts`,
    `only ${inForce} shows ${c.onlyInForce.length}: ${names(c.onlyInForce)}`,
    `only ${c.model} shows ${c.onlyInShadow.length}: ${names(c.onlyInShadow)}`,
    `ruled on: of ${inForce}'s ${ruled(c.ruled.inForce)}; of ${c.model}'s ${ruled(c.ruled.inShadow)}`,
  ].join('\n');
}

async function shadowed(file: string, options: Options): Promise<void> {
  const out = newFile(String(options.out));
  const { config } = configOf(options);
  const { policy } = readPolicy(config).policy;
  const parsed = loadPolicyFile(file);
  if (!parsed.ok) throw new CommandError(exitCodes.configuration, 'policy', formatProblems(parsed.problems));
  const { shadow: _, sample: _sample, ...model } = parsed.policy.risk;
  const version = `${policy.version.slice(0, 56)}+shadow`;
  const changes = [
    { path: ['risk', 'version'], after: policy.risk.version },
    { path: ['risk', 'shadow'], after: model },
  ];
  await write(out, options, version, changes);
  give(options, { file: out, version, shadow: model.version }, () =>
    [
      `${out} decides as ${policy.version} does, and scores by ${model.version} beside it.`,
      'Put it in force, and in some days: kith learn compare',
    ].join('\n'),
  );
}

async function write(
  out: string,
  options: Options,
  version: string,
  changes: Parameters<typeof changedPolicy>[2],
): Promise<void> {
  const { config } = configOf(options);
  const text = changedPolicy(readFileSync(config.policy.file ?? shippedPolicyPath, 'utf8'), version, changes);
  const parsed = parsePolicy(text, out);
  if (!parsed.ok) throw new CommandError(exitCodes.failed, 'candidate', formatProblems(parsed.problems));
  await writeNew(out, text);
}
