/** /transparency: published reports, for everybody. Server-rendered, without scripts; charts are pictures of their own. */
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { dateIn, documentFormats, sendDocument } from '../../../documents/index.ts';
import type { Records } from '../../../ground/database/index.ts';
import { type Access, type HttpApp, nothingHere } from '../../../ground/http/index.ts';
import { fill, inLanguage, type Language, pagesIn, publicPages } from '../../../ground/pages/index.ts';
import { isNewer, listPublications, type Published, readPublication, standing } from '../publications.ts';
import { reportCsv } from './csv.ts';
import { reportDocument, sayCount, sayPublished, sayStatistics } from './said.ts';
import { sayMonth, titleOf, transparencyWords } from './words.ts';

const BASE = '/transparency';
const render = pagesIn(join(import.meta.dirname, 'views'));

const HOUR_MS = 3_600_000;
/** Pages an hour from one address: a newsroom behind one. */
const PAGES_AN_HOUR_MAX = 1_000;
const EVERYONE: { access: Access } = { access: { to: 'everyone' } };
const PAGE = { ...EVERYONE, rateLimit: { max: PAGES_AN_HOUR_MAX, timeWindow: HOUR_MS } };
/** A report may be withdrawn: caches ask again soon. */
const CACHED = 'public, max-age=300';
/** What draws takes longer to load than most of Kith: it is loaded when somebody asks for the first picture. */
const charts = () => import('./chart.ts');
const PICTURE = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'cross-origin-resource-policy': 'cross-origin',
} as const;

export function transparencyPages(app: HttpApp, db: Kysely<Records>): void {
  app.register(publicPages({ service: transparencyWords.en.service }, (pages) => addRoutes(pages, db)));
}

const pathOf = (id: string): string => `${BASE}/${id}`;

function addRoutes(pages: HttpApp, db: Kysely<Records>): void {
  const route = (url: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown) =>
    pages.route({
      ...{ method: 'GET', url, config: PAGE, schema: { hide: true } },
      handler: async (request, reply) => handler(request, reply.header('cache-control', CACHED)),
    });

  route(BASE, async ({ language }, reply) => {
    const words = transparencyWords[language];
    const reports = standing(await listPublications(db)).map((one) => ({
      title: titleOf(one, language),
      href: inLanguage(pathOf(one.id), language),
      published: sayPublished(one, language)[0],
    }));
    return html(reply, 'list.njk', BASE, language, { title: words.list.title, reports });
  });

  route(`${BASE}/:name`, async (request, reply) => {
    const { language } = request;
    // untyped without a schema; the route has it
    const { name } = request.params as { name: string };
    const [, id = name, form = ''] = /^(.*)\.([a-z]+)$/.exec(name) ?? [];
    const published = await readPublication(db, id);
    if (published === null) throw nothingHere();
    const { publication, content } = published;
    if (form === '') {
      const newer = (await listPublications(db)).some((one) => isNewer(one, publication));
      return html(reply, 'report.njk', pathOf(id), language, pageOf(published, newer, language));
    }
    const format = documentFormats.find((one) => one === form && one !== 'html');
    if (format === undefined || publication.withdrawn !== null) throw nothingHere();
    if (format === 'csv')
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="transparency-report-${id}.csv"`)
        .send(reportCsv(publication, content, language));
    return sendDocument(reply, reportDocument(publication, content, language), format);
  });

  route(`${BASE}/:id/:picture`, async (request, reply) => {
    const { language } = request;
    // untyped without a schema; the route has them
    const { id, picture } = request.params as { id: string; picture: string };
    const published = await readPublication(db, id);
    const [, name = ''] = /^(.*)\.svg$/.exec(picture) ?? [];
    const statistic = published?.content.statistics.find((one) => one.id === name);
    if (published === null || published.publication.withdrawn !== null || statistic === undefined) throw nothingHere();
    if (statistic.months.length === 0) throw nothingHere();
    const words = transparencyWords[language];
    const { drawMonths } = await charts();
    const bars = published.content.months.map((month, i) => {
      const n = statistic.months[i] ?? null;
      return { month: sayMonth(month, language), n, text: sayCount(n, language) };
    });
    const title = fill(words.chart, { title: words.statistics[statistic.id].title }, language);
    const caveats = [titleOf(published.publication, language), words.withheldNote];
    const drawn = drawMonths(bars, { title, caveats, none: words.withheld });
    return reply.headers(PICTURE).type('image/svg+xml; charset=utf-8').send(drawn);
  });
}

function html(
  reply: FastifyReply,
  template: string,
  self: string,
  language: Language,
  page: { title: string } & Record<string, unknown>,
) {
  const words = transparencyWords[language];
  const frame = { service: words.service, self: inLanguage(self, language), indexed: true, words };
  return reply.type('text/html; charset=utf-8').send(render(template, { ...frame, ...page }, language));
}

function pageOf({ publication, content }: Published, newer: boolean, language: Language) {
  const words = transparencyWords[language];
  const path = pathOf(publication.id);
  const { withdrawn, sha256 } = publication;
  const title = titleOf(publication, language);
  const frame = { title, back: inLanguage(BASE, language), published: sayPublished(publication, language), newer };
  if (withdrawn !== null) {
    const date = dateIn(new Date(withdrawn.at_ms).toISOString().slice(0, 10), language);
    return { ...frame, withdrawn: fill(words.withdrawn, { date, why: withdrawn.why }, language) };
  }
  return {
    ...{ ...frame, withdrawn: null, sha256 },
    files: (['csv', 'json', 'pdf'] as const).map((format) => ({
      ...{ text: format.toUpperCase(), href: inLanguage(`${path}.${format}`, language) },
    })),
    statistics: sayStatistics(content, language).map((one) => ({
      ...one,
      picture: one.months === null ? null : inLanguage(`${path}/${one.id}.svg`, language),
      alt: fill(words.chart, { title: one.title }, language),
    })),
  };
}
