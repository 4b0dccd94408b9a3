/** /figures: what police recorded, by place and by platform. Open to everybody, without scripts; charts are pictures of their own. */
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvOf } from '../../ground/csv/index.ts';
import { type Access, type HttpApp, nothingHere } from '../../ground/http/index.ts';
import { compressed, inLanguage, type Language, pagesIn, publicPages } from '../../ground/pages/index.ts';
import type { Library } from '../library.ts';
import type { OwnCounts } from '../own-counts.ts';
import { yearText } from '../period.ts';
import { placeOf, slugOf } from '../places.ts';
import { ALL } from '../rows.ts';
import type { Place } from '../series.ts';
import { aboutOf, type Shown } from './about.ts';
import { briefingOf } from './briefing.ts';
import {
  type Chart,
  chartOf,
  groomingChart,
  MAP_HEIGHT_PX,
  mapChart,
  mapYear,
  SERIES_HEIGHT_PX,
  seriesChart,
  shareChart,
  sharesHeight,
  warmCharts,
} from './charts.ts';
import { embedCode, FRAMED } from './embed.ts';
import { bodyOf, groomingPage, groomingRows } from './grooming.ts';
import { fileOf, mapPage, mapRows } from './map.ts';
import { ownPage } from './own.ts';
import { BASE, embedPath, GROOMING, groomingPath, mapPath, pathOf, setPath, sharesPath } from './paths.ts';
import { placePage } from './place.ts';
import { rowsPage } from './rows.ts';
import { periodShares, sharePage, sharePeriodOf, sharePeriods, shareRows } from './shares.ts';
import { figureWords } from './words.ts';

const render = pagesIn(join(import.meta.dirname, 'views'));

const HOUR_MS = 3_600_000;
/** Pages an hour from one address: a newsroom behind one, with every page opened many times. */
const PAGES_AN_HOUR_MAX = 3_000;
const EVERYONE: { access: Access } = { access: { to: 'everyone' } };
const PAGE = { ...EVERYONE, rateLimit: { max: PAGES_AN_HOUR_MAX, timeWindow: HOUR_MS } };
/** Figures change with a release of Kith, or when the operator imports some: an hour in a cache is soon enough. */
const CACHED = 'public, max-age=3600';
/** What draws takes 0.2 s to load: it is loaded when Kith has started and is at rest, or when somebody asks first. */
const WARM_AFTER_MS = 10_000;
/** A picture has its own rules of style, and may be shown on other sites' pages. */
const PICTURE = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'cross-origin-resource-policy': 'cross-origin',
} as const;

export interface FigureRoutesOptions {
  library: () => Library;
  /** the operator's own counts, where it shows any; null where there are none to show */
  own: OwnCounts | null;
  /** where people reach Kith; where they asked for the page unless told */
  publicUrl: string | null;
}

export function figureRoutes(app: HttpApp, options: FigureRoutesOptions): void {
  app.register(
    publicPages({ service: figureWords.en.service }, async (pages) => {
      await compressed(pages);
      addRoutes(pages, options);
    }),
  );
  let warming: NodeJS.Timeout | undefined;
  app.addHook('onListen', async () => {
    warming = setTimeout(() => void warmCharts(), WARM_AFTER_MS).unref();
  });
  app.addHook('onClose', async () => clearTimeout(warming));
}

type Cells = readonly (readonly (string | number | null)[])[];

