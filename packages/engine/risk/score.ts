/**
 * From what is observed to a score: capped log-odds that fade, added up (docs/DETECTION.md, after the design's section
 * "Score"). Each term is visited once with what it adds: a score is the sum of what it visits, so that an explanation is
 * complete by construction. Zero contributions are not visited.
 */
import type { BehaviourTerm, EvidenceCode, TextTerm } from '@kith/contract';
import {
  type Account,
  type Approach,
  COUNT_HALF_LIFE,
  type Conduct,
  type Contact,
  childrenWithin,
  evidenceCodes,
  faded,
  isConnected,
  type Seconds,
} from '../knowledge/index.ts';
import { adultness, ageGap } from './ages.ts';
import type { CompiledRiskModel } from './model.ts';

export type Family = 'text' | 'behaviour';
export type TermName = EvidenceCode | BehaviourTerm | TextTerm | 'prior' | 'rules' | 'likeness' | 'secondLook';

/** Told of one term: what it adds (log-odds), and the value that it was observed with: of a code, how many children. */
export type Visit = (term: TermName, family: Family, points: number, value: number) => void;

const DAY_S = 86_400;

/** What scoring an account looks at. */
export interface AccountObserved {
  readonly account: Account;
  readonly conduct: Conduct;
  readonly at: Seconds;
  /** children who blocked or reported it lately */
  readonly childrenAgainst: number;
}

/** What scoring one contact with a child looks at beside. */
export interface ContactObserved extends AccountObserved {
  readonly other: Account;
  readonly approach: Approach;
  readonly out: Contact;
  readonly back: Contact;
  readonly stranger: boolean;
}

function visitTerm(
  model: CompiledRiskModel,
  term: BehaviourTerm | TextTerm,
  family: Family,
  value: number,
  visit: Visit,
): void {
  const { weight, from, full } = model.terms[term];
  if (value <= from || weight === 0) return;
  visit(term, family, weight * Math.min(1, (value - from) / (full - from)), value);
}

/** What an account's behaviour adds: the same whatever it wrote. */
export function visitBehaviour(model: CompiledRiskModel, o: AccountObserved, visit: Visit): void {
  const { account, conduct: c, at } = o;
  if (c.at === 0) return;
  const term = (name: BehaviourTerm, value: number): void => visitTerm(model, name, 'behaviour', value, visit);
  const elapsed = at - c.at;
  const count = (value: number): number => faded(value, elapsed, COUNT_HALF_LIFE);
  term('children1d', childrenWithin(c, 1, at));
  term('children7d', childrenWithin(c, 7, at));
  term('children30d', childrenWithin(c, 30, at));
  // of a few contacts a share says nothing: it counts from five on, as if two more had been with adults
  if (c.contacted >= SHARE_FROM) term('childShare', c.children / (c.contacted + 2));
  term('cold', count(c.cold));
  term('aimed', count(c.aimed));
  term('kept', count(c.kept));
  term('unanswered', count(Math.max(0, c.cold - c.answered)));
  term('childrenAgainst', o.childrenAgainst);
  term('sameOpener', count(c.sameOpener));
  term('handOffs', count(c.handOffs));
  term('far', count(c.far));
  term('requests', account.childRequests.filter((asked) => asked > at - DAY_S).length);
  term('withheld', count(c.withheld));
  if (account.createdAt > 0) term('newAccount', Math.max(0, NEW_DAYS - (at - account.createdAt) / DAY_S));
  term('adult', adultness(account));
  const ruled = Math.min(RULES_POINTS_MAX, count(c.ruled));
  if (ruled > 0) visit('rules', 'behaviour', ruled, ruled);
}
/** The most that the operator's rules add together, log-odds: no more than any other single term. */
export const RULES_POINTS_MAX = 6;
/** First contacts from which on the share of children among them says something. */
const SHARE_FROM = 5;
/** An account is new for so many days: the term's value is how many of them are left. */
const NEW_DAYS = 30;

