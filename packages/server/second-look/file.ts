/** The second look that Kith ships: a file of numbers, and how they came about. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { featureNames, type SecondLook } from '@kith/engine';
import { z } from 'zod';

const shippedSecondLookPath = fileURLToPath(new URL('model/second-look.json', import.meta.url));

/** Nodes of all trees at most: some hundred kB. A larger file is none of ours. */
const NODES_MAX = 20_000;
/** Typical cases at most: they are gone through for each answer. */
const EXEMPLARS_MAX = 100;

const numbers = z.array(z.number()).max(NODES_MAX);
const wholes = z.array(z.int().min(-1)).max(NODES_MAX);

const secondLookFile = z.strictObject({
  version: z.string().min(1).max(64),
  /** in words: what it learned from, and what was measured */
  trained: z.record(z.string(), z.union([z.string(), z.number()])),
  /** names of the features, in the order in which the numbers below mean them */
  features: z.array(z.string()).max(200),
  roots: wholes,
  feature: wholes,
  threshold: numbers,
  child: wholes,
  value: numbers,
  mean: numbers,
  deviation: numbers,
  exemplars: z.array(z.strictObject({ name: z.string(), at: numbers })).max(EXEMPLARS_MAX),
});
export type SecondLookFile = z.infer<typeof secondLookFile>;

/** Throws where it is not whole. */
export function readSecondLook(text: string): SecondLook {
  const file = secondLookFile.parse(JSON.parse(text));
  const nodes = file.feature.length;
  if ([file.threshold, file.child, file.value].some((list) => list.length !== nodes)) {
    throw new Error("the second look's trees are not whole");
  }
  // a child stands behind its parent: so every way ends
  const wrong = file.feature.some((f, i) => f >= 0 && !((file.child[i] ?? 0) > i && (file.child[i] ?? 0) + 1 < nodes));
  if (wrong || file.roots.some((root) => root < 0 || root >= nodes))
    throw new Error("a second look's tree leads nowhere");
  const places = file.features.map((name) => featureNames.indexOf(name));
  if (places.includes(-1)) throw new Error('the second look asks for a feature that this Kith does not know');
  const placed = (values: readonly number[], otherwise: number): Float32Array => {
    const all = new Float32Array(featureNames.length).fill(otherwise);
    places.forEach((place, i) => {
      all[place] = values[i] ?? otherwise;
    });
    return all;
  };
  return {
    version: file.version,
    trees: {
      roots: Int32Array.from(file.roots),
      feature: Int16Array.from(file.feature, (f) => (f < 0 ? f : (places[f] ?? -1))),
      threshold: Float32Array.from(file.threshold),
      child: Int32Array.from(file.child),
      value: Float32Array.from(file.value),
    },
    // a feature that it did not know says nothing
    spread: { mean: placed(file.mean, 0), deviation: placed(file.deviation, Number.POSITIVE_INFINITY) },
    exemplars: file.exemplars.map(({ name, at }) => ({ name, at: placed(at, 0) })),
  };
}

let shipped: SecondLook | undefined;

/** Throws where the installation is damaged. */
export function loadSecondLook(): SecondLook {
  shipped ??= readSecondLook(readFileSync(shippedSecondLookPath, 'utf8'));
  return shipped;
}
