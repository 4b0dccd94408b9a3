/**
 * Boosted trees by histograms (Friedman 2001; second-order steps and the gain of a split after XGBoost, 2016): each feature
 * is cut into bins once, and splits are looked for between bins. No randomness: the same rows give the same trees.
 */
import type { Trees } from '@kith/engine';

export interface Boosting {
  trees: number;
  /** splits between root and leaf */
  depth: number;
  /** how much of a step is taken */
  rate: number;
  /** pull of a node's answer towards 0, as by so much curvature */
  pull: number;
  /** a child has at least so much curvature: weight of undecided rows */
  childLeast: number;
  /** a split gains at least so much */
  gainLeast: number;
}

/** Of each feature: 1 where more of it may only add to an answer, -1 where it may only take from it, 0 where either. */
export type Signs = ArrayLike<number>;

export interface Rows {
  /** features, one array a row */
  x: readonly Float32Array[];
  /** 0 or 1 */
  y: Uint8Array;
  weight: Float32Array;
  /** what is known before, log-odds: trees learn what that misses */
  offset: Float32Array;
}

/** A byte a value. */
const BINS = 64;

interface Binned {
  /** the bins of each feature, a byte a row */
  of: readonly Uint8Array[];
  /** upper edges of each feature's bins but the last */
  edges: readonly Float32Array[];
}

/** Edges between quantiles of the values that differ. */
function binned(x: Rows['x']): Binned {
  const width = x[0]?.length ?? 0;
  const edges = Array.from({ length: width }, (_, f) => {
    const sorted = Float32Array.from(x, (row) => row[f] ?? 0).sort();
    const found = new Set<number>();
    for (let b = 1; b < BINS; b++) {
      const at = sorted[Math.floor((b * sorted.length) / BINS)] ?? 0;
      if (at < (sorted.at(-1) ?? 0)) found.add(at);
    }
    // most values of many features are 0: what is beyond it must be told apart as well
    const beyond = sorted.subarray(sorted.findLastIndex((v) => v <= 0) + 1);
    for (let b = 0; b < 8; b++) found.add(beyond[Math.floor((b * beyond.length) / 8)] ?? 0);
    return Float32Array.from([...found])
      .sort()
      .slice(0, BINS * 2);
  });
  const of = edges.map((edge, f) => Uint8Array.from(x, (row) => place(edge, row[f] ?? 0)));
  return { of, edges };
}

