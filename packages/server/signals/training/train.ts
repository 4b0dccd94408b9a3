/**
 * Trains the text model: one logistic regression a code by stochastic gradient descent, weights quantised to a byte.
 * Benign examples: real chat, and made-up ordinary talk; the others: utterances made from the cue files' own phrases.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type EvidenceCode, evidenceCode } from '@kith/contract';
import { type CompiledCues, Folder, Hashes } from '@kith/engine';
import { HEADER, type ModelHeader, WEIGHTS } from '../model.ts';
import { type Examples, examplesFrom } from './examples.ts';
import { randomFrom } from './random.ts';

/** 2^15 rows of 11 bytes: 360 kB in memory. Twice as many changed nothing that was held out. */
const BUCKETS = 2 ** 15;
const EPOCHS = 6;
const RATE = 0.25;
/** pull towards 0 at each example, on the weights it touches */
const L2 = 2e-5;
/** A code is said of at most one in so many benign messages that it has not learned from. */
const BENIGN_PER_FLAG = 10_000;
/** Log-odds below which nothing is said, however rare it is. */
const THRESHOLD_MIN = 2;
/** What it learned from is made up: it may add no more than a weak cue does, log-odds. */
const CAP = 0.5;
/** The largest weight as a signed byte holds it. */
const BYTE_MAX = 127;

const codes = evidenceCode.options;

export interface Training {
  /** a folder of benign chat */
  chat: string;
  /** a file of made-up examples beside; null where there is none */
  examples: string | null;
  /** the folder that the model goes into */
  out: string;
  seed: number;
  /** how many utterances each phrase gives */
  perPhrase: number;
}

/** Trains a model and writes it. Gives its header. */
export function trainModel(cues: CompiledCues, { chat, examples: more, out, seed, perPhrase }: Training): ModelHeader {
  const random = randomFrom(seed);
  const examples = examplesFrom(chat, more, perPhrase, random);
  const vectors = vectoriser(cues);
  const { weights, biases } = descend(examples, vectors, random);
  const scale = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0) / BYTE_MAX;
  const bytes = Int8Array.from(weights, (w) => Math.round(w / scale));
  const score = (text: string) => scoreOf(vectors(text), bytes, scale, biases);

  const benign = examples.heldOutBenign.map(score);
  const thresholds = codes.map((_, c) => thresholdOf(benign.map((scores) => scores[c] ?? 0)));
  const flagged = benign.filter((scores) => thresholds.some((t, c) => (scores[c] ?? 0) > t)).length;
  const header: ModelHeader = {
    trained: {
      on: [
        'benign: public IRC chat of #ubuntu, 2004 to 2018, and made-up ordinary talk (training/benign-talk.yaml)',
        'the codes: utterances made from the phrases of the cue files (cues/), made up; no real conversation',
        ...(more === null
          ? []
          : ["both: lines of the simulated town's training grammars (scripts/town-utterances.mjs), made up"]),
      ],
      attribution:
        'Derived in part from J. K. Kummerfeld et al., "A Large-Scale Corpus for Conversation Disentanglement", ACL 2019, CC BY 4.0.',
      caution: 'What the codes were learned from is made up, so what the model may add is capped low.',
      seed,
      heldOut: {
        benignMessages: benign.length,
        benignFlaggedPer1000: rounded((flagged / benign.length) * 1000),
        recall: recallOf(examples, score, thresholds),
      },
    },
    codes: [...codes],
    buckets: BUCKETS,
    scale,
    cap: CAP,
    biases: biases.map(rounded),
    thresholds: thresholds.map(rounded),
  };
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, HEADER), `${JSON.stringify(header, null, 2)}\n`);
  writeFileSync(join(out, WEIGHTS), gzipSync(bytes, { level: 9 }));
  return header;
}

const rounded = (n: number): number => Math.round(n * 10_000) / 10_000;

type Vectoriser = (text: string) => Int32Array;

/** A text's hashes, as the engine sees it. */
function vectoriser(cues: CompiledCues): Vectoriser {
  const folder = new Folder(cues.lexicon);
  const hashes = new Hashes();
  return (text) => {
    hashes.of(folder.fold(text));
    return hashes.all.slice(0, hashes.count);
  };
}

function scoreOf(
  hashes: Int32Array,
  weights: Int8Array | Float32Array,
  scale: number,
  biases: readonly number[],
): number[] {
  const scores = biases.map(() => 0);
  for (const hash of hashes) {
    const row = (hash & (BUCKETS - 1)) * codes.length;
    const sign = hash < 0 ? -1 : 1;
    for (let c = 0; c < codes.length; c++) scores[c] = (scores[c] ?? 0) + sign * (weights[row + c] ?? 0);
  }
  return scores.map((s, c) => s * scale + (biases[c] ?? 0));
}

function descend(
  { training }: Examples,
  vectors: Vectoriser,
  random: () => number,
): { weights: Float32Array; biases: number[] } {
  const weights = new Float32Array(BUCKETS * codes.length);
  const biases = codes.map(() => -3);
  const read = training.map(({ text, code }) => ({ hashes: vectors(text), code }));
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(read, random);
    const rate = RATE / (1 + epoch);
    for (const { hashes, code } of read) learn(hashes, code, weights, biases, rate);
  }
  return { weights, biases };
}

function learn(
  hashes: Int32Array,
  code: EvidenceCode | null,
  weights: Float32Array,
  biases: number[],
  rate: number,
): void {
  const scores = scoreOf(hashes, weights, 1, biases);
  for (let c = 0; c < codes.length; c++) {
    const wanted = codes[c] === code ? 1 : 0;
    const step = rate * (wanted - 1 / (1 + Math.exp(-(scores[c] ?? 0))));
    biases[c] = (biases[c] ?? 0) + step * 0.1;
    for (const hash of hashes) {
      const at = (hash & (BUCKETS - 1)) * codes.length + c;
      weights[at] = (weights[at] ?? 0) * (1 - L2) + (hash < 0 ? -step : step);
    }
  }
}

function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [list[i], list[j]];
    if (a === undefined || b === undefined) continue;
    list[i] = b;
    list[j] = a;
  }
}

/** What all but one in BENIGN_PER_FLAG stay below. */
function thresholdOf(scores: number[]): number {
  const sorted = scores.toSorted((a, b) => b - a);
  return Math.max(THRESHOLD_MIN, sorted[Math.floor(sorted.length / BENIGN_PER_FLAG)] ?? THRESHOLD_MIN);
}

function recallOf(
  { heldOutPositive }: Examples,
  score: (text: string) => number[],
  thresholds: readonly number[],
): Partial<Record<EvidenceCode, number>> {
  return Object.fromEntries(
    codes.map((code, c) => {
      const own = heldOutPositive.filter((example) => example.code === code);
      const found = own.filter(({ text }) => (score(text)[c] ?? 0) > (thresholds[c] ?? 0));
      return [code, own.length === 0 ? 0 : rounded(found.length / own.length)];
    }),
  );
}
