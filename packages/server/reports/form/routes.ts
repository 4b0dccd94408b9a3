/** /report: the form for people with a link from the app, for parents and carers, and for people without an account. */
import { timingSafeEqual } from 'node:crypto';
import type { ReportsPolicy } from '@kith/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, HttpApp } from '../../ground/http/index.ts';
import { type FormFields, inLanguage, LANGUAGES, type Language, publicPages } from '../../ground/pages/index.ts';
import type { HelpFor } from '../help.ts';
import { readLink, readStatus, statusToken } from '../links.ts';
import { reportWords, spokenOf } from '../words.ts';
import { type Drawing, drawSent, drawStart, drawStatus, drawStep, drawStopped, pathOf, START } from './draw.ts';
import { type FormState, newState, noCookie, readState, sentState, stateCookie } from './state.ts';
import { after, answer, type Step, stepFor, steps, TEXT_LENGTH_MAX, tooLong } from './steps.ts';
import { reportOf, type Submitting, submit } from './submit.ts';

/** Between the first page and the last one, milliseconds: nobody reads so fast. */
export const FORM_MIN_MS = 3_000;
const HOUR_MS = 3_600_000;
/** Reports an hour from one address: a school, or a family with many children, has one. */
export const SENT_AN_HOUR_MAX = 20;
/** Pages an hour from one address: a report takes some ten. */
const PAGES_AN_HOUR_MAX = 600;

export interface FormOptions extends Submitting {
  settings: () => ReportsPolicy;
  help: HelpFor;
  /** where people reach Kith; over https, cookies go over nothing else */
  publicUrl: string | null;
}

const EVERYONE: { access: Access } = { access: { to: 'everyone' } };
const PAGE = { ...EVERYONE, rateLimit: { max: PAGES_AN_HOUR_MAX, timeWindow: HOUR_MS } };
const SENDS = { ...EVERYONE, rateLimit: { max: SENT_AN_HOUR_MAX, timeWindow: HOUR_MS } };
const HIDDEN = { hide: true } as const;

export function formRoutes(app: HttpApp, options: FormOptions): void {
  // whose pages they are is said in the language of each; an error's page has the English one
  app.register(publicPages({ service: reportWords.en.service }, (pages) => addRoutes(pages, options)));
}

const isStep = (text: string): text is Step => steps.some((step) => step === text);

