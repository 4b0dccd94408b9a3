/** The pages where people sign in and join. They say nothing about anybody; what they ask for is in sign-in.ts. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpApp } from '../ground/http/index.ts';
import { type Language, pagesIn, publicPages } from '../ground/pages/index.ts';
import type { StaffDoor } from '../ground/staff/index.ts';
import { INVITE_PAGE } from './link.ts';
import { pageProblems, peopleWords } from './words.ts';

const SERVICE = 'Kith';
/** Where somebody goes who didn't come from anywhere. */
const HOME = '/console/';
/** A path of the console's, with its query: nothing that could lead elsewhere. */
const OWN_PATH = /^\/console(?:\/(?!\/)[\w.~!$&'()*+,;=:@%/?-]*)?$/;
const PATH_LENGTH_MAX = 2_000;

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

/** Where to go after signing in: as asked, where that is ours. */
export function homeOf(asked: unknown): string {
  return typeof asked === 'string' && asked.length <= PATH_LENGTH_MAX && OWN_PATH.test(asked) ? asked : HOME;
}

export async function signInPages(app: HttpApp, { staff }: { staff: StaffDoor }): Promise<void> {
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

  /** Draws a page; or leads to where passkeys work, from another name of this machine. */
  function show(request: FastifyRequest, reply: FastifyReply, template: 'sign-in' | 'join', to: string): FastifyReply {
    const better = staff.betterOrigin(request.headers);
    if (better !== null) return reply.redirect(better + request.url);
    const { language } = request;
    const words = peopleWords[language];
    const page = {
      title: template === 'sign-in' ? words.signIn.title : words.join.title,
      service: SERVICE,
      self: selfOf(template, to, language),
      ...{ words, script: scriptPath, to },
      problems: pageProblems.map((code) => ({ code, text: words.problems[code] })),
    };
    return reply
      .headers(HEADERS)
      .type('text/html; charset=utf-8')
      .send(draw(`${template}.njk`, page, language));
  }

  await app.register(
    publicPages({ service: SERVICE }, (scope) => {
      scope.get('/signin', EVERYONE, async (request, reply) => {
        const { to } = request.query as Record<string, unknown>; // untyped without a schema
        return show(request, reply, 'sign-in', homeOf(to));
      });
      scope.get(INVITE_PAGE, EVERYONE, async (request, reply) => show(request, reply, 'join', HOME));
    }),
  );
}

const selfOf = (template: 'sign-in' | 'join', to: string, language: Language): string =>
  template === 'join' ? `${INVITE_PAGE}?lang=${language}` : `/signin?${new URLSearchParams({ to, lang: language })}`;
