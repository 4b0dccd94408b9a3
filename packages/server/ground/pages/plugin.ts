/** What all public pages share: their headers, forms, limits an address, and errors as pages that a child can read. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HttpApp, limitAddresses, problemOf, readBody, takerOf } from '../http/index.ts';
import { parseForm } from './form.ts';
import { type Language, languageOf } from './language.ts';
import { pagesIn } from './render.ts';
import { type FrameWords, frameWords } from './words.ts';

/** On top of what every answer says: nothing from elsewhere, nothing inline, forms to here alone, in nobody's frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  vary: 'accept-language',
} as const;

/** A page's form, bytes: its longest text with every character percent-encoded as four, and room for the rest. */
const FORM_BYTES_MAX = 64 * 1024;

export interface PublicPages {
  /** whose pages they are, shown at the top of a page that says what went wrong */
  service: string | Readonly<Record<Language, string>>;
  /** where "Exit this page" leads, for pages that somebody may have to leave at once: those that say what went wrong have it, too */
  exit?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** the language of the page that is asked for */
    language: Language;
  }
}

const drawProblem = pagesIn('');

/**
 * A scope for public pages: everything that `routes` adds in it is a page. A route that somebody could flood says
 * `config: { rateLimit: { max, timeWindow } }`. Nobody is remembered for longer than such a window.
 */
export const publicPages =
  (whose: PublicPages, routes: (scope: HttpApp) => void | Promise<void>) =>
  async (scope: HttpApp): Promise<void> => {
    await limitAddresses(scope);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/x-www-form-urlencoded', (request, stream, done) => {
      readBody(stream, { one: FORM_BYTES_MAX }, parseForm, takerOf(request), done);
    });
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers(HEADERS);
      request.language = languageAsked(request);
    });
    const failed = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
      sendProblemPage(error, request, reply, whose);
    scope.setErrorHandler(failed);
    // an address that leads nowhere, or is malformed, is in no scope: these say whose it would be
    scope.addHook('onRoute', ({ url }) => {
      const first = url.split('/', 2)[1] ?? '';
      if (first !== '') scope.lostPages.set(first, failed);
    });
    await routes(scope);
  };

function languageAsked({ query, headers }: FastifyRequest): Language {
  // untyped without a schema, and absent where the address is malformed; what is not known is ignored
  const asked = query as Record<string, unknown> | undefined;
  return languageOf(asked?.lang, headers['accept-language']);
}

function sendProblemPage(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { service, exit }: PublicPages,
): FastifyReply {
  const known = problemOf(error);
  const cause = known === null ? error : known.cause;
  if (cause !== undefined) {
    request.log.error({ err: cause, request: request.id, route: request.routeOptions.url }, 'a page failed');
  }
  const status = known?.status ?? 500;
  // before anything was read of the request it has no language yet
  const language = request.language ?? languageAsked(request);
  const words = frameWords[language].problems[kindOf(status)];
  reply.headers(HEADERS).code(status).type('text/html; charset=utf-8');
  return reply.send(
    drawProblem(
      'kith/problem.njk',
      { ...words, service: typeof service === 'string' ? service : service[language], self: askedAgain(request), exit },
      language,
    ),
  );
}

/** The address that shows the same page in another language; null where a form was sent to it, or it would lead elsewhere. */
export const askedAgain = ({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): string | null =>
  method === 'GET' && /^\/(?![/\\])/.test(url) ? url : null;

function kindOf(status: number): keyof FrameWords['problems'] {
  if (status === 404) return 'notFound';
  if (status === 413) return 'tooLarge';
  if (status === 429) return 'tooMany';
  return status >= 500 ? 'later' : 'request';
}
