/** /v1/transparency: drafts of reports, publishing and withdrawing them. */
import {
  type TransparencyDraft,
  type TransparencyReports,
  transparencyDraft,
  transparencyPeriod,
  transparencyPublished,
  transparencyPublishing,
  transparencyReports,
  transparencyWithdrawing,
} from '@kith/contract';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { pseudonymsOf } from '../../cases/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { failures, type HttpApp } from '../../ground/http/index.ts';
import { type Language, languageOf } from '../../ground/pages/index.ts';
import { draftOf } from './draft.ts';
import { sayStatistics } from './pages/said.ts';
import { titleOf, transparencyWords } from './pages/words.ts';
import { listPublications, withdraw } from './publications.ts';
import { publishReport } from './publish.ts';

export interface TransparencyRoutesOptions {
  db: Kysely<Records>;
  /** milliseconds since 1970 */
  clock: () => number;
}

const common = { tags: ['measures'], security: [{ session: [] }] };
const READ = { access: { to: 'staff', action: 'measures.read' } } as const;
const WRITE = { access: { to: 'staff', action: 'measures.write' } } as const;
const STAFF = /^staff:/;
const iso = (at_ms: number): string => new Date(at_ms).toISOString();
const languageAsked = ({ staff, headers }: FastifyRequest): Language =>
  languageOf(staff.language, headers['accept-language']);

export function transparencyRoutes(app: HttpApp, { db, clock }: TransparencyRoutesOptions): void {
  async function list(language: Language): Promise<TransparencyReports> {
    const all = await listPublications(db);
    const nameOf = await pseudonymsOf(
      db,
      all.map(({ by }) => by.replace(STAFF, '')),
    );
    return {
      reports: all.map(({ id, from, to, edition, publishedAt_ms, by, changes, sha256, withdrawn }) => ({
        ...{ id, from, to, edition, changes, sha256, title: titleOf({ from, to }, language) },
        ...{ publishedAt: iso(publishedAt_ms), by: nameOf(by.replace(STAFF, '')) ?? by },
        withdrawn: withdrawn === null ? null : { at: iso(withdrawn.at_ms), why: withdrawn.why },
      })),
    };
  }

  app.route({
    method: 'GET',
    url: '/v1/transparency',
    config: READ,
    schema: {
      ...common,
      summary: 'Transparency reports that were published, and those that were withdrawn',
      response: { 200: transparencyReports, ...failures },
    },
    handler: (request) => list(languageAsked(request)),
  });

  app.route({
    method: 'GET',
    url: '/v1/transparency/draft',
    config: WRITE,
    schema: {
      ...common,
      summary: 'What a report of these months would say, with what would be withheld; publishes nothing',
      querystring: transparencyPeriod,
      response: { 200: transparencyDraft, ...failures },
    },
    handler: async (request): Promise<TransparencyDraft> => {
      const language = languageAsked(request);
      const { content, sha256, edition, withheld, small } = await draftOf(db, request.query);
      const statistics = sayStatistics(content, language).map(({ id, title, sentences, tables, months }) => ({
        ...{ id, title, sentences: [...sentences] },
        tables: [...tables, ...(months === null ? [] : [months])].map(({ caption, head, rows }) => ({
          ...{ caption, head: [...head], rows: rows.map((row) => [...row]) },
        })),
      }));
      const { withheld: mark } = transparencyWords[language];
      return { title: titleOf(request.query, language), sha256, edition, withheld, small, mark, statistics };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/transparency',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Publish the report that a draft showed: it stands as it is, for everybody, without signing in',
      body: transparencyPublishing,
      response: { 200: transparencyPublished, ...failures },
    },
    handler: async ({ body, staff }) => {
      const { from, to, sha256, changes } = body;
      const id = await publishReport(db, { from, to, sha256, changes, by: `staff:${staff.id}`, at_ms: clock() });
      return { id, path: `/transparency/${id}` };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/transparency/:id/withdrawal',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Withdraw a report: its page says that it was, and why',
      params: z.strictObject({ id: z.string().max(64) }),
      body: transparencyWithdrawing,
      response: { 200: transparencyReports, ...failures },
    },
    handler: async (request) => {
      const { params, body, staff } = request;
      await withdraw(db, { id: params.id, why: body.why, by: `staff:${staff.id}`, at_ms: clock() });
      return list(languageAsked(request));
    },
  });
}
