/** /v1/measures: which measures apply to the service. */
import { ANSWERS_SHOWN_MAX, type MeasureQuestions, measureAnswersInput, measureQuestions } from '@kith/contract';
import type { Kysely } from 'kysely';
import { pseudonymsOf } from '../cases/index.ts';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp } from '../ground/http/index.ts';
import { answer, answeredVersions } from './answered.ts';
import { readQuestions } from './registry.ts';

export interface MeasureRoutesOptions {
  db: Kysely<Records>;
  /** milliseconds since 1970 */
  clock: () => number;
}

const common = { tags: ['measures'], security: [{ session: [] }] };
const STAFF = /^staff:/;

export function measureRoutes(app: HttpApp, { db, clock }: MeasureRoutesOptions): void {
  const questions = readQuestions();

  async function view(): Promise<MeasureQuestions> {
    const versions = await answeredVersions(db, ANSWERS_SHOWN_MAX);
    const nameOf = await pseudonymsOf(
      db,
      versions.map(({ by }) => by.replace(STAFF, '')),
    );
    const risks = questions.risks.filter(({ count }) => !count).map(({ risk, ask }) => ({ risk, ask }));
    return {
      facts: questions.facts.map(({ hint = null, ...asked }) => ({ ...asked, hint })),
      risks,
      otherKinds: { ask: questions.risks.find(({ count }) => count)?.ask ?? '' },
      versions: versions.map(({ version, at_ms, by, answers }) => ({
        ...{ version, at: new Date(at_ms).toISOString(), answers },
        by: nameOf(by.replace(STAFF, '')) ?? by,
      })),
    };
  }

  app.route({
    method: 'GET',
    url: '/v1/measures/answers',
    config: { access: { to: 'staff', action: 'measures.read' } },
    schema: {
      ...common,
      summary: 'What decides which measures apply: the questions, and every version of the answers',
      response: { 200: measureQuestions, ...failures },
    },
    handler: view,
  });

  app.route({
    method: 'PUT',
    url: '/v1/measures/answers',
    config: { access: { to: 'staff', action: 'measures.write' } },
    schema: {
      ...common,
      summary: 'Answer for the service: a new version, beside those before',
      body: measureAnswersInput,
      response: { 200: measureQuestions, ...failures },
    },
    handler: async ({ body, staff }) => {
      await answer(db, questions, { ...body, by: `staff:${staff.id}`, at_ms: clock() });
      return view();
    },
  });
}
