/** `kith eval pan12`: the corpus of the PAN-2012 task, for whoever holds it. */
import type { Policy } from '@kith/contract';
import type { TextReader } from '@kith/engine';
import { percent, whole } from '../report/numbers.ts';
import type { Report, Section } from '../report/report.ts';
import { type Evaluated, write } from '../report/write.ts';
import { type Versions, versionsOf } from '../versions.ts';
import { PanError, readCorpus } from './corpus.ts';
import { keptByFilter, PanRun, PREFIXES } from './judge.ts';
import { bestCut, type Scores, scoresOf } from './measure.ts';
import { readAuthors, readLines } from './truth.ts';

export interface EvaluatePanOptions {
  corpus: string;
  /** author ids, one a line */
  truth: string;
  /** conversation<TAB>line; null where there is no such file */
  lines: string | null;
  policy: Policy;
  reader: TextReader;
  ownCues: readonly string[];
  out: string;
  onProgress?: (conversations: number) => void;
}

interface AtPrefix {
  /** the first so many messages of each conversation; null: all */
  messages: number | null;
  filtered: boolean;
  /** flagged at `medium` */
  kith: Scores;
  /** authors by the number of their messages, cut where F0.5 is best */
  length: Scores;
  /** Kith's score, cut likewise: what it could do with a threshold of this corpus */
  best: Scores;
  lines: Scores | null;
}

export interface PanResult {
  versions: Versions;
  conversations: { all: number; filtered: number };
  authors: number;
  predators: number;
  /** truth ids that are not in the corpus */
  missing: number;
  threshold: number;
  at: readonly AtPrefix[];
}

/** Conversations between two words on progress. */
const PROGRESS_EVERY = 200;

/** Throws a PanError where the files are not of the format. */
export async function evaluatePan(options: EvaluatePanOptions): Promise<Evaluated> {
  const { corpus, policy, reader, ownCues, out, onProgress } = options;
  const predators = await readAuthors(options.truth);
  const lines = options.lines === null ? null : await readLines(options.lines);
  const runs = [true, false].flatMap((filtered) =>
    PREFIXES.map((prefix) => ({ filtered, run: new PanRun(prefix, policy, reader), authors: new Set<string>() })),
  );
  const authors = new Set<string>();
  const conversations = { all: 0, filtered: 0 };
  for await (const conversation of readCorpus(corpus)) {
    conversations.all++;
    const kept = keptByFilter(conversation);
    if (kept) conversations.filtered++;
    for (const { author } of conversation.messages) authors.add(author);
    for (const { filtered, run, authors: own } of runs) {
      if (filtered && !kept) continue;
      for (const { author } of conversation.messages) own.add(author);
      run.add(conversation);
    }
    if (conversations.all % PROGRESS_EVERY === 0) onProgress?.(conversations.all);
  }
  const there = new Set([...predators].filter((id) => authors.has(id)));
  if (there.size === 0)
    throw new PanError('no id of the truth is an author of the corpus: are the two of one another?');
  const threshold = policy.risk.thresholds.medium;
  const result: PanResult = {
    versions: versionsOf(policy, ownCues),
    conversations,
    authors: authors.size,
    predators: there.size,
    missing: predators.size - there.size,
    threshold,
    at: runs.map(({ filtered, run, authors: own }): AtPrefix => {
      const truly = filtered ? new Set([...there].filter((id) => own.has(id))) : there;
      return {
        messages: Number.isFinite(run.prefix) ? run.prefix : null,
        filtered,
        kith: scoresOf(run.flagged(threshold), truly),
        length: bestCut(run.lengths, truly),
        best: bestCut(run.scores, truly),
        lines: lines === null ? null : scoresOf(run.flaggedLines(threshold), lines),
      };
    }),
  };
  return write(out, 'eval-pan12', result, panReport(result));
}

const LIMITS = [
  'The offenders of this corpus are adults who posed as children to be written to, and those who wrote to them: no child is in it. It has no ages and no dates, so all that Kith knows of accounts adds nothing.',
  'Offending conversations are several times as long as others, and always of two: length alone tells much. Read every figure beside that of length.',
  'Chats are from before 2012, in English; people write otherwise now.',
  'Each conversation is judged by itself; an author is flagged where one of theirs reaches the threshold.',
  'The cut at which F0.5 is best is chosen with the truth at hand: it is what could be reached, not what is.',
];

function panReport(r: PanResult): Report {
  const all = r.at.find(({ filtered, messages }) => filtered && messages === null);
  return {
    title: 'Kith on a corpus in the format of PAN-2012',
    banner: 'Decoys, not children: scores here say little about finding those who harm children.',
    summary:
      all === undefined
        ? []
        : [
            `Filtered, all messages, authors: P ${percent(all.kith.precision)}, R ${percent(all.kith.recall)}, F0.5 ${all.kith.f05.toFixed(3)}; by length alone F0.5 ${all.length.f05.toFixed(3)}.`,
          ],
    facts: [
      [
        'conversations',
        `${whole(r.conversations.all)}, of which the filter keeps ${whole(r.conversations.filtered)} (two authors, 6 to 150 messages)`,
      ],
      [
        'authors',
        `${whole(r.authors)}, of which ${whole(r.predators)} are offenders by the truth (${whole(r.missing)} more are not in the corpus)`,
      ],
      ['threshold', `medium, ${r.threshold}`],
      ['policy', `${r.versions.policy}, risk model ${r.versions.riskModel}`],
      ['cues', r.versions.cues],
      ['Kith', r.versions.kith],
    ],
    limits: LIMITS,
    sections: [true, false].flatMap((filtered) => [authorsOf(r, filtered), linesOf(r, filtered)]),
  };
}

const named = (filtered: boolean) => (filtered ? 'filtered' : 'unfiltered');
const shown = (messages: number | null) => (messages === null ? 'all' : String(messages));
const of = (r: PanResult, filtered: boolean) => r.at.filter((at) => at.filtered === filtered);
/** Where `all` stands on a scale of messages. */
const ALL_AT = 150;

const authorsOf = (r: PanResult, filtered: boolean): Section => ({
  title: `Authors, ${named(filtered)}`,
  about: ['By how many of the first messages of each conversation are read; all stands at 150 in the plot.'],
  plot: {
    kind: 'curves',
    x: { label: 'messages read', log: true },
    y: { label: 'F0.5', share: true },
    curves: (['kith', 'length'] as const).map((name) => ({
      name: name === 'kith' ? 'Kith' : 'length alone',
      points: of(r, filtered).map((at) => ({ x: at.messages ?? ALL_AT, y: at[name].f05 })),
    })),
  },
  head: ['messages', 'P', 'R', 'F1', 'F0.5', 'F0.5 by length alone', 'F0.5 at the best cut'],
  rows: of(r, filtered).map(({ messages, kith, length, best }) => [
    shown(messages),
    ...[kith.precision, kith.recall].map(percent),
    ...[kith.f1, kith.f05, length.f05, best.f05].map((f) => f.toFixed(3)),
  ]),
});

const linesOf = (r: PanResult, filtered: boolean): Section => ({
  title: `Lines, ${named(filtered)}`,
  about: ['Lines with evidence, of those who are flagged.'],
  head: ['messages', 'lines', 'P', 'R', 'F3'],
  rows: of(r, filtered).flatMap(({ messages, lines }) =>
    lines === null
      ? []
      : [[shown(messages), whole(lines.found), percent(lines.precision), percent(lines.recall), lines.f3.toFixed(3)]],
  ),
});
