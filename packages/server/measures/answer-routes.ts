/** /v1/measures/answers: what the service says of itself, in versions that stay to be read. */
import {
  ANSWERS_SHOWN_MAX,
  type MeasureQuestions,
  measureAnswersInput,
  measureAnswersVersion,
  measureQuestions,
} from '@kith/contract';
import { z } from 'zod';
import { pseudonymsOf } from '../cases/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { answer, answeredVersion, answeredVersions } from './answered.ts';
import { answeredLines } from './answers.ts';
import { languageAsked } from './language-asked.ts';
import { registryAt } from './registry-kept.ts';
import type { Service } from './service.ts';
import { sayIn } from './welsh.ts';

const common = { tags: ['measures'], security: [{ session: [] }] };
const READ = { access: { to: 'staff', action: 'measures.read' } } as const;
const WRITE = { access: { to: 'staff', action: 'measures.write' } } as const;
const STAFF = /^staff:/;
/** More than anybody saves: one a minute for a lifetime. */
const VERSIONS_MAX = 100_000_000;

export function answerRoutes(
  app: HttpApp,
  { db, clock, registry: { questions } }: Pick<Service, 'db' | 'clock' | 'registry'>,
): void {
  async function view(language: Language): Promise<MeasureQuestions> {
    const versions = await answeredVersions(db, ANSWERS_SHOWN_MAX);
    const nameOf = await pseudonymsOf(
      db,
      versions.map(({ by }) => by.replace(STAFF, '')),
    );
    const counted = questions.risks.find(({ count }) => count);
    return {
      facts: questions.facts.map(({ fact, ask, hint, source, wording }) => ({
        ...{ fact, ask: sayIn(ask, language), source, wording },
        hint: hint === undefined ? null : sayIn(hint, language),
      })),
      risks: questions.risks
        .filter(({ count }) => !count)
        .map(({ risk, ask }) => ({ risk, ask: sayIn(ask, language) })),
      otherKinds: { ask: sayIn(counted?.ask ?? '', language) },
      versions: versions.map(({ version, at_ms, by, answers }) => ({
        ...{ version, at: new Date(at_ms).toISOString(), answers },
        by: nameOf(by.replace(STAFF, '')) ?? by,
      })),
    };
  }

  app.route({
    method: 'GET',
    url: '/v1/measures/answers',
    config: READ,
    schema: {
      ...common,
      summary: 'What decides which measures apply: the questions, and every version of the answers',
      response: { 200: measureQuestions, ...failures },
    },
    handler: (request) => view(languageAsked(request)),
  });

  app.route({
    method: 'GET',
    url: '/v1/measures/answers/:version',
    config: READ,
    schema: {
      ...common,
      params: z.strictObject({ version: z.coerce.number().int().min(1).max(VERSIONS_MAX) }),
      summary: 'One version of the answers, with the questions as they were then, and what the version before said',
      response: { 200: measureAnswersVersion, ...failures },
    },
    handler: async (request) => {
      const { version } = request.params;
      const found = await answeredVersion(db, version);
      if (found === null) throw new ProblemError('not_known', 'there is no such version of the answers', 'version');
      const [then, earlier, [latest], nameOf] = await Promise.all([
        registryAt(db, found.at_ms),
        answeredVersion(db, version - 1),
        answeredVersions(db, 1),
        pseudonymsOf(db, [found.by.replace(STAFF, '')]),
      ]);
      return {
        ...{ version, at: new Date(found.at_ms).toISOString(), by: nameOf(found.by.replace(STAFF, '')) ?? found.by },
        ...{ latest: latest?.version ?? version, askedThen: then !== null },
        answers: answeredLines(then?.questions ?? questions, found.answers, earlier?.answers ?? null).map(
          ({ ask, ...line }) => ({ ...line, ask: ask === null ? null : sayIn(ask, languageAsked(request)) }),
        ),
      };
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/measures/answers',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Answer for the service: a new version, beside those before',
      body: measureAnswersInput,
      response: { 200: measureQuestions, ...failures },
    },
    handler: async (request) => {
      const { body, staff } = request;
      await answer(db, questions, { ...body, by: `staff:${staff.id}`, at_ms: clock() });
      return view(languageAsked(request));
    },
  });
}
