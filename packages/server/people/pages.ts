/** The pages where people sign in and join. They say nothing about anybody; what they ask for is in sign-in.ts. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpApp } from '../ground/http/index.ts';
import { pagesIn, publicPages } from '../ground/pages/index.ts';
import { HOME, homeOf } from './home.ts';
import { INVITE_PAGE } from './link.ts';
import type { PeopleOptions } from './people.ts';
import type { Provider } from './provider.ts';
import { LEAVE, providerRoutes } from './provider-routes.ts';
import { type PageProblem, type PeopleWords, pageProblems, peopleWords } from './words.ts';

const SERVICE = 'Kith';
const EVERYONE = { config: { access: { to: 'everyone' } }, schema: { hide: true } } as const;
const draw = pagesIn(join(import.meta.dirname, 'views'));
const script = readFileSync(join(import.meta.dirname, 'assets/sign-in.js'), 'utf8');
const scriptPath = `/people/${createHash('sha256').update(script).digest('hex').slice(0, 12)}/sign-in.js`;

/** Passkeys and requests to Kith itself, on top of what every public page has. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'permissions-policy':
    'camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
} as const;

export interface PagesOptions extends PeopleOptions {
  /** the organisation's own sign-in; null where there is none */
  provider: Provider | null;
}

const isProblem = (text: unknown): text is PageProblem => pageProblems.some((code) => code === text);

export async function signInPages(app: HttpApp, { db, staff, clock, provider }: PagesOptions): Promise<void> {
  app.route({
    method: 'GET',
    url: scriptPath,
    ...EVERYONE,
    handler: async (_, reply) =>
      reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .type('text/javascript; charset=utf-8')
        .send(script),
  });

  const frameOf = (words: PeopleWords) => ({
    ...{ service: SERVICE, words, script: scriptPath, leave: null },
    problems: pageProblems.map((code) => ({ code, text: words.problems[code] })),
  });
  const send = (reply: FastifyReply, page: string) =>
    reply.headers(HEADERS).type('text/html; charset=utf-8').send(page);
  /** Leads to where passkeys work, from another name of this machine; null where this is right. */
  function elsewhere(request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
    const better = staff.betterOrigin(request.headers);
    return better === null ? null : reply.redirect(better + request.url);
  }

  await app.register(
    publicPages({ service: SERVICE }, (scope) => {
      scope.get('/signin', EVERYONE, async (request, reply) => {
        const { language } = request;
        const query = request.query as Record<string, unknown>; // untyped without a schema
        const to = homeOf(query.to);
        const words = peopleWords[language];
        const page = {
          ...frameOf(words),
          ...{ title: words.signIn.title, to, self: `/signin?${new URLSearchParams({ to, lang: language })}` },
          leave: provider === null ? null : `${LEAVE}?${new URLSearchParams({ to })}`,
          problem: isProblem(query.problem) ? words.problems[query.problem] : '',
        };
        return elsewhere(request, reply) ?? send(reply, draw('sign-in.njk', page, language));
      });
      scope.get(INVITE_PAGE, EVERYONE, async (request, reply) => {
        const { language } = request;
        const words = peopleWords[language];
        const page = { ...frameOf(words), title: words.join.title, to: HOME, self: `${INVITE_PAGE}?lang=${language}` };
        return elsewhere(request, reply) ?? send(reply, draw('join.njk', page, language));
      });
      if (provider === null) return;
      const leadOn = ({ language }: FastifyRequest, reply: FastifyReply, to: string) => {
        const words = peopleWords[language];
        const page = { ...frameOf(words), title: words.signIn.done, to, self: null };
        return send(reply, draw('lead-on.njk', page, language));
      };
      providerRoutes(scope, { db, staff, clock, provider, leadOn });
    }),
  );
}