function addRoutes(pages: HttpApp, { library: current, own, publicUrl }: FigureRoutesOptions): void {
  const route = (
    url: string,
    handler: (asked: { request: FastifyRequest; reply: FastifyReply; language: Language; library: Library }) => unknown,
  ) =>
    pages.route({
      ...{ method: 'GET', url, config: PAGE, schema: { hide: true } },
      handler: async (request, reply) => {
        reply.header('cache-control', CACHED);
        return handler({ request, reply, language: request.language, library: current() });
      },
    });
  type Asked = Parameters<Parameters<typeof route>[1]>[0];

  const html = <P extends { shown: Shown }>(
    { reply, language, library }: Asked,
    template: string,
    self: string,
    page: P,
  ) => {
    const words = figureWords[language];
    const links = sections(library, language);
    const frame = { title: words.service, service: words.service, self: inLanguage(self, language), indexed: true };
    const drawn = render(
      template,
      { ...frame, words, links, ...aboutOf(library, page.shown, language), ...page },
      language,
    );
    return reply.type('text/html; charset=utf-8').send(drawn);
  };
  const csv = (reply: FastifyReply, rows: Cells) => reply.type('text/csv; charset=utf-8').send(csvOf(rows));
  const chart = ({ library, language }: Asked, name: string): Chart => {
    const found = chartOf(library, name, language);
    if (found === null) throw nothingHere();
    return found;
  };
  const svg = async (asked: Asked, name: string) => {
    const picture = await chart(asked, name).draw();
    return asked.reply.headers(PICTURE).type('image/svg+xml; charset=utf-8').send(picture);
  };
  /** How a chart of a page is shown elsewhere. */
  const withChart = ({ request, language }: Asked, name: string, title: string, height_px: number) => {
    const origin = publicUrl ?? `${request.protocol}://${request.host}`;
    const path = inLanguage(embedPath(name), language);
    return { embed: { name, path, code: embedCode(new URL(path, origin).href, title, height_px) } };
  };

  const place = async (asked: Asked, of: Place) => {
    const { library, language } = asked;
    const said = placePage(library, of, language);
    const page = { ...said, ...withChart(asked, seriesChart(of), said.title, SERIES_HEIGHT_PX) };
    if (of.region !== 'UK') return html(asked, 'place.njk', pathOf(of), page);
    const map = mapPage(library, library.lastShipped, language);
    const shown = [...page.shown, ...map.shown];
    return html(asked, 'place.njk', BASE, {
      ...page,
      shown,
      map,
      own: await ownPage(own, library.settings.counts, language),
    });
  };

  route(BASE, (asked) => place(asked, { region: 'UK', force: null }));
  route(`${BASE}/places/:name`, async (asked) => {
    const { slug, kind } = parts(asked.request);
    const of = placeOf(slug);
    if (of === null) throw nothingHere();
    if (kind === '') return place(asked, of);
    return kind === 'svg' ? svg(asked, seriesChart(of)) : csv(asked.reply, placeRows(asked.library, of));
  });
  route(`${BASE}/map/:name`, async (asked) => {
    const { slug, kind } = parts(asked.request);
    const { library, language } = asked;
    const start = mapYear(library, slug);
    if (start === null) throw nothingHere();
    if (kind === 'svg') return svg(asked, mapChart(start));
    if (kind === 'csv') return csv(asked.reply, mapRows(library, start));
    const map = mapPage(library, start, language);
    return html(asked, 'map.njk', mapPath(start), {
      ...{ title: map.title, map, shown: map.shown },
      ...withChart(asked, mapChart(start), map.title, MAP_HEIGHT_PX),
    });
  });
  route(`${BASE}/briefings/:name`, (asked) => {
    const of = placeOf(parts(asked.request).slug);
    if (of === null || of.force !== null) throw nothingHere();
    const briefing = briefingOf(asked.library, of, asked.language);
    return html(asked, 'briefing.njk', `${BASE}/briefings/${slugOf(of)}`, briefing);
  });

  const shares = (asked: Asked, self: string, page: ReturnType<typeof sharePage>, names: readonly string[]) => {
    const periods = page.periods.map((of, i) => ({
      ...of,
      ...withChart(asked, names[i] ?? '', of.title, sharesHeight(of)),
    }));
    return html(asked, 'platforms.njk', self, { ...page, periods, shown: [] });
  };
  route(`${BASE}/platforms`, (asked) => {
    const { library, language } = asked;
    return shares(asked, `${BASE}/platforms`, sharePage(library, language), sharePeriods(library).map(shareChart));
  });
  route(`${BASE}/platforms.csv`, ({ reply, library }) => csv(reply, shareRows(library, null)));
  route(`${BASE}/platforms/:name`, async (asked) => {
    const { slug, kind } = parts(asked.request);
    const { library, language } = asked;
    const period = sharePeriodOf(library, slug);
    if (period === null) throw nothingHere();
    if (kind === 'svg') return svg(asked, shareChart(period));
    if (kind === 'csv') return csv(asked.reply, shareRows(library, period));
    const only = periodShares(library, period, language);
    const page = { title: only.title, periods: [only], csv: only.csv };
    return shares(asked, sharesPath(period), page, [shareChart(period)]);
  });

  const grooming = async (asked: Asked, name: string, kind: '' | 'csv' | 'svg') => {
    const { library, language } = asked;
    const body = library.grooming === null ? null : bodyOf(library.grooming, name);
    if (library.grooming === null || body === null) throw nothingHere();
    if (kind === 'svg') return svg(asked, groomingChart(body));
    if (kind === 'csv') return csv(asked.reply, groomingRows(library.grooming, body));
    const page = groomingPage(library.grooming, body, language);
    return html(asked, 'grooming.njk', groomingPath(body), {
      ...page,
      shown: '88A',
      ...withChart(asked, groomingChart(body), page.title, SERIES_HEIGHT_PX),
    });
  };
  route(GROOMING, (asked) => grooming(asked, '', ''));
  route(`${GROOMING}.csv`, (asked) => grooming(asked, '', 'csv'));
  route(`${GROOMING}.svg`, (asked) => grooming(asked, '', 'svg'));
  route(`${GROOMING}/:name`, (asked) => {
    const { slug, kind } = parts(asked.request);
    return grooming(asked, slug, kind);
  });

  const rows = (asked: Asked, set: string) => {
    const page = rowsPage(asked.library, set, asked.language);
    if (page === null) throw nothingHere();
    return html(asked, 'rows.njk', setPath(set), page);
  };
  route(`${BASE}/rows`, (asked) => rows(asked, ''));
  route(`${BASE}/rows/:name`, (asked) => rows(asked, parts(asked.request).slug));
  route(`${BASE}/limits`, (asked) =>
    html(asked, 'limits.njk', `${BASE}/limits`, {
      title: figureWords[asked.language].limits.title,
      shown: asked.library.rows,
    }),
  );
  route(`${BASE}/embed/:name`, (asked) => {
    const { slug } = parts(asked.request);
    const { reply } = asked;
    const page = chart(asked, slug);
    reply.removeHeader('x-frame-options');
    reply.headers(FRAMED);
    return html(asked, 'embed.njk', embedPath(slug), page);
  });
}

