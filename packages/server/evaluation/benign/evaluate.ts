/** `kith eval benign`: real, harmless talk, on which every alert is false. */
import type { Policy } from '@kith/contract';
import type { TextReader } from '@kith/engine';
import { IRC_ATTRIBUTION } from '../../replay/index.ts';
import { per1000, rounded, whole } from '../report/numbers.ts';
import { countBars, type Report, type Section } from '../report/report.ts';
import { type Evaluated, write } from '../report/write.ts';
import { type Versions, versionsOf } from '../versions.ts';
import type { BenignCount } from './count.ts';
import { readBenign } from './read.ts';
import { type Way, wayShown, ways } from './ways.ts';

export interface EvaluateBenignOptions {
  dir: string;
  policy: Policy;
  reader: TextReader;
  ownCues: readonly string[];
  out: string;
  onProgress?: (done: number, of: number) => void;
}

export interface BenignResult {
  attribution: string;
  versions: Versions;
  thresholds: Policy['risk']['thresholds'];
  ways: Readonly<Record<Way, BenignCount>>;
}

/** Throws a ReplayError where the folder holds no logs. */
export async function evaluateBenign(options: EvaluateBenignOptions): Promise<Evaluated> {
  const { dir, policy, reader, ownCues, out, onProgress } = options;
  const read = (way: Way, before: number) =>
    readBenign({
      dir,
      way,
      policy,
      reader,
      onProgress: (done, of) => onProgress?.(before * of + done, ways.length * of),
    });
  const result: BenignResult = {
    attribution: IRC_ATTRIBUTION,
    versions: versionsOf(policy, ownCues),
    thresholds: policy.risk.thresholds,
    ways: { group: await read('group', 0), direct: await read('direct', 1) },
  };
  return write(out, 'eval-benign', result, benignReport(result));
}

const LIMITS = [
  'The talk is of grown-ups who help each other with computers; what children say to each other is not in it. Cues that innocent children use are seen in none of these figures.',
  "Half of what the text model takes for harmless talk was taken from these logs, so the model's own share of false alerts is smaller here than on talk that it never saw.",
  'Nobody connects, blocks or reports in these logs, and no age, place or date of signing up is known, so terms of behaviour that need them add nothing.',
  'An IRC nick is taken for a person. People come back under other nicks, so a long history may be cut.',
  'Scores are watched only: nothing is held, so nobody stops writing for it.',
];

function benignReport(r: BenignResult): Report {
  const { low, medium, high } = r.thresholds;
  const said = ways.map((way) => {
    const { reached, authors } = r.ways[way];
    return `${capital(wayShown[way])}: of ${whole(authors)} authors, ${per1000(reached.medium)} per 1,000 reached medium, ${per1000(reached.high)} high, ${per1000(reached.low)} low.`;
  });
  return {
    title: 'Kith on real benign chat',
    banner:
      'Real people wrote this, and none of them is suspected of anything: every alert here is false. Nobody is named.',
    summary: [...said, 'Aim: at most 0.5 per 1,000 at medium, none at high.'],
    facts: [
      ['talk', r.attribution],
      ['policy', `${r.versions.policy}, risk model ${r.versions.riskModel}`],
      ['thresholds', `low ${low}, medium ${medium}, high ${high}`],
      ['cues', r.versions.cues],
      ['Kith', r.versions.kith],
    ],
    limits: LIMITS,
    sections: [levels(r), ...ways.flatMap((way) => causes(way, r.ways[way]))],
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const levels = (r: BenignResult): Section => ({
  title: 'Authors who reached a level',
  about: ['Per 1,000 authors, with 95 % intervals (Wilson).'],
  plot: {
    kind: 'bars',
    x: { label: 'authors per 1,000' },
    bars: ways.flatMap((way) =>
      (['low', 'medium', 'high'] as const).map((level) => {
        const { share, low, high } = r.ways[way].reached[level];
        return { name: `${level}, ${way}`, value: (share ?? 0) * 1000, low: low * 1000, high: high * 1000 };
      }),
    ),
  },
  head: ['way', 'authors', 'messages', 'with evidence', 'low', 'medium', 'high', 'highest score'],
  rows: ways.map((way) => {
    const { authors, messages, messagesWithEvidence: found, reached, highestScore } = r.ways[way];
    const counts = [authors, messages, found].map(whole);
    const shares = [reached.low, reached.medium, reached.high].map(per1000);
    return [wayShown[way], ...counts, ...shares, rounded(highestScore)];
  }),
});

const causes = (way: Way, { byTerm, byCue, cues }: BenignCount): Section[] => [
  table(`What caused it, ${way}`, 'The largest term of each author at low or higher.', ['term', 'authors'], byTerm),
  table(`Which cue, ${way}`, 'The most frequent cue of each author at low or higher.', ['cue', 'authors'], byCue),
  table(`Cues in all messages, ${way}`, 'How often each was hit.', ['cue', 'messages'], cues),
];

const table = (
  title: string,
  about: string,
  head: readonly [name: string, unit: string],
  of: Readonly<Record<string, number>>,
): Section => ({
  title,
  about: [about],
  ...countBars(head[1], of),
  head,
  rows: Object.entries(of).map(([name, n]) => [name, whole(n)]),
});
