/** One request to the Family Centre: who comes, in which language, and whether a form is really of this session. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, type HttpApp, ProblemError } from '../../ground/http/index.ts';
import { askedAgain, type FormFields, LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { quietHoursIn } from '../../words/index.ts';
import type { FamilyDoor } from '../door.ts';
import type { FamilyOptions } from '../options.ts';
import type { FamilySession } from '../sign-in.ts';
import { languageCookie, languageIn, secretIn, type Way } from './cookies.ts';
import { drawStopped } from './draw-stopped.ts';
import type { Drawing } from './drawing.ts';

export interface FamilyPagesOptions extends Pick<FamilyOptions, 'words' | 'publicUrl' | 'clock'> {
  door: FamilyDoor;
  /** where "Exit this page" leads */
  exitTo: () => string;
}

const EVERYONE: { access: Access } = { access: { to: 'everyone' } };
const HIDDEN = { hide: true } as const;

export interface Visit {
  request: FastifyRequest;
  reply: FastifyReply;
  who: FamilySession;
  drawing: Drawing;
  fields: FormFields;
}

export const wayOf = ({ publicUrl }: FamilyPagesOptions): Way => ({
  secure: publicUrl()?.startsWith('https:') ?? false,
});

export const sendPage = (reply: FastifyReply, page: string, status = 200): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(page);

/**
 * Whether a form was sent by a page of ours. Another site that posts to a link of its own would sign somebody in as whom it likes, and
 * then see what they do there. Browsers say where a form comes from; an old one that says nothing is believed, since our pages name
 * no referrer and it then says `null`.
 */
export function isFromHere({ headers, host }: FastifyRequest, publicUrl: string | null): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (origin === undefined || origin === 'null') return true;
  const hosts = [host, ...(publicUrl === null ? [] : [new URL(publicUrl).host])];
  return URL.canParse(origin) && hosts.includes(new URL(origin).host);
}

/** '' where there is none, or one with a zero byte, which PostgreSQL takes in no text. */
export function paramOf({ params }: FastifyRequest, name: string): string {
  const value = (params as Record<string, unknown>)[name]; // untyped without a schema
  return typeof value === 'string' && !value.includes('\0') ? value : '';
}

export function queryOf({ query }: FastifyRequest, name: string): string {
  const value = (query as Record<string, unknown>)[name]; // untyped without a schema
  return typeof value === 'string' ? value : '';
}

/** Whether a form says the one or the other. */
export function choiceOf({ fields }: Visit, yes: string, no: string): boolean {
  if (fields.answer !== yes && fields.answer !== no) {
    throw new ProblemError('invalid_field', `answer: must be ${yes} or ${no}`, 'answer');
  }
  return fields.answer === yes;
}

/** Asked for on this page, else before, else named by the platform, else by the browser. */
export function languageFor(request: FastifyRequest, who: FamilySession | null): Language {
  const asked = LANGUAGES.find((language) => language === queryOf(request, 'lang'));
  const named = LANGUAGES.find((language) => language === who?.language?.toLowerCase().split('-')[0]);
  return asked ?? languageIn(request.headers.cookie) ?? named ?? request.language;
}

/**
 * Adds a page for whoever is signed in, or a form of such a page (POST). Whoever isn't is told what to do; a form that another
 * page sent does nothing.
 */
export function addVisits(pages: HttpApp, options: FamilyPagesOptions) {
  const { door, words, clock } = options;
  return (method: 'GET' | 'POST', url: string, handle: (visit: Visit) => Promise<unknown>): void => {
    pages.route({
      ...{ method, url, config: EVERYONE, schema: HIDDEN },
      handler: async (request, reply) => {
        const secret = secretIn(request.headers.cookie);
        const who = secret === null ? null : await door.whoIs(secret);
        const language = languageFor(request, who);
        if (queryOf(request, 'lang') !== '') reply.header('set-cookie', languageCookie(language, wayOf(options)));
        if (who === null) return sendPage(reply, drawStopped({ language }, 'session', askedAgain(request)), 401);
        // as the parser of forms gives it; nothing where no body was sent
        const fields = (request.body ?? {}) as FormFields;
        if (method === 'POST' && !isSame(fields.own ?? '', who.formToken)) {
          return sendPage(reply, drawStopped({ language }, 'again', null, '/family'), 400);
        }
        const { helplines } = words();
        const quietHours = quietHoursIn(words(), language);
        const drawing: Drawing = { language, own: who.formToken, now_ms: clock(), helplines, quietHours, country: '' };
        return handle({ request, reply, who, drawing, fields });
      },
    });
  };
}

function isSame(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