function addRoutes(pages: HttpApp, options: FormOptions): void {
  const { keys, clock } = options;
  const secure = options.publicUrl?.startsWith('https:') ?? false;
  const drawing = ({ language }: FastifyRequest): Drawing => ({
    language,
    settings: options.settings(),
    help: options.help,
  });
  const state = ({ headers }: FastifyRequest): FormState | null => readState(keys.carried, headers.cookie, clock());
  const html = (reply: FastifyReply, page: string, status = 200) =>
    reply.code(status).type('text/html; charset=utf-8').send(page);
  const lost = (request: FastifyRequest, reply: FastifyReply) =>
    html(reply, drawStopped(drawing(request), 'lost'), 400);
  const goTo = (reply: FastifyReply, path: string, language: Language) =>
    reply.redirect(inLanguage(path, language), 303);

  /** Gives the answers to the browser to carry, and leads it on; undefined where they are too long to be carried. */
  function carryOn(reply: FastifyReply, value: FormState, path: string, language: Language): FastifyReply | undefined {
    const cookie = stateCookie(keys.carried, value, { secure });
    if (cookie === null) return undefined;
    return goTo(reply.header('set-cookie', cookie), path, language);
  }

  const route = (
    method: 'GET' | 'POST',
    url: string,
    config: typeof PAGE,
    handler: (q: FastifyRequest, p: FastifyReply) => unknown,
  ) => pages.route({ method, url, config, schema: HIDDEN, handler: async (request, reply) => handler(request, reply) });

  route('GET', START, PAGE, (request, reply) => html(reply, drawStart(drawing(request))));
  route('POST', START, PAGE, (request, reply) => {
    const begun = newState(clock());
    return carryOn(reply, begun, pathOf(stepFor(begun, 'check')), request.language) ?? lost(request, reply);
  });

  route('GET', '/report/start/:token', PAGE, (request, reply) => {
    const link = readLink(keys.carried, param(request, 'token'), clock());
    const stopped = () => html(reply, drawStopped(drawing(request), 'link'), 410);
    if (link === null) return stopped();
    const asked = (request.query as Record<string, unknown>).lang; // untyped without a schema
    const wanted =
      LANGUAGES.find((language) => language === asked) ??
      (link.language === undefined ? request.language : spokenOf(link.language));
    const begun = newState(clock(), link);
    return carryOn(reply, begun, pathOf(stepFor(begun, 'check')), wanted) ?? stopped();
  });

  route('GET', '/report/exit', PAGE, (_, reply) =>
    reply.header('set-cookie', noCookie({ secure })).redirect(options.settings().exitTo, 303),
  );

  route('GET', '/report/sent', PAGE, (request, reply) => {
    const sent = state(request);
    if (sent === null || sent.sent !== true) return goTo(reply, START, request.language);
    const report = reportOf(sent);
    return html(reply, drawSent(drawing(request), sent, report, `/report/status/${statusToken(keys.carried, report)}`));
  });

  route('GET', '/report/status/:token', PAGE, async (request, reply) => {
    const token = param(request, 'token');
    const report = readStatus(keys.carried, token);
    const row =
      report === null
        ? undefined
        : await options.db
            .selectFrom('report')
            .select(['state', 'outcome'])
            .where('id', '=', report)
            .executeTakeFirst();
    if (report === null || row === undefined) return html(reply, drawStopped(drawing(request), 'link'), 404);
    return html(reply, drawStatus(drawing(request), `/report/status/${token}`, { report, ...row }));
  });

  route('GET', '/report/:step', PAGE, (request, reply) => {
    const now = state(request);
    const wanted = param(request, 'step');
    if (!isStep(wanted)) return goTo(reply, START, request.language);
    if (now === null) return lost(request, reply);
    if (now.sent) return goTo(reply, '/report/sent', request.language);
    const step = stepFor(now, wanted);
    if (step !== wanted) return goTo(reply, pathOf(step), request.language);
    return html(reply, drawStep(drawing(request), now, step));
  });

  route('POST', '/report/:step', PAGE, (request, reply) => {
    const now = state(request);
    const wanted = param(request, 'step');
    if (now === null || !isStep(wanted) || wanted === 'check' || !isOwnForm(now, request.body))
      return lost(request, reply);
    if (now.sent) return goTo(reply, '/report/sent', request.language);
    if (stepFor(now, wanted) !== wanted) return goTo(reply, pathOf(stepFor(now, wanted)), request.language);
    const answered = answer(now, wanted, fieldsOf(request.body), request.language);
    const again = (error: string) => html(reply, drawStep(drawing(request), answered.state, wanted, error), 400);
    if (!answered.ok) return again(answered.error);
    const { more } = reportWords[request.language];
    // letters of some scripts take more room than others: then less of them can be carried
    const shorter = Math.floor(TEXT_LENGTH_MAX / 2);
    return (
      carryOn(reply, answered.state, pathOf(after(answered.state, wanted)), request.language) ??
      again(tooLong(more.long, shorter, request.language))
    );
  });

  route('POST', '/report/check', SENDS, async (request, reply) => {
    const now = state(request);
    if (now === null || !isOwnForm(now, request.body)) return lost(request, reply);
    const { language } = request;
    const sent = () => carryOn(reply, sentState(now), '/report/sent', language) ?? lost(request, reply);
    if (now.sent) return sent();
    if (stepFor(now, 'check') !== 'check') return goTo(reply, pathOf(stepFor(now, 'check')), language);
    const { check } = reportWords[language];
    const again = (error: string) => html(reply, drawStep(drawing(request), now, 'check', error), 400);
    if ((fieldsOf(request.body).website ?? '') !== '') return again(check.notEmpty);
    if (clock() - now.begun < FORM_MIN_MS) return again(check.soon);
    if ((await submit(options, now, language)) === 'full') {
      return html(reply.header('retry-after', String(HOUR_MS / 1000)), drawStopped(drawing(request), 'full'), 503);
    }
    return sent();
  });
}

const param = ({ params }: FastifyRequest, name: string): string => {
  const value = (params as Record<string, unknown>)[name]; // untyped without a schema
  return typeof value === 'string' ? value : '';
};

// as the parser of forms gives it; nothing where no body was sent
const fieldsOf = (body: unknown): FormFields => (body ?? {}) as FormFields;

/** Whether the page was ours: another site's has no token, and its form brings no cookie. */
function isOwnForm({ own }: FormState, body: unknown): boolean {
  const sent = Buffer.from(fieldsOf(body).own ?? '');
  const expected = Buffer.from(own);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}
