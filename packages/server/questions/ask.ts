/** Answers a question without writing anything. */
import type { Answer, Measure, Question } from '@kith/contract';
import {
  type CompiledPolicy,
  consider,
  type Knowledge,
  maySeeInList,
  maySeeLocation,
  maySuggest,
  type Refusal,
} from '@kith/engine';
import { ProblemError } from '../ground/http/index.ts';
import { Refused, readTold } from '../intake/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import type { MessageReader } from '../signals/index.ts';
import { renderDecision, renderReason, type Words } from '../words/index.ts';

export interface AskOptions {
  store: KnowledgeStore;
  policy: () => CompiledPolicy;
  words: () => Words;
  /** what texts are read with, where deciding asks what they say */
  texts: MessageReader;
  /** milliseconds since 1970 */
  clock: () => number;
  /** counts what was asked, in memory: of each candidate the measure that kept it away, null where nothing did */
  asked: (question: CandidatesQuestion['question'], measures: readonly (Measure | null | undefined)[]) => void;
}

type CandidatesQuestion = Exclude<Question, { question: 'event' }>;

/**
 * Candidates are answered in the order in which they were given.
 * @throws ProblemError where the event in question is refused
 */
export async function ask(
  question: Question,
  { store, policy, words, texts, clock, asked }: AskOptions,
): Promise<Answer> {
  const inForce = policy();
  if (question.question === 'event') {
    const told = readTold(question.event, clock(), texts);
    if (told instanceof Refused) {
      const field = told.problem.field === undefined ? 'event' : `event.${told.problem.field}`;
      throw ProblemError.of({ ...told.problem, field });
    }
    const { decision } = await store.ask((k) => consider(k, told, inForce));
    return { decision: renderDecision(decision, words()) };
  }
  const refusals = await store.ask((k) => judge(k, question, inForce));
  asked(
    question.question,
    refusals.map((refusal) => (refusal === null ? null : refusal.measure)),
  );
  return {
    answers: question.candidates.map((account, i) => {
      const refusal = refusals[i] ?? null;
      if (refusal === null) return { account, outcome: 'allow' as const };
      return { account, outcome: 'block' as const, reason: renderReason(refusal, words()) };
    }),
    policy: inForce.version,
  };
}

function judge(k: Knowledge, question: CandidatesQuestion, policy: CompiledPolicy): Refusal[] {
  const viewer = k.account(question.viewer);
  switch (question.question) {
    case 'suggest':
      return question.candidates.map((id) => maySuggest(k, viewer, k.account(id), policy));
    case 'connections': {
      const owner = k.account(question.owner);
      return question.candidates.map((id) => maySeeInList(k, viewer, owner, k.account(id), policy));
    }
    case 'location':
      return question.candidates.map((id) => maySeeLocation(k, viewer, k.account(id), policy));
    default:
      return question satisfies never;
  }
}
