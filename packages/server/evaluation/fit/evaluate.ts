/** `kith eval fit`: learns the second look anew on simulated worlds, and holds it against others that it did not learn from. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '@kith/contract';
import { lookedAtFrom, secondLookPoints, type TextReader } from '@kith/engine';
import { IRC_ATTRIBUTION } from '../../replay/index.ts';
import { readSecondLook, trainSecondLook } from '../../second-look/index.ts';
import { percent, points, shareShown, whole } from '../report/numbers.ts';
import type { Report, Section } from '../report/report.ts';
import { type Evaluated, write } from '../report/write.ts';
import { FIRST_DAY } from '../town/live.ts';
import { BUDGETS } from '../town/result.ts';
import { type Versions, versionsOf } from '../versions.ts';
import { harmlessTalk } from './chat.ts';
import { type RecallAt, recallAt } from './recall.ts';
import { type DayLooked, FITTED_SPLITS, type Seen, seeWorld, together, weighed } from './worlds.ts';

export interface FitOptions {
  seed: string;
  /** of each split, to learn from; and a quarter as many more for the figures */
  worlds: number;
  accounts: number;
  days: number;
  offenders: number;
  /** a folder of IRC logs, half of whose authors are learned from as harmless; null for none */
  chat: string | null;
  /** what the second look will be called */
  version: string;
  policy: Policy;
  reader: TextReader;
  ownCues: readonly string[];
  out: string;
  onProgress?: (done: number, of: number) => void;
}

interface FitResult {
  simulated: true;
  versions: Versions;
  worlds: { seed: string; learned: number; chosenBy: number; accounts: number; days: number; offenders: number };
  learned: { accountDays: number; ofRealTalk: number; harmful: number; events: number };
  chosenBy: { benignDays: number; offenders: number; events: number };
  without: readonly RecallAt[];
  with: readonly RecallAt[];
}

/** The file of the second look, in the folder that the reports go to. */
const FILE = 'second-look.json';

export async function evaluateFit(options: FitOptions): Promise<Evaluated> {
  const { seed, worlds, accounts, days, offenders, chat, version, policy, ownCues, out } = options;
  const learned = together(worldsOf(options, 'learn', worlds, 0));
  const chosenBy = together(worldsOf(options, 'choose', Math.ceil(worlds / 4), worlds));
  const talk = chat === null ? [] : await harmlessTalk(chat, options, LEARNED_FROM);
  const lookedAt = [...weighed(learned), ...talk];
  const file = trainSecondLook(version, lookedAt, {
    on: `simulated: ${worlds} training and ${worlds} tuning worlds of the town, ${accounts} accounts and ${days} days each, seed ${seed}${chat === null ? '' : '; harmless besides: half of the authors of public IRC chat, each line that addresses somebody as a direct message'}`,
    caution: 'No harm here was seen on a platform. The town was written by people; so is what trees find in it.',
    ...(chat !== null && { attribution: IRC_ATTRIBUTION }),
    accountDays: lookedAt.length,
    harmful: harmful(learned),
  });
  const text = `${JSON.stringify(file)}\n`;
  const second = readSecondLook(text);
  const from = lookedAtFrom(policy.risk, policy.risk.thresholds);
  const looked = ({ score, features }: DayLooked) =>
    score < from ? score : score + secondLookPoints(second, features);
  const at = (score: (day: DayLooked) => number) => BUDGETS.map((budget) => recallAt(chosenBy, budget, score));
  const result: FitResult = {
    simulated: true,
    versions: versionsOf(policy, ownCues),
    worlds: { seed, learned: 2 * worlds, chosenBy: 2 * Math.ceil(worlds / 4), accounts, days, offenders },
    learned: {
      accountDays: lookedAt.length,
      ofRealTalk: talk.length,
      harmful: harmful(learned),
      events: learned.events,
    },
    chosenBy: {
      benignDays: chosenBy.benignDays,
      offenders: chosenBy.offenders.filter((o) => o.throughToChild).length,
      events: chosenBy.events,
    },
    without: at(({ score }) => score),
    with: at(looked),
  };
  await mkdir(out, { recursive: true });
  await writeFile(join(out, FILE), text);
  return write(out, 'eval-fit', result, fitReport(result));
}

const harmful = ({ days }: Seen): number => days.filter((day) => day.harmful).length;

function worldsOf(options: FitOptions, what: string, count: number, before: number): Seen[] {
  const { seed, worlds, onProgress } = options;
  const all = FITTED_SPLITS.length * (worlds + Math.ceil(worlds / 4));
  return Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    FITTED_SPLITS.map((split, s) => {
      onProgress?.(FITTED_SPLITS.length * (before + i) + s, all);
      return seeWorld(
        { ...options, split, seed: `${seed}-${what}-${i}`, now: FIRST_DAY, onProgress: undefined },
        LEARNED_FROM,
      );
    }),
  );
}
/** Account-days below are not learned from: no second look comes to them. Log-odds. */
const LEARNED_FROM = 1.5;

function fitReport(r: FitResult): Report {
  return {
    title: 'A second look, learned anew',
    banner: 'Simulated: everybody in it is made up. None of these figures is about real people.',
    summary: r.with.map(
      ({ budget, recall }, i) =>
        `At one false alert in ${whole(Math.round(1 / budget))} account-days: without a second look ${percent(r.without[i]?.recall.share ?? null)} of offenders found, with it ${shareShown(recall)}.`,
    ),
    facts: [
      [
        'worlds',
        `seed ${r.worlds.seed}: ${r.worlds.learned} to learn from, ${r.worlds.chosenBy} others for these figures; ${whole(r.worlds.accounts)} accounts and ${r.worlds.days} days each`,
      ],
      [
        'account-days learned from',
        `${whole(r.learned.accountDays)}, ${whole(r.learned.harmful)} of them of offenders, ${whole(r.learned.ofRealTalk)} of real harmless talk`,
      ],
      [
        'measured on',
        `${whole(r.chosenBy.benignDays)} active account-days of others, ${whole(r.chosenBy.offenders)} offenders`,
      ],
      ['events', whole(r.learned.events + r.chosenBy.events)],
      ['policy', `${r.versions.policy}, risk model ${r.versions.riskModel}`],
      ['Kith', r.versions.kith],
    ],
    sections: r.with.map((one, i): Section => byType(one, r.without[i] ?? one)),
    limits: [
      'These worlds are of the splits that it learned from: offenders go about it by the same parameters. What counts is `kith eval town --split heldOut`.',
      'Thresholds are taken from the same worlds that recall is measured in.',
    ],
  };
}

const byType = (looked: RecallAt, before: RecallAt): Section => ({
  title: `At one false alert in ${whole(Math.round(1 / looked.budget))} account-days`,
  about: [`Scores from ${points(looked.threshold)} with a second look, from ${points(before.threshold)} without.`],
  head: ['type', 'without', 'with'],
  rows: Object.entries(looked.byType).map(([type, share]) => [
    type,
    percent(before.byType[type]?.share ?? null),
    shareShown(share),
  ]),
});
