/** /v1/numbers, and the same as CSV: for those who lead. */
import { type CasePolicy, type NumbersQuery, type NumbersView, numbersQuery, numbersView } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp } from '../ground/http/index.ts';
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

async function viewNumbers({ from, to }: NumbersQuery, { db, settings, clock }: NumbersOptions): Promise<NumbersView> {
  const period: Period = { from_ms: Date.parse(from), until_ms: Date.parse(to) + DAY_MS };
  const policy = settings();
  return {
    from: new Date(period.from_ms).toISOString(),
    until: new Date(period.until_ms).toISOString(),
    time: await timeOf(db, period, policy),
    accuracy: await accuracyOf(db, period, policy),
    backlog: await backlogOf(db, clock()),
    days: await daysOf(db, period),
    falseAlerts: await falseAlertsOf(db, period),
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
    handler: ({ query }) => viewNumbers(query, options),
  });

  app.route({
    method: 'GET',
    url: '/v1/numbers.csv',
    config: READ,
    schema: { ...common, summary: 'The same as a table', response: { 200: z.string().describe('CSV'), ...failures } },
    handler: async ({ query }, reply) => {
      const csv = toCsv(await viewNumbers(query, options));
      return reply
        .header('content-type', 'text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="kith-numbers-${query.from}-${query.to}.csv"`)
        .serializer((text: string) => text)
        .send(csv);
    },
  });
}