/** A place's table as a file. */
const placeRows = (library: Library, of: Place): Cells => {
  const series = library.series(of);
  const years = series.years.map(({ start, row, others }) => [
    ...[yearText(start), of.region, of.force ?? ALL, row?.offences ?? null, row?.source ?? '', row?.note ?? ''],
    others.map(({ offences }) => offences ?? '').join(' '),
    ...(row === null ? ['', null] : [fileOf(row), row.line]),
  ]);
  const spans = series.spans.map((row) => [
    ...[row.period.text, of.region, of.force ?? ALL, row.offences, row.source, row.note],
    ...['', fileOf(row), row.line],
  ]);
  const head = ['period', 'region', 'force', 'offences', 'source', 'note', 'published before', 'file', 'line'];
  return [head, ...years, ...spans];
};

const sections = ({ grooming }: Library, language: Language) => ({
  base: inLanguage(BASE, language),
  platforms: inLanguage(`${BASE}/platforms`, language),
  rows: inLanguage(`${BASE}/rows`, language),
  limits: inLanguage(`${BASE}/limits`, language),
  grooming: grooming === null ? null : inLanguage(GROOMING, language),
});

/** A name in an address, and the kind of file that is asked for: none is a page. */
function parts({ params }: FastifyRequest): { slug: string; kind: '' | 'csv' | 'svg' } {
  // untyped without a schema; the route has it
  const { name } = params as { name: string };
  const [, slug = name, kind = ''] = /^(.*)\.(csv|svg)$/.exec(name) ?? [];
  return { slug, kind: kind === 'csv' || kind === 'svg' ? kind : '' };
}
