/**
 * Trains the second look on training worlds of the simulated town, and measures it on worlds that are held out:
 * `node scripts/train-second-look.mjs [--accounts N] [--days D] [--worlds W] [--offenders SHARE] [--out FILE]`
 * Without --out nothing is written. An account-day counts as harmful where its account is an offender's, from the onset on.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compilePolicy, consider, explainAccount, explainContact, secondLookPoints } from '../packages/engine/index.ts';
import { Refused, readTold } from '../packages/server/intake/index.ts';
import { WorkingSet } from '../packages/server/knowledge/index.ts';
import { loadShippedPolicy } from '../packages/server/policy/index.ts';
import { readSecondLook, trainSecondLook } from '../packages/server/second-look/index.ts';
import { loadShippedReader } from '../packages/server/signals/index.ts';
import { createTown } from '../packages/town/index.ts';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '4000' },
    days: { type: 'string', default: '14' },
    worlds: { type: 'string', default: '6' },
    'held-out': { type: 'string', default: '4' },
    offenders: { type: 'string', default: '0.02' },
    version: { type: 'string', default: 'kith-trees-1' },
    out: { type: 'string' },
  },
});

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 2);
/** Account-days below are not learned from: nobody looks twice at them. Log-odds. */
const FLOOR = 1.5;

const reader = loadShippedReader();
const shipped = loadShippedPolicy();
const { low } = shipped.risk.thresholds;
/** Scores as ever, and nothing follows from them. */
const policy = compilePolicy(
  { ...shipped, risk: { ...shipped.risk, secondLook: undefined, thresholds: { low: 1e6, medium: 2e6, high: 3e6 } } },
  reader.settings,
);

/** Account-days of a world: the highest score of each, and what was to be seen then. */
function live(split, seed) {
  const town = createTown({
    ...{ seed, split, accounts: Number(values.accounts), days: Number(values.days) },
    ...{ offenders: Number(values.offenders), now: NOW },
  });
  const known = new WorkingSet();
  const days = new Map();
  const active = new Set();
  const events = town.events();
  for (let next = events.next(); !next.done; ) {
    const { event, at } = next.value;
    const told = readTold(event, at, reader);
    if (told instanceof Refused) throw new Error(told.problem.message);
    const considered = consider(known, told, policy);
    known.apply(considered.changes);
    if (at >= town.start) {
      const key = `${told.data.actor} ${Math.floor((at - town.start) / DAY_MS)}`;
      active.add(key);
      if (considered.changes.conduct !== null) look(known, told, key, days);
    }
    const { outcome, reasons, notices } = considered.decision;
    next = events.next({ outcome, reasons, notices });
  }
  const onset = new Map();
  for (const one of town.truth.offenders)
    for (const account of one.accounts)
      onset.set(account, { type: one.type, at: Math.min(...one.targets.map((t) => t.firstContact)) });
  const rows = [...days].map(([key, row]) => {
    const [account] = key.split(' ');
    const offender = onset.get(account);
    return { ...row, account, type: offender?.type ?? null, harmful: offender !== undefined && row.at >= offender.at };
  });
  const types = new Map([...onset].map(([account, { type }]) => [account, type]));
  const benign = [...active].filter((key) => !onset.has(key.split(' ')[0])).length;
  process.stderr.write(`${split} ${seed}: ${active.size} account-days, ${rows.length} of them with a score\n`);
  return { rows, benign, types };
}

function look(known, told, key, days) {
  const { actor } = told.data;
  const at = Math.floor(told.at / 1000);
  const other = 'other' in told.data ? told.data.other : undefined;
  const found = [explainAccount(known, actor, at, policy)];
  if (other !== undefined) found.push(explainContact(known, actor, other, at, policy) ?? found[0]);
  for (const { score, features } of found) {
    if (score.total < FLOOR || score.total <= (days.get(key)?.score ?? 0)) continue;
    days.set(key, { score: score.total, features: features(), at: told.at });
  }
}

const worlds = (split, count) => Array.from({ length: count }, (_, i) => live(split, `second-look-${i}`));

const training = worlds('training', Number(values.worlds));
const rows = training.flatMap((world) => world.rows);
// an account that the town calls an offender's and that has not begun teaches nothing
const taught = rows.filter((row) => row.harmful || row.type === null);
const file = trainSecondLook(values.version, taught, {
  on: `simulated: ${values.worlds} training worlds of the town, ${values.accounts} accounts and ${values.days} days each`,
  caution: 'Nothing here was seen on a platform. The town was written by people; so is what trees find in it.',
  accountDays: taught.length,
  harmful: taught.filter((row) => row.harmful).length,
});
const text = `${JSON.stringify(file)}\n`;
const second = readSecondLook(text);

/** Recall of offenders at a budget of false alerts an account-day, whole and by type. */
function measure(held, budget, ranking) {
  const falling = held
    .flatMap(({ rows }) => rows.filter((row) => row.type === null).map(ranking))
    .sort((a, b) => b - a);
  const benign = held.reduce((sum, world) => sum + world.benign, 0);
  const threshold = falling[Math.floor(benign * budget)] ?? 0;
  const byType = {};
  let [found, of] = [0, 0];
  for (const { rows, types } of held) {
    const reached = new Set(rows.filter((row) => row.harmful && ranking(row) > threshold).map((row) => row.account));
    for (const [account, type] of types) {
      byType[type] ??= [0, 0];
      byType[type][1]++;
      of++;
      if (!reached.has(account)) continue;
      byType[type][0]++;
      found++;
    }
  }
  return { threshold, recall: found / of, of, benign, byType };
}

const linear = (row) => row.score;
const looked = (row) => (row.score < low ? row.score : row.score + secondLookPoints(second, row.features));
const report = (name, held) => {
  for (const budget of [1e-3, 3e-4, 1e-4]) {
    const [before, after] = [measure(held, budget, linear), measure(held, budget, looked)];
    process.stderr.write(
      `${name}, ${before.of} accounts of offenders, ${before.benign} benign account-days, at ${budget}: linear ${before.recall.toFixed(3)} (> ${before.threshold.toFixed(2)}), with a second look ${after.recall.toFixed(3)} (> ${after.threshold.toFixed(2)})\n`,
    );
    if (budget === 1e-4)
      for (const [type, [found, of]] of Object.entries(after.byType))
        process.stderr.write(`  ${type}: ${before.byType[type][0]} -> ${found} of ${of}\n`);
  }
};
report('training', training);
const held = worlds('heldOut', Number(values['held-out']));
report('held out', held);
file.trained.measured = `simulated: recall of offenders' accounts at 1e-4 false alerts an account-day, held-out worlds: linear ${measure(held, 1e-4, linear).recall.toFixed(3)}, with a second look ${measure(held, 1e-4, looked).recall.toFixed(3)}`;
file.trained.bytes = text.length;
process.stderr.write(`${file.trained.measured}\n${file.exemplars.length} typical cases, ${text.length} bytes\n`);
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(file)}\n`);
