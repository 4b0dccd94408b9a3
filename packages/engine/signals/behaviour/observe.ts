/**
 * What an event adds to the conduct of its actor, and to its approach to a child. Counts are of children, not of messages:
 * each is counted once, when it is first turned to, first answers, is first handed off.
 */
import {
  type Account,
  type Approach,
  addTo,
  breadthOf,
  bringUpTo,
  type Conduct,
  type Contact,
  countChild,
  evidenceCodes,
  fadeSums,
  isBlankApproach,
  isBlankConduct,
  isChildWhenContacted,
  OPENERS_REMEMBERED,
  type Seconds,
} from '../../knowledge/index.ts';
import { ageGap } from '../../risk/ages.ts';
import type { CompiledRiskModel } from '../../risk/model.ts';
import type { Evidence } from '../evidence.ts';
import { sketchDistance } from '../text/index.ts';

/** Children towards whom there was evidence of one code are counted up to this: past it, more say nothing more. */
const CHILDREN_COUNTED_MAX = 1000;

/** What is known of the two before the event. Conduct and approach are the caller's to change. */
export interface PairObserved {
  readonly at: Seconds;
  readonly actor: Account;
  readonly other: Account;
  readonly out: Contact;
  readonly back: Contact;
  readonly conduct: Conduct;
  readonly approach: Approach;
  /** asked only where it counts */
  readonly cold: () => boolean;
  readonly far: () => boolean;
  /** no connection in common, and not in the other's device contacts, whether or not they are connected now */
  readonly nothingInCommon: () => boolean;
}

/** What a message says, as far as it was read. */
export interface Said {
  readonly evidence: readonly Evidence[];
  /** sketch of the text; 0 where there is none or it is too short to compare */
  readonly sketch: number;
}
export const SAID_NOTHING: Said = Object.freeze({ evidence: Object.freeze([]), sketch: 0 });

export interface Observed {
  conduct: boolean;
  approach: boolean;
}

/** Changes conduct and approach by one event towards another account; says which of them changed. */
export function observePair(p: PairObserved, said: Said, model: CompiledRiskModel): Observed {
  const changed = { conduct: false, approach: false };
  const first = p.out.firstAt === 0;
  const child = isChildWhenContacted(p.other);
  // of those who never turn to a child nothing is kept
  if (!child && isBlankConduct(p.conduct)) return changed;
  if (first) {
    bringUpTo(p.conduct, p.at, model.codes.halfLives);
    p.conduct.contacted = Math.fround(p.conduct.contacted + 1);
    changed.conduct = true;
  }
  if (!child) return changed;
  if (first) observeFirst(p, said, model);
  if (p.out.messages === model.keptMessages && p.nothingInCommon()) {
    bringUpTo(p.conduct, p.at, model.codes.halfLives);
    p.conduct.kept = Math.fround(p.conduct.kept + sureness(p));
    changed.conduct = true;
  }
  // the child's first answer shows when the actor next writes
  if (p.out.replies === 0 && p.back.messages > 0 && p.out.messages > 0) {
    bringUpTo(p.conduct, p.at, model.codes.halfLives);
    p.conduct.answered = Math.fround(p.conduct.answered + 1);
    changed.conduct = true;
  }
  if (said.evidence.length > 0) {
    observeEvidence(p, said.evidence, model);
    changed.conduct = true;
    changed.approach = true;
  }
  return changed;
}

/** How much a child counts that an adult may have turned to: doubt about either age weighs little. */
const sureness = ({ actor, other }: Pick<PairObserved, 'actor' | 'other'>): number => ageGap(actor, other) ** 2;

function observeFirst({ conduct, ...p }: PairObserved, said: Said, model: CompiledRiskModel): void {
  countChild(conduct);
  conduct.children = Math.fround(conduct.children + 1);
  if (p.cold()) {
    conduct.cold = Math.fround(conduct.cold + 1);
    conduct.aimed = Math.fround(conduct.aimed + sureness(p));
    // a far friend of a friend says little, and to find out costs a look at all of the child's connections
    if (p.far()) conduct.far = Math.fround(conduct.far + 1);
  }
  if (said.sketch === 0) return;
  const { sameOpenerBits: most } = model;
  if (conduct.openers.some((opener) => opener !== 0 && sketchDistance(opener, said.sketch) <= most)) {
    conduct.sameOpener = Math.fround(conduct.sameOpener + 1);
  }
  conduct.openers = [said.sketch, ...conduct.openers.slice(0, OPENERS_REMEMBERED - 1)];
}

/** How much of the weight of evidence counts: more the surer the ages are, less between those who have others in common. */
function shareOf(p: PairObserved, { evidence: how }: CompiledRiskModel): number {
  const byAge = how.least + (1 - how.least) * ageGap(p.actor, p.other);
  return p.nothingInCommon() ? byAge : byAge * how.inCommon;
}

function observeEvidence(p: PairObserved, evidence: readonly Evidence[], model: CompiledRiskModel): void {
  const { conduct, approach, at } = p;
  const { codes, evidence: how } = model;
  bringUpTo(conduct, at, codes.halfLives);
  const share = shareOf(p, model);
  if (isBlankApproach(approach)) {
    approach.firstAt = at;
    conduct.approached = Math.fround(conduct.approached + share);
  } else {
    approach.evidence = fadeSums(approach.evidence, at - approach.at, codes.halfLives);
  }
  approach.at = Math.max(approach.at, at);
  for (const { code, weight } of evidence) {
    const i = evidenceCodes.indexOf(code);
    const cap = codes.caps[i] ?? 0;
    if (approach.evidence[i] === 0)
      conduct.childrenByCode = addTo(conduct.childrenByCode, code, 1, CHILDREN_COUNTED_MAX);
    approach.evidence = addTo(approach.evidence, code, weight * share, cap);
    conduct.evidence = addTo(conduct.evidence, code, weight * share, cap * how.manyChildren);
  }
  const breadth = breadthOf(approach.evidence, how.kindFrom);
  conduct.breadth = Math.max(conduct.breadth, breadth);
  if (breadth >= how.several && !approach.pursued) {
    approach.pursued = true;
    conduct.pursued = Math.fround(conduct.pursued + share);
  }
  const elsewhere = evidence.some(({ code }) => code === 'OFF_PLATFORM');
  if (elsewhere && !approach.handedOff && p.out.messages + p.out.withheld < model.handOffMessages) {
    approach.handedOff = true;
    conduct.handOffs = Math.fround(conduct.handOffs + 1);
  }
}

const capOf = (model: CompiledRiskModel, code: Evidence['code']): number =>
  model.codes.caps[evidenceCodes.indexOf(code)] ?? 0;

/** A message to a child that the platform was told to withhold, the first to this child. */
export function observeWithheld(conduct: Conduct, at: Seconds, model: CompiledRiskModel): void {
  bringUpTo(conduct, at, model.codes.halfLives);
  conduct.withheld = Math.fround(conduct.withheld + 1);
}

/** A message with evidence to a group in which there are children. */
export function observeInGroup(
  conduct: Conduct,
  evidence: readonly Evidence[],
  at: Seconds,
  model: CompiledRiskModel,
): void {
  bringUpTo(conduct, at, model.codes.halfLives);
  conduct.inGroups = Math.fround(conduct.inGroups + 1);
  for (const { code, weight } of evidence) {
    conduct.evidence = addTo(conduct.evidence, code, weight * model.evidence.inGroups, capOf(model, code));
  }
}
