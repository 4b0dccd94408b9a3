/** /figures: what police recorded, by place and by platform. Open to everybody, without scripts; charts are pictures of their own. */
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvOf } from '../../ground/csv/index.ts';
import { type Access, type HttpApp, nothingHere } from '../../ground/http/index.ts';
import { inLanguage, type Language, pagesIn, publicPages } from '../../ground/pages/index.ts';
import type { Library } from '../library.ts';
import { yearText } from '../period.ts';
import { placeOf, slugOf } from '../places.ts';
import { ALL } from '../rows.ts';
import type { Place } from '../series.ts';
import { BASE, briefingOf, findingOf, mapPage, pathOf, placePage, sharePage } from './view.ts';
import { figureWords } from './words.ts';

const render = pagesIn(join(import.meta.dirname, 'views'));

const HOUR_MS = 3_600_000;
/** Pages an hour from one address: a newsroom behind one, with every page opened many times. */
const PAGES_AN_HOUR_MAX = 3_000;
const EVERYONE: { access: Access } = { access: { to: 'everyone' } };
const PAGE = { ...EVERYONE, rateLimit: { max: PAGES_AN_HOUR_MAX, timeWindow: HOUR_MS } };
/** Figures change with a release of Kith: an hour in a cache is soon enough. */
const CACHED = 'public, max-age=3600';
/** What draws takes longer to load than most of Kith: it is loaded when somebody asks for the first picture. */
const charts = () => import('./chart.ts');
/** A picture has its own rules of style, and may be shown on other sites' pages. */
const PICTURE = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'cross-origin-resource-policy': 'cross-origin',
} as const;

export function figureRoutes(app: HttpApp, library: Library): void {
  app.register(publicPages({ service: figureWords.en.service }, (pages) => addRoutes(pages, library)));
}

function addRoutes(pages: HttpApp, library: Library): void {
  const route = (url: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown) =>
    pages.route({
      ...{ method: 'GET', url, config: PAGE, schema: { hide: true } },
      handler: async (request, reply) => handler(request, reply.header('cache-control', CACHED)),
    });
  const html = (reply: FastifyReply, template: string, self: string, language: Language, page: object) => {
    const words = figureWords[language];
    const links = { base: inLanguage(BASE, language), ...sections(language) };
    const frame = { title: words.service, service: words.service, self: inLanguage(self, language), indexed: true };
    const drawn = render(template, { ...frame, words, links, ...page }, language);
    return reply.type('text/html; charset=utf-8').send(drawn);
  };
  const svg = (reply: FastifyReply, picture: string) =>
    reply.headers(PICTURE).type('image/svg+xml; charset=utf-8').send(picture);
  const csv = (reply: FastifyReply, rows: readonly (readonly (string | number | null)[])[]) =>
    reply.type('text/csv; charset=utf-8').send(csvOf(rows));

  const place = (reply: FastifyReply, of: Place, language: Language) => {
    const isAll = of.region === 'UK';
    const map = isAll ? { map: mapPage(library, language), mapPicture: inLanguage(`${BASE}/map.svg`, language) } : {};
    return html(reply, 'place.njk', pathOf(of), language, { ...placePage(library, of, language), ...map });
  };

  route(BASE, ({ language }, reply) => place(reply, { region: 'UK', force: null }, language));
  route(`${BASE}/places/:name`, async (request, reply) => {
    const { language } = request;
    const { slug, kind } = parts(request);
    const of = placeOf(slug);
    if (of === null) throw nothingHere();
    if (kind === '') return place(reply, of, language);
    const series = library.series(of);
    if (kind === 'svg') {
      const { short, table } = figureWords[language];
      const { drawSeries } = await charts();
      const words = { title: findingOf(series, language), caveats: short, none: table.missing };
      return svg(reply, drawSeries(series, words));
    }
    const rows = series.years.map(({ start, row, others }) => [
      ...[yearText(start), of.region, of.force ?? ALL, row?.offences ?? null, row?.source ?? '', row?.note ?? ''],
      others.map(({ offences }) => offences ?? '').join(' '),
    ]);
    const spans = series.spans.map(({ period, offences, source, note }) => [
      ...[period.text, of.region, of.force ?? ALL, offences, source, note],
      '',
    ]);
    return csv(reply, [
      ['period', 'region', 'force', 'offences', 'source', 'note', 'published before'],
      ...rows,
      ...spans,
    ]);
  });
  route(`${BASE}/map.svg`, async ({ language }, reply) => {
    const { short, map } = figureWords[language];
    const { title, tiles } = mapPage(library, language);
    const { drawMap } = await charts();
    const offences = new Map(tiles.map((tile) => [tile.force, tile.offences]));
    return svg(reply, drawMap(offences, { title, caveats: short, none: map.none }));
  });
  route(`${BASE}/briefings/:name`, (request, reply) => {
    const { language } = request;
    const of = placeOf(parts(request).slug);
    if (of === null || of.force !== null) throw nothingHere();
    return html(reply, 'briefing.njk', `${BASE}/briefings/${slugOf(of)}`, language, briefingOf(library, of, language));
  });
  route(`${BASE}/platforms`, ({ language }, reply) =>
    html(reply, 'platforms.njk', `${BASE}/platforms`, language, sharePage(library, language)),
  );
  route(`${BASE}/platforms.csv`, (_, reply) =>
    csv(reply, [
      ['period', 'platform', 'share percent', 'offences with a platform recorded', 'source'],
      ...library.shares.map(({ period, platform, share, known, source }) => [
        period.text,
        platform,
        share,
        known,
        source,
      ]),
    ]),
  );
  route(`${BASE}/rows`, ({ language }, reply) =>
    html(reply, 'rows.njk', `${BASE}/rows`, language, { title: figureWords[language].rows.title, rows: library.rows }),
  );
  route(`${BASE}/limits`, ({ language }, reply) =>
    html(reply, 'limits.njk', `${BASE}/limits`, language, { title: figureWords[language].limits.title }),
  );
}

const sections = (language: Language) => ({
  platforms: inLanguage(`${BASE}/platforms`, language),
  rows: inLanguage(`${BASE}/rows`, language),
  limits: inLanguage(`${BASE}/limits`, language),
});

/** A place's address, and the kind of file that is asked for: none is a page. */
function parts({ params }: FastifyRequest): { slug: string; kind: '' | 'csv' | 'svg' } {
  // untyped without a schema; the route has it
  const { name } = params as { name: string };
  const [, slug = name, kind = ''] = /^(.*)\.(csv|svg)$/.exec(name) ?? [];
  return { slug, kind: kind === 'csv' || kind === 'svg' ? kind : '' };
}