/** Everything about an account: what it wrote to children, and how it behaves. */
export function visitAccount(model: CompiledRiskModel, o: AccountObserved, visit: Visit): void {
  const { conduct: c } = o;
  if (c.at === 0) return;
  const elapsed = o.at - c.at;
  const count = (value: number): number => faded(value, elapsed, COUNT_HALF_LIFE);
  visitEvidence(model, c.evidence, elapsed, (code, family, points) => {
    visit(code, family, points, count(c.childrenByCode[evidenceCodes.indexOf(code)] ?? 0));
  });
  const term = (name: TextTerm, value: number): void => visitTerm(model, name, 'text', value, visit);
  term('breadth', count(c.breadth));
  term('approached', count(c.approached));
  term('pursued', count(c.pursued));
  term('inGroups', count(c.inGroups));
  visitBehaviour(model, o, visit);
}

type VisitCode = (code: EvidenceCode, family: Family, points: number) => void;

function visitEvidence(model: CompiledRiskModel, sums: Conduct['evidence'], elapsed: Seconds, visit: VisitCode): void {
  for (let i = 0; i < sums.length; i++) {
    const sum = sums[i] ?? 0;
    const code = evidenceCodes[i];
    const halfLife = model.codes.halfLives[i];
    if (sum === 0 || code === undefined || halfLife === undefined) continue;
    const points = faded(sum, elapsed, halfLife) * (model.scales[i] ?? 1);
    if (points > 0) visit(code, 'text', points);
  }
}

/** Everything about one contact with a child: what was written to it, how, and what the account's behaviour adds. */
export function visitContact(model: CompiledRiskModel, o: ContactObserved, visit: Visit): void {
  const { approach, out, back } = o;
  if (o.conduct.at === 0) return;
  visitEvidence(model, approach.evidence, o.at - approach.at, (code, family, points) => visit(code, family, points, 1));
  const term = (name: BehaviourTerm, value: number): void => visitTerm(model, name, 'behaviour', value, visit);
  term('ageGap', ageGap(o.account, o.other));
  if (o.stranger && !isConnected(out, back)) term('stranger', 1);
  if (back.messages === 0) term('oneSided', out.messages + out.withheld);
  const prior = sumOf((sum) => visitBehaviour(model, o, sum)).total;
  if (prior > 0) visit('prior', 'behaviour', Math.min(prior, model.priorMax), prior);
}

export interface Score {
  /** log-odds */
  readonly total: number;
  readonly text: number;
  readonly behaviour: number;
}
export const NO_SCORE: Score = Object.freeze({ total: 0, text: 0, behaviour: 0 });

/** Adds up whatever is visited. */
export function sumOf(walk: (visit: Visit) => void): Score {
  let text = 0;
  let behaviour = 0;
  walk((_term, family, points) => {
    if (family === 'text') text += points;
    else behaviour += points;
  });
  return { total: text + behaviour, text, behaviour };
}

export const scoreAccount = (model: CompiledRiskModel, o: AccountObserved): Score =>
  sumOf((visit) => visitAccount(model, o, visit));
export const scoreContact = (model: CompiledRiskModel, o: ContactObserved): Score =>
  sumOf((visit) => visitContact(model, o, visit));

/** One term of a score, for explaining it. */
export interface Contribution {
  readonly term: TermName;
  readonly family: Family;
  /** log-odds */
  readonly points: number;
  /** what was observed: a count, a share, of a code towards how many children */
  readonly value: number;
  /** of a second look, which feature it is about */
  readonly feature?: string;
}

/** What a score is made of, the largest first; their points add up to it. */
export function contributionsOf(walk: (visit: Visit) => void): readonly Contribution[] {
  const found: Contribution[] = [];
  walk((term, family, points, value) => found.push({ term, family, points, value }));
  return largestFirst(found);
}

export const largestFirst = (found: Contribution[]): readonly Contribution[] =>
  found.sort((a, b) => b.points - a.points || (a.term < b.term ? -1 : 1));
