/**
 * From rulings to a candidate: the policy in force with other weights and a name of its own. It is a file, and nothing puts
 * it in force but a person who does.
 */
import type { Policy, RiskModel } from '@kith/contract';
import { type Example, type Fit, featureOf, fit, learn, withWeights } from '@kith/engine';
import { parseDocument } from 'yaml';

/** With fewer rulings that teach, chance would speak: a run refuses. Of each kind, and of both. */
export const EXAMPLES_LEAST = 200;
export const EXAMPLES_LEAST_OF_A_KIND = 30;
/** One account in so many is not learned from: what was learned is tried on it. */
const HELD_OUT = 5;
/** A change below this is not worth a line, and is not made: log-odds, or times. */
const CHANGE_LEAST = 0.005;

export interface Change {
  /** where it stands in the policy: risk.terms.cold.weight */
  path: readonly string[];
  before: number;
  after: number;
  /** share of the harmful and of the harmless in which it was seen, each as many as it stands for */
  seen: { harmful: number; harmless: number };
}

export interface Candidate {
  version: string;
  /** the largest first */
  changes: readonly Change[];
  taught: { harmful: number; harmless: number; ofSample: number };
  /** on rulings that it did not learn from */
  heldOut: { rulings: number; before: Fit; after: Fit };
}

export type Made = { ok: true; candidate: Candidate } | { ok: false; because: string };

/**
 * @param shipped what the weights are pulled towards
 * @param version of the candidate, and of its risk model
 */
export function makeCandidate(inForce: Policy, shipped: Policy, given: readonly Example[], version: string): Made {
  const harmful = given.filter((e) => e.harmful).length;
  const harmless = given.length - harmful;
  if (given.length < EXAMPLES_LEAST || Math.min(harmful, harmless) < EXAMPLES_LEAST_OF_A_KIND) {
    const needed = `${EXAMPLES_LEAST} are needed, at least ${EXAMPLES_LEAST_OF_A_KIND} of each kind`;
    const because = `${given.length} final rulings that two people reviewed, ${harmful} of them harmful: ${needed}`;
    return { ok: false, because };
  }
  const sorted = given.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const heldOut = sorted.filter((_, i) => i % HELD_OUT === 0);
  const training = sorted.filter((_, i) => i % HELD_OUT !== 0);
  const { weights } = learn(inForce.risk, shipped.risk, training);
  const risk = withWeights(inForce.risk, weights, version);
  const changes = changesOf(inForce.risk, risk, training);
  const taught = {
    harmful: training.filter((e) => e.harmful).length,
    harmless: training.filter((e) => !e.harmful).length,
    ofSample: training.filter((e) => e.weight > 1).length,
  };
  const tried = { rulings: heldOut.length, before: fit(inForce.risk, heldOut), after: fit(risk, heldOut) };
  return { ok: true, candidate: { version, changes, taught, heldOut: tried } };
}

function changesOf(before: RiskModel, after: RiskModel, examples: readonly Example[]): Change[] {
  const changes: Change[] = [];
  const add = (path: string[], was: number, is: number, names: readonly string[]) => {
    if (Math.abs(is - was) >= CHANGE_LEAST)
      changes.push({ path, before: was, after: is, seen: seenIn(names, examples) });
  };
  for (const [term, { weight }] of Object.entries(after.terms)) {
    const was = Object.entries(before.terms).find(([name]) => name === term)?.[1].weight ?? weight;
    add(['risk', 'terms', term, 'weight'], was, weight, [term, `to.${term}`]);
  }
  const scales = { ...before.evidence.scale, ...after.evidence.scale };
  for (const code of Object.keys(scales)) {
    const of = (model: RiskModel) =>
      Object.entries(model.evidence.scale ?? {}).find(([name]) => name === code)?.[1] ?? 1;
    add(['risk', 'evidence', 'scale', code], of(before), of(after), [code, `to.${code}`]);
  }
  return changes.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

function seenIn(names: readonly string[], examples: readonly Example[]): Change['seen'] {
  const share = (harmful: boolean) => {
    const of = examples.filter((e) => e.harmful === harmful);
    const total = of.reduce((sum, e) => sum + e.weight, 0);
    const seen = of
      .filter((e) => names.some((name) => featureOf(e.features, name) > 0))
      .reduce((sum, e) => sum + e.weight, 0);
    return total === 0 ? 0 : seen / total;
  };
  return { harmful: share(true), harmless: share(false) };
}

/** The text of a policy with other numbers in it; its comments stay, and whoever compares the two sees only the changes. */
export function changedPolicy(
  text: string,
  version: string,
  changes: readonly { path: readonly string[]; after: unknown }[],
): string {
  const doc = parseDocument(text);
  doc.setIn(['version'], version);
  if (changes.some(({ path }) => path.includes('terms') || path.includes('scale')))
    doc.setIn(['risk', 'version'], version);
  // it was tried beside what was in force: of another it says nothing
  doc.deleteIn(['risk', 'shadow']);
  for (const { path, after } of changes) doc.setIn(path, after);
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true });
}
