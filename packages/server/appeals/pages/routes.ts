/** /appeal/:token: the page of an affected person. Whoever has the link; without scripts. */
import { join } from 'node:path';
import { z } from 'zod';
import { type HttpApp, ProblemError } from '../../ground/http/index.ts';
import { type FormFields, inLanguage, type Language, pagesIn } from '../../ground/pages/index.ts';
import { APPEAL_LENGTH_MAX, type FilingOptions, fileAppeal, findTold } from '../file.ts';
import { fileObjection, restrictionOf } from '../object.ts';
import { restrictionPage } from './restriction.ts';
import { pageOf, type Refused } from './view.ts';

/** Pages that an address reads in a window: a link can't be guessed, this only keeps somebody from being a burden. */
const READ_MAX = 120;
/** Objections that an address sends in a window: a household, or a class at school. */
const SEND_MAX = 20;
const WINDOW_MS = 15 * 60_000;

const draw = pagesIn(join(import.meta.dirname, 'views'));
const params = z.strictObject({ token: z.string().max(128) });

export interface AppealPagesOptions extends FilingOptions {
  /** whose pages they are */
  service: string;
}

/** To be registered within public pages (ground/pages). */
export function appealPages(scope: HttpApp, options: AppealPagesOptions): void {
  const { db, clock, settings, service } = options;

  const show = async (token: string, language: Language, refused: Refused | null = null): Promise<string> => {
    const told = await findTold(db, token);
    if (told === null) throw new ProblemError('not_known', 'no appeal has this address');
    const page =
      told.of === 'ruling'
        ? pageOf(told, settings(), language, clock(), refused)
        : restrictionPage({ ...(await restrictionOf(db, told)), refused }, settings(), language, clock());
    return draw('appeal.njk', { ...page, service, self: `/appeal/${token}` }, language);
  };

  scope.route({
    method: 'GET',
    url: '/appeal/:token',
    config: { access: { to: 'everyone' }, rateLimit: { max: READ_MAX, timeWindow: WINDOW_MS } },
    schema: { hide: true, params },
    handler: async ({ params: { token }, language }, reply) =>
      reply.type('text/html; charset=utf-8').send(await show(token, language)),
  });

  scope.route({
    method: 'POST',
    url: '/appeal/:token',
    config: { access: { to: 'everyone' }, rateLimit: { max: SEND_MAX, timeWindow: WINDOW_MS } },
    schema: { hide: true, params },
    handler: async ({ params: { token }, language, body }, reply) => {
      const text = textOf(body);
      const mistake = text === '' ? 'empty' : text.length > APPEAL_LENGTH_MAX ? 'tooLong' : null;
      if (mistake !== null) {
        const page = await show(token, language, { value: text, mistake });
        return reply.code(400).type('text/html; charset=utf-8').send(page);
      }
      const told = await findTold(db, token);
      if (told?.of === 'ruling') await fileAppeal(options, told, text, language);
      if (told?.of === 'restriction') await fileObjection(options, told, text);
      // read again, so that going back or loading it again sends nothing twice
      return reply.redirect(inLanguage(`/appeal/${token}`, language), 303);
    },
  });
}

/** As the form's parser gives it; no zero bytes, which no database keeps, and no half characters. */
function textOf(body: unknown): string {
  const fields = body as FormFields;
  return (fields.text ?? '').replaceAll('\0', '').replaceAll('\r\n', '\n').toWellFormed().trim();
}
