/** The first page: Kith at work, for whoever sits at the machine it runs on. People sign in elsewhere. */
import { type AgeBand, outcome } from '@kith/contract';
import type { Knowledge } from '@kith/engine';
import type { FastifyRequest } from 'fastify';
import type { DeepLookState } from '../deep-look/index.ts';
import { createLive, type HttpApp, sentAlready } from '../ground/http/index.ts';
import { type Language, languageOf } from '../ground/pages/index.ts';
import type { Snapshot, Telemetry } from '../ground/telemetry/index.ts';
import type { StoreStatus } from '../knowledge/index.ts';
import { drawPage, drawRegions, loadAssets } from './render.ts';
import { type Filter, listed, view } from './view.ts';
import { loadPageWords } from './words.ts';

/** Counting what a store holds may cost a query: it is asked at most this often. */
const STATUS_EVERY_MS = 5000;

export interface FirstPageOptions {
  telemetry: Telemetry;
  store: { ask<T>(look: (k: Knowledge) => T): Promise<T>; status(): Promise<StoreStatus> };
  /** the version of the policy in force */
  policyVersion: () => string;
  /** Kith's own version */
  version: string;
  /** where the sandbox key lies, seen from the folder where Kith was started */
  keyFile: string;
  /** what the deep look does now; null where it is off */
  deepLook(): DeepLookState | null;
}

/** On top of what every answer says: this page has a script, a style and an icon of its own. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** Loopback only, and only under a local name, so that no page from elsewhere can read it (DNS rebinding). */
const HERE = { config: { access: { to: 'loopback' } }, schema: { hide: true } } as const;

/** Adds the page's routes to the app. */
export async function firstPage(app: HttpApp, options: FirstPageOptions): Promise<void> {
  const { telemetry, store } = options;
  const words = loadPageWords();
  const assets = loadAssets();
  let status: { at: number; value: StoreStatus } | undefined;

  async function statusNow(now: number): Promise<StoreStatus> {
    if (status === undefined || now - status.at >= STATUS_EVERY_MS) status = { at: now, value: await store.status() };
    return status.value;
  }

  async function look(snapshot: Snapshot, filter: Filter, language: Language) {
    const ids = new Set(listed(snapshot.last, filter).flatMap(({ actor, other }) => [actor, other ?? actor]));
    const ages = await store.ask((k) => new Map([...ids].map((id): [string, AgeBand] => [id, k.account(id).ageBand])));
    const seen = {
      snapshot,
      ages,
      store: await statusNow(snapshot.now),
      policy: options.policyVersion(),
      version: options.version,
      deepLook: options.deepLook(),
    };
    return view(seen, filter, words[language]);
  }

  const live = createLive(
    async (key) => {
      const { language, filter } = fromKey(key);
      const seen = await look(telemetry.snapshot(), filter, language);
      return JSON.stringify({ empty: seen.empty, regions: drawRegions(seen, words[language]) });
    },
    (error) => app.log.error({ err: error }, 'the first page could not be drawn'),
  );
  app.addHook('preClose', async () => live.close());

  await app.register(async (page) => {
    page.addHook('onRequest', async (_, reply) => {
      reply.headers(HEADERS);
    });

    page.get('/', HERE, async (request, reply) => {
      const { language, filter } = asked(request);
      const seen = await look(telemetry.snapshot(), filter, language);
      const address = `http://${request.headers.host}`;
      reply.header('cache-control', 'no-store').header('vary', 'accept-language').type('text/html; charset=utf-8');
      return drawPage({ view: seen, words, language, filter, assets, address, keyFile: options.keyFile });
    });

    page.get('/first-page/events', HERE, async (request, reply) => {
      const { language, filter } = asked(request);
      const taken = live.listen(reply.raw, `${language} ${filter}`, sentAlready(reply));
      if (taken) {
        reply.hijack();
        return reply;
      }
      return reply.code(503).header('retry-after', '10').type('text/plain').send('Too many pages are open.\n');
    });

    for (const { path, type, body } of Object.values(assets)) {
      page.get(path, HERE, async (_, reply) =>
        reply.header('cache-control', 'public, max-age=31536000, immutable').type(type).send(body),
      );
    }
  });
}

function asked(request: FastifyRequest): { language: Language; filter: Filter } {
  const query = request.query as Record<string, unknown>; // untyped without a schema; what is not known is ignored
  return {
    language: languageOf(query.lang, request.headers['accept-language']),
    filter: filterOf(query.outcome),
  };
}

function filterOf(wanted: unknown): Filter {
  const read = outcome.safeParse(wanted);
  return read.success ? read.data : 'all';
}

/** What a listener asked for, from the key that it was filed under. */
function fromKey(key: string): { language: Language; filter: Filter } {
  const [language, filter] = key.split(' ');
  return { language: languageOf(language, undefined), filter: filterOf(filter) };
}
