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
  COUNT_HALF_LIFE,
  type Conduct,
  type Contact,
  countChild,
  countOne,
  evidenceCodes,
  faded,
  fadeSums,
  hasTurnedTo,
  isBlankApproach,
  isBlankConduct,
  isChildWhenContacted,
  OPENERS_REMEMBERED,
  type Seconds,
} from '../../knowledge/index.ts';
import { ageGap } from '../../risk/ages.ts';
import type { CompiledRiskModel } from '../../risk/model.ts';
import type { Said } from '../carried.ts';
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
  /** the event turns to the other: a message or a request, not something found later in one */
  readonly turns: boolean;
  readonly between: Between;
}

/** How the two stand: asked only where it counts, for it costs a look at their connections. */
export interface Between {
  readonly stranger: boolean;
  readonly far: boolean;
  /** no connection in common, and not in the other's device contacts, whether or not they are connected now */
  readonly nothingInCommon: boolean;
}

export interface Observed {
  conduct: boolean;
  approach: boolean;
}

/**
 * Changes conduct and approach by one event towards another account; says which of them changed. What is said is asked for
 * only where the other may be a child.
 */
export function observePair(p: PairObserved, said: Said, model: CompiledRiskModel): Observed {
  const changed = { conduct: false, approach: false };
  const first = p.out.firstAt === 0 || (p.turns && !hasTurnedTo(p.out) && isBlankApproach(p.approach));
  const child = isChildWhenContacted(p.other);
  // of those who never turn to a child nothing is kept
  if (!child && isBlankConduct(p.conduct)) return changed;
  if (first) {
    bringUpTo(p.conduct, p.at, model.codes.halfLives);
    countOne(p.conduct, 'contacted', p.at);
    changed.conduct = true;
  }
  if (!child) return changed;
  if (first) observeFirst(p, said, model);
  if (p.turns && p.out.messages === model.keptMessages && p.between.nothingInCommon) {
    bringUpTo(p.conduct, p.at, model.codes.halfLives);
    countOne(p.conduct, 'kept', p.at, sureness(p));
    changed.conduct = true;
  }
  // the child's first answer shows when the actor next writes; what is no reply after it must not count it again
  const answered = p.back.messages > 0 && p.back.lastAt >= p.out.lastAt;
  if (p.turns && p.out.replies === 0 && p.out.messages > 0 && answered) {
    bringUpTo(p.conduct, p.at, model.codes.halfLives);
    countOne(p.conduct, 'answered', p.at);
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

function observeFirst(p: PairObserved, said: Said, model: CompiledRiskModel): void {
  const { conduct } = p;
  countChild(conduct, p.at);
  countOne(conduct, 'children', p.at);
  if (p.between.stranger) {
    countOne(conduct, 'cold', p.at);
    countOne(conduct, 'aimed', p.at, sureness(p));
    // a far friend of a friend says little, and to find out costs a look at all of the child's connections
    if (p.between.far) countOne(conduct, 'far', p.at);
  }
  if (said.sketch === 0) return;
  const { sameOpenerBits: most } = model;
  if (conduct.openers.some((opener) => opener !== 0 && sketchDistance(opener, said.sketch) <= most)) {
    countOne(conduct, 'sameOpener', p.at);
  }
  conduct.openers = [said.sketch, ...conduct.openers.slice(0, OPENERS_REMEMBERED - 1)];
}

/** How much of the weight of evidence counts: more the surer the ages are, less between those who have others in common. */
function shareOf(p: PairObserved, { evidence: how }: CompiledRiskModel): number {
  const byAge = how.least + (1 - how.least) * ageGap(p.actor, p.other);
  return p.between.nothingInCommon ? byAge : byAge * how.inCommon;
}

function observeEvidence(p: PairObserved, evidence: readonly Evidence[], model: CompiledRiskModel): void {
  const { conduct, approach, at } = p;
  const { codes, evidence: how } = model;
  bringUpTo(conduct, at, codes.halfLives);
  const share = shareOf(p, model);
  // a contact without evidence may have had a level already
  if (approach.firstAt === 0) {
    approach.firstAt = at;
    countOne(conduct, 'approached', at, share);
  } else {
    approach.evidence = fadeSums(approach.evidence, at - approach.at, codes.halfLives);
  }
  approach.at = Math.max(approach.at, at);
  for (const { code, weight } of evidence) {
    const i = evidenceCodes.indexOf(code);
    const cap = codes.caps[i] ?? 0;
    const halfLife = codes.halfLives[i] ?? 1;
    if (approach.evidence[i] === 0) {
      const child = faded(1, conduct.at - at, COUNT_HALF_LIFE);
      conduct.childrenByCode = addTo(conduct.childrenByCode, code, child, CHILDREN_COUNTED_MAX);
    }
    // what is told late has faded since
    approach.evidence = addTo(approach.evidence, code, faded(weight * share, approach.at - at, halfLife), cap);
    const ofAll = cap * how.manyChildren;
    conduct.evidence = addTo(conduct.evidence, code, faded(weight * share, conduct.at - at, halfLife), ofAll);
  }
  const breadth = breadthOf(approach.evidence, how.kindFrom);
  conduct.breadth = Math.max(conduct.breadth, breadth);
  if (breadth >= how.several && !approach.pursued) {
    approach.pursued = true;
    countOne(conduct, 'pursued', at, share);
  }
  const elsewhere = evidence.some(({ code }) => code === 'OFF_PLATFORM');
  if (elsewhere && !approach.handedOff && p.out.messages + p.out.withheld < model.handOffMessages) {
    approach.handedOff = true;
    countOne(conduct, 'handOffs', at);
  }
}

const capOf = (model: CompiledRiskModel, code: Evidence['code']): number =>
  model.codes.caps[evidenceCodes.indexOf(code)] ?? 0;

/** A message to a child that the platform was told to withhold, the first to this child. */
export function observeWithheld(conduct: Conduct, at: Seconds, model: CompiledRiskModel): void {
  bringUpTo(conduct, at, model.codes.halfLives);
  countOne(conduct, 'withheld', at);
}

/** A message with evidence to a group in which there are children. */
export function observeInGroup(
  conduct: Conduct,
  evidence: readonly Evidence[],
  at: Seconds,
  model: CompiledRiskModel,
): void {
  bringUpTo(conduct, at, model.codes.halfLives);
  countOne(conduct, 'inGroups', at);
  for (const { code, weight } of evidence) {
    const halfLife = model.codes.halfLives[evidenceCodes.indexOf(code)] ?? 1;
    const left = faded(weight * model.evidence.inGroups, conduct.at - at, halfLife);
    conduct.evidence = addTo(conduct.evidence, code, left, capOf(model, code));
  }
}
