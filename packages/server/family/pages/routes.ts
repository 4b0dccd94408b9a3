/** /family: the Family Centre. Works without scripts, on old telephones, and on paper. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpApp } from '../../ground/http/index.ts';
import { askedAgain, compressed, publicPages } from '../../ground/pages/index.ts';
import { FamilyDoor } from '../door.ts';
import type { FamilyOptions } from '../options.ts';
import { noCookies, secretIn, sessionCookie } from './cookies.ts';
import { drawChoose } from './draw-guardian.ts';
import { drawEnter, drawStopped } from './draw-stopped.ts';
import { CODE, EXIT, guardianBase, OWN, START } from './drawing.ts';
import { codeRoutes } from './routes-code.ts';
import { guardianRoutes } from './routes-guardian.ts';
import { ownRoutes } from './routes-own.ts';
import { addVisits, type FamilyPagesOptions, isFromHere, languageFor, paramOf, sendPage, wayOf } from './visit.ts';
import { familyWords } from './words.ts';

/**
 * Links followed from one address in an hour: a mobile network has thousands of families behind one. They can't be guessed; this
 * only keeps somebody from being a burden. Pages of whoever is signed in are not counted: a link is needed for each session.
 */
const LINKS_AN_HOUR_MAX = 3_000;
const HOUR_MS = 3_600_000;
const ENTERING = { access: { to: 'everyone' }, rateLimit: { max: LINKS_AN_HOUR_MAX, timeWindow: HOUR_MS } } as const;
const LEAVING = { access: { to: 'everyone' } } as const;
const HIDDEN = { hide: true } as const;

/** @param exitTo where "Exit this page" leads: something that anybody may have open */
export function familyPages(app: HttpApp, families: FamilyOptions, exitTo: () => string): void {
  const options = { ...families, door: new FamilyDoor(families), exitTo };
  const service = { en: familyWords.en.service, cy: familyWords.cy.service };
  app.register(publicPages({ service, exit: EXIT }, (pages) => addRoutes(pages, options)));
}

async function addRoutes(pages: HttpApp, options: FamilyPagesOptions): Promise<void> {
  const { door, exitTo } = options;
  // another site's requests bring no session, so it gets no page with a secret whose size it could look at
  await compressed(pages);

  const lost = (request: FastifyRequest, reply: FastifyReply) =>
    sendPage(reply, drawStopped({ language: languageFor(request, null) }, 'link', askedAgain(request)), 410);

  pages.route({
    ...{ method: 'GET', url: '/family/enter/:token', config: ENTERING, schema: HIDDEN },
    handler: async (request, reply) => {
      const token = paramOf(request, 'token');
      if (!(await door.canEnter(token))) return lost(request, reply);
      return sendPage(reply, drawEnter({ language: languageFor(request, null) }, `/family/enter/${token}`));
    },
  });
  pages.route({
    ...{ method: 'POST', url: '/family/enter/:token', config: ENTERING, schema: HIDDEN },
    handler: async (request, reply) => {
      // the link is not used up by it: whoever it is for can press the button yet
      if (!isFromHere(request, options.publicUrl())) {
        return sendPage(reply, drawStopped({ language: languageFor(request, null) }, 'again', null), 403);
      }
      const entered = await door.enter(paramOf(request, 'token'));
      if (entered === null) return lost(request, reply);
      const before = secretIn(request.headers.cookie);
      // who was signed in here before is not any more
      if (before !== null) await door.leave(before);
      return reply.header('set-cookie', sessionCookie(entered.secret, wayOf(options))).redirect(START, 303);
    },
  });
  // a link, not a form: it works whatever happens, and another site's link brings no session that it could end
  pages.route({
    ...{ method: 'GET', url: EXIT, config: LEAVING, schema: HIDDEN },
    handler: async (request, reply) => {
      const secret = secretIn(request.headers.cookie);
      if (secret !== null) await door.leave(secret);
      return reply.header('set-cookie', noCookies(wayOf(options))).redirect(exitTo(), 303);
    },
  });

  const add = addVisits(pages, options);
  add('GET', START, async ({ reply, who, drawing }) => {
    const children = await door.childrenOf(who.account);
    const [only] = children;
    if (children.length === 1 && only !== undefined) return reply.redirect(guardianBase(only.guardianship), 303);
    if (children.length === 0 && (await door.isChild(who.account))) return reply.redirect(OWN, 303);
    // a child without a family here has nothing else to do
    if (children.length === 0 && (await door.reader(who.account)).isChild) return reply.redirect(CODE, 303);
    return sendPage(reply, drawChoose(drawing, children));
  });
  codeRoutes(add, door);
  guardianRoutes(add, door);
  ownRoutes(add, door);
}
