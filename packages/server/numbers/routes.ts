/** /v1/numbers, and the same as CSV: for those who lead. */
import { type CasePolicy, type NumbersQuery, type NumbersView, numbersQuery, numbersView } from '@kith/contract';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { sayCause, sayCohort, sayQueue } from '../cases/index.ts';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp } from '../ground/http/index.ts';
import { type Language, languageOf } from '../ground/pages/index.ts';
import { falseAlertsByCohort } from './by-cohort.ts';
import { toCsv } from './csv.ts';
import { falseAlertsOf } from './false-alerts.ts';
import { accuracyOf, backlogOf, daysOf, type Period, timeOf } from './measure.ts';

export interface NumbersOptions {
  db: Kysely<Records>;
  settings: () => CasePolicy;
  /** milliseconds since 1970 */
  clock: () => number;
}

const READ = { access: { to: 'staff', action: 'numbers.read' } } as const;
const DAY_MS = 86_400_000;

async function viewNumbers(
  { from, to }: NumbersQuery,
  language: Language,
  { db, settings, clock }: NumbersOptions,
): Promise<NumbersView> {
  const period: Period = { from_ms: Date.parse(from), until_ms: Date.parse(to) + DAY_MS };
  const policy = settings();
  const named = <T extends { queue: string }>(row: T) => ({
    ...row,
    queueWords: sayQueue(policy, row.queue, language),
  });
  const { inTime, bands } = await timeOf(db, period, policy);
  const backlog = await backlogOf(db, clock());
  const causes = await falseAlertsOf(db, period);
  const cohorts = await falseAlertsByCohort(db, period);
  return {
    from: new Date(period.from_ms).toISOString(),
    until: new Date(period.until_ms).toISOString(),
    time: { inTime, bands: bands.map(named) },
    accuracy: await accuracyOf(db, period, policy),
    backlog: backlog.map(named),
    days: await daysOf(db, period),
    falseAlerts: causes.map((one) => ({ ...one, words: sayCause(one, language) })),
    falseAlertsByCohort: cohorts.map((one) => ({ ...one, words: sayCohort(one.cohort, language) })),
  };
}

export function numbersRoutes(app: HttpApp, options: NumbersOptions): void {
  const common = { tags: ['numbers'], security: [{ session: [] }], querystring: numbersQuery };
  app.route({
    method: 'GET',
    url: '/v1/numbers',
    config: READ,
    schema: {
      ...common,
      summary: 'Time and accuracy against targets, what waits, what alerts for nothing; of cases, never of people',
      response: { 200: numbersView, ...failures },
    },
    handler: (request) => viewNumbers(request.query, languageAsked(request), options),
  });

  app.route({
    method: 'GET',
    url: '/v1/numbers.csv',
    config: READ,
    schema: { ...common, summary: 'The same as a table', response: { 200: z.string().describe('CSV'), ...failures } },
    handler: async (request, reply) => {
      const { query } = request;
      const csv = toCsv(await viewNumbers(query, languageAsked(request), options));
      return reply
        .header('content-type', 'text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="kith-numbers-${query.from}-${query.to}.csv"`)
        .serializer((text: string) => text)
        .send(csv);
    },
  });
}

const languageAsked = ({ staff, headers }: FastifyRequest): Language =>
  languageOf(staff.language, headers['accept-language']);