/** The number of edges below a value. */
function place(edges: Float32Array, value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Node {
  feature: number;
  threshold: number;
  child: number;
  value: number;
}
interface Split {
  feature: number;
  bin: number;
  gain: number;
  /** halfway between the answers on both sides */
  middle: number;
}

/** What comes to a node: its rows, and the sums of their slopes and curvatures. */
interface Reached {
  node: number;
  rows: Int32Array;
  slope: number;
  curve: number;
  /** what its answer, and any below it, is at least and at most, so that signs hold however deep a tree is */
  bounds: Bounds;
}
type Bounds = readonly [least: number, most: number];
const UNBOUND: Bounds = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

export function boost({ x, y, weight, offset }: Rows, options: Boosting, signs: Signs): Trees {
  const bins = binned(x);
  const score = Float64Array.from(offset);
  const slope = new Float64Array(x.length);
  const curve = new Float64Array(x.length);
  const nodes: Node[] = [];
  const roots: number[] = [];
  for (let t = 0; t < options.trees; t++) {
    for (let i = 0; i < x.length; i++) {
      const p = 1 / (1 + Math.exp(-(score[i] ?? 0)));
      slope[i] = (weight[i] ?? 0) * (p - (y[i] ?? 0));
      curve[i] = (weight[i] ?? 0) * p * (1 - p);
    }
    roots.push(nodes.length);
    grow(bins, { slope, curve, score, nodes, signs }, options, x.length);
  }
  return {
    roots: Int32Array.from(roots),
    feature: Int16Array.from(nodes, (n) => n.feature),
    threshold: Float32Array.from(nodes, (n) => n.threshold),
    child: Int32Array.from(nodes, (n) => n.child),
    value: Float32Array.from(nodes, (n) => n.value),
  };
}

interface Growing {
  slope: Float64Array;
  curve: Float64Array;
  score: Float64Array;
  nodes: Node[];
  signs: Signs;
}

function grow(bins: Binned, growing: Growing, options: Boosting, count: number): void {
  const { slope, curve, score, nodes, signs } = growing;
  const reached = (rows: Int32Array, bounds: Bounds): Reached => {
    let [g, h] = [0, 0];
    for (const i of rows) {
      g += slope[i] ?? 0;
      h += curve[i] ?? 0;
    }
    nodes.push({ feature: -1, threshold: 0, child: 0, value: answerOf(g, h, options, bounds) });
    return { node: nodes.length - 1, rows, slope: g, curve: h, bounds };
  };
  const root = reached(
    Int32Array.from({ length: count }, (_, i) => i),
    UNBOUND,
  );
  const base = nodes[root.node]?.value ?? 0;
  let level: Reached[] = [root];
  for (let depth = 0; depth <= options.depth; depth++) {
    const next: Reached[] = [];
    for (const at of level) {
      const node = nodes[at.node];
      if (node === undefined) continue;
      const split = depth < options.depth ? bestSplit(bins, at, growing, options) : null;
      if (split === null) {
        // what the engine adds up is how far the leaf is from the root
        for (const i of at.rows) score[i] = (score[i] ?? 0) + node.value - base;
        continue;
      }
      const of = bins.of[split.feature] ?? new Uint8Array();
      node.feature = split.feature;
      node.threshold = bins.edges[split.feature]?.[split.bin] ?? 0;
      node.child = nodes.length;
      const [below, above] = boundsOf(split, at.bounds, signs[split.feature] ?? 0);
      next.push(
        reached(
          at.rows.filter((i) => (of[i] ?? 0) <= split.bin),
          below,
        ),
      );
      next.push(
        reached(
          at.rows.filter((i) => (of[i] ?? 0) > split.bin),
          above,
        ),
      );
    }
    level = next;
  }
}

/** A step towards what is missing, as far as it may go. */
const answerOf = (slope: number, curve: number, { rate, pull }: Boosting, [least, most]: Bounds): number =>
  Math.max(least, Math.min(most, (-rate * slope) / (curve + pull)));

/** No answer below one side of a split may pass the middle, where its feature has a sign. */
function boundsOf({ middle }: Split, [least, most]: Bounds, sign: number): readonly [below: Bounds, above: Bounds] {
  if (sign === 0)
    return [
      [least, most],
      [least, most],
    ];
  const [lower, higher]: [Bounds, Bounds] = [
    [least, middle],
    [middle, most],
  ];
  return sign > 0 ? [lower, higher] : [higher, lower];
}

function bestSplit(
  bins: Binned,
  { rows, slope: g, curve: h, bounds }: Reached,
  { slope, curve, signs }: Growing,
  options: Boosting,
): Split | null {
  const { pull, childLeast, gainLeast } = options;
  let best: Split | null = null;
  const whole = (g * g) / (h + pull);
  const slopes = new Float64Array(BINS * 2 + 1);
  const curves = new Float64Array(BINS * 2 + 1);
  bins.of.forEach((of, feature) => {
    const edges = bins.edges[feature]?.length ?? 0;
    slopes.fill(0);
    curves.fill(0);
    for (const i of rows) {
      const bin = of[i] ?? 0;
      slopes[bin] = (slopes[bin] ?? 0) + (slope[i] ?? 0);
      curves[bin] = (curves[bin] ?? 0) + (curve[i] ?? 0);
    }
    let [left, weight] = [0, 0];
    for (let bin = 0; bin < edges; bin++) {
      left += slopes[bin] ?? 0;
      weight += curves[bin] ?? 0;
      if (weight < childLeast || h - weight < childLeast) continue;
      const gain = (left * left) / (weight + pull) + (g - left) ** 2 / (h - weight + pull) - whole;
      if (gain <= gainLeast || gain <= (best?.gain ?? 0)) continue;
      const below = answerOf(left, weight, options, bounds);
      const above = answerOf(g - left, h - weight, options, bounds);
      if ((above - below) * (signs[feature] ?? 0) < 0) continue;
      best = { feature, bin, gain, middle: (below + above) / 2 };
    }
  });
  return best;
}
