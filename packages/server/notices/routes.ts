/** /v1/notices/numbers, and the same as CSV: for those who lead. */
import { type NoticeNumbers, type NoticesPolicy, noticeNumbers, numbersQuery } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { csvOf } from '../ground/csv/index.ts';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp } from '../ground/http/index.ts';
import { numbersOf } from './numbers.ts';

export interface NoticeNumbersOptions {
  db: Kysely<Records>;
  policy: () => NoticesPolicy;
}

const READ = { access: { to: 'staff', action: 'numbers.read' } } as const;

export function noticeNumbersRoutes(app: HttpApp, { db, policy }: NoticeNumbersOptions): void {
  const common = { tags: ['numbers'], security: [{ session: [] }], querystring: numbersQuery };
  app.route({
    method: 'GET',
    url: '/v1/notices/numbers',
    config: READ,
    schema: {
      ...common,
      summary: 'What becomes of notices: shown, answered, outlived, and what followed; nobody is named',
      response: { 200: noticeNumbers, ...failures },
    },
    handler: (request) => numbersOf(db, request.query, policy()),
  });

  app.route({
    method: 'GET',
    url: '/v1/notices/numbers.csv',
    config: READ,
    schema: { ...common, summary: 'The same as a table', response: { 200: z.string().describe('CSV'), ...failures } },
    handler: async ({ query }, reply) =>
      reply
        .header('content-type', 'text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="kith-notices-${query.from}-${query.to}.csv"`)
        .serializer((text: string) => text)
        .send(toCsv(await numbersOf(db, query, policy()))),
  });
}

const HEAD = ['section', 'name', 'of', 'measure', 'value'] as const;
type Row = readonly [section: string, name: string, of: string, measure: string, value: string | number];

/** One fact a row. */
const toCsv = (view: NoticeNumbers): string => csvOf([HEAD, ...rowsOf(view)]);

const measures = (of: Readonly<Record<string, number | Readonly<Record<string, number>>>>): [string, number][] =>
  Object.entries(of).flatMap(([name, value]): [string, number][] =>
    typeof value === 'number' ? [[name, value]] : Object.entries(value).map(([one, n]) => [`${name} ${one}`, n]),
  );

const rowsOf = ({ from, until, kinds, risks, open, countedOneIn, experiments }: NoticeNumbers): Row[] => [
  ['period', '', '', 'from', from],
  ['period', '', '', 'until', until],
  ['period', '', '', 'open', open],
  ['period', '', '', 'counted one child in', countedOneIn],
  ...kinds.flatMap(({ kind, language, ...of }) => measures(of).map(([m, n]): Row => ['kind', kind, language, m, n])),
  ...risks.flatMap(({ kind, risk, ...of }) => measures(of).map(([m, n]): Row => ['risk', kind, risk, m, n])),
  ...experiments.flatMap(({ name, kind, shown, heldOut, differences }): Row[] => [
    ...measures({ ...shown }).map(([m, n]): Row => ['experiment', name, kind, `shown: ${m}`, n]),
    ...measures({ ...heldOut }).map(([m, n]): Row => ['experiment', name, kind, `held out: ${m}`, n]),
    ...differences.flatMap(({ act, ...of }) =>
      measures(of).map(
        ([m, n]): Row => ['experiment', name, kind, `${act}: ${m === 'difference' ? m : `${m} end`}`, n],
      ),
    ),
  ]),
];
