/**
 * What a signed version says that the measures ask, too: whether a fact holds, how high a risk is. It is offered to whoever answers
 * for the service, and answers nothing by itself. Pure.
 */
import type { AssessmentContent, AssessmentVersion, MeasureAnswers } from '@kith/contract';
import type { Questions } from '../registry.ts';
import type { AssessmentKind } from './kinds.ts';

type Offer = AssessmentVersion['offers'][number];

/** @param now what holds for the service; null where nobody has answered */
export function offersOf(
  { sections }: AssessmentKind,
  content: Pick<AssessmentContent, 'sections'>,
  { facts, risks }: Questions,
  now: MeasureAnswers | null,
): Offer[] {
  const said = new Map(
    content.sections.flatMap(({ id, questions }) => questions.map((q) => [`${id}.${q.id}`, q.said] as const)),
  );
  const offers = sections.flatMap(({ id: section, questions }) =>
    questions.flatMap(({ id, gives }): Offer[] => {
      const says = said.get(`${section}.${id}`) ?? null;
      if (gives === undefined || says === null) return [];
      if ('fact' in gives) {
        const ask = facts.find(({ fact }) => fact === gives.fact)?.ask;
        const holds = now?.facts[gives.fact];
        const words = holds === undefined ? null : holds ? 'yes' : 'no';
        return ask === undefined ? [] : [{ of: 'fact', name: gives.fact, ask, says, now: words }];
      }
      const ask = risks.find(({ risk }) => risk === gives.risk)?.ask;
      return ask === undefined
        ? []
        : [{ of: 'risk', name: gives.risk, ask, says, now: now?.risks[gives.risk] ?? null }];
    }),
  );
  return offers.filter((offer) => offer.says !== offer.now);
}
