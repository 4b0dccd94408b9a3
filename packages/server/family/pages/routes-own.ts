/**
 * /family/own: the pages of a child. Addresses say little, since browsers keep them: `more` is help, or a report, and what was
 * done is a number.
 */
import type { ChildPage } from '@kith/contract';
import { ProblemError } from '../../ground/http/index.ts';
import type { FamilyDoor } from '../door.ts';
import {
  drawHelp,
  drawLooks,
  drawOwn,
  drawOwnEnd,
  drawOwnPart,
  drawOwnPerson,
  drawOwnReport,
  type InvitedTo,
} from './draw-own.ts';
import { isCategory, onceOf, REPORT_LENGTH_MAX, textOf } from './draw-report.ts';
import { drawStopped } from './draw-stopped.ts';
import { type Drawing, OWN, seenParts } from './drawing.ts';
import { findPerson, type Known } from './people.ts';
import { type addVisits, choiceOf, paramOf, queryOf, sendPage, type Visit } from './visit.ts';
import { type ChildSaid, childSaid } from './words.ts';

const PERSON = `${OWN}/people/:person`;
const SHARED = `${OWN}/shared/:guardianship`;

interface Own extends InvitedTo {
  child: ChildPage;
  drawing: Drawing;
}

export function ownRoutes(add: ReturnType<typeof addVisits>, door: FamilyDoor): void {
  async function own(visit: Visit): Promise<Own> {
    const found = await door.own(visit.who.account);
    if (found === null) throw new ProblemError('not_known', 'no such page');
    return { ...found, drawing: { ...visit.drawing, country: found.country } };
  }
  const page = (url: string, show: (visit: Visit, own: Own) => string) =>
    add('GET', url, async (visit) => sendPage(visit.reply, show(visit, await own(visit))));

  const led = ({ reply, drawing }: Visit, path: string, said: ChildSaid | 'changed') =>
    said === 'changed'
      ? sendPage(reply, drawStopped(drawing, 'again', null, path), 409)
      : reply.redirect(`${path}?n=${childSaid.indexOf(said)}`, 303);

  page(OWN, ({ request }, found) => drawOwn(found.drawing, found.child, found, saidIn(request)));
  for (const part of seenParts) {
    page(`${OWN}/${part}`, ({ request }, { child, drawing }) =>
      drawOwnPart(drawing, child, part, Number.parseInt(queryOf(request, 'page'), 10) || 1),
    );
  }
  page(`${OWN}/looks`, (_, { child, drawing }) => drawLooks(drawing, child));
  page(`${OWN}/more`, (_, { child, drawing }) => drawHelp(drawing, child));
  page(PERSON, ({ request }, { child, drawing }) =>
    drawOwnPerson(drawing, child, personOn(child, request), saidIn(request)),
  );
  page(`${PERSON}/more`, ({ request }, { child, drawing }) =>
    drawOwnReport(drawing, child, personOn(child, request), null),
  );
  page(SHARED, ({ request }, { child, drawing }) => drawOwnEnd(drawing, child, sharedOf(child, request)));

  add('POST', `${PERSON}/block`, async (visit) => {
    const { person } = personOn((await own(visit)).child, visit.request);
    return led(
      visit,
      pathOf(visit),
      (await door.block(visit.who.account, person.account)) === 'done' ? 'blocked' : 'changed',
    );
  });
  add('POST', `${PERSON}/more`, async (visit) => {
    const { who, fields, reply } = visit;
    const { child, drawing } = await own(visit);
    const known = personOn(child, visit.request);
    const tried = { once: onceOf(fields.once), what: fields.what ?? '', more: textOf(fields.more ?? '') };
    if (!isCategory(tried.what) || tried.more.length > REPORT_LENGTH_MAX) {
      return sendPage(reply, drawOwnReport(drawing, child, known, tried), 400);
    }
    const said = {
      ...{ id: tried.once, about: known.person.account, category: tried.what, text: tried.more },
      language: drawing.language,
    };
    return led(visit, pathOf(visit), (await door.reportAsChild(who.account, said)) === 'done' ? 'reported' : 'changed');
  });
  add('POST', `${OWN}/tell`, async (visit) =>
    led(visit, OWN, (await door.tellGuardians(visit.who.account)) === 'done' ? 'told' : 'changed'),
  );
  add('POST', `${OWN}/reviews/:review`, async (visit) => {
    const talked = choiceOf(visit, 'talked', 'declined');
    const done = await door.answerReview(visit.who.account, paramOf(visit.request, 'review'), talked);
    return led(visit, OWN, done === 'changed' ? done : talked ? 'talked' : 'declined');
  });
  add('POST', `${OWN}/invitations/:guardianship`, async (visit) => {
    const accept = choiceOf(visit, 'accept', 'decline');
    const { terms } = await own(visit);
    const id = paramOf(visit.request, 'guardianship');
    const done = await door.answerInvitation(visit.who.account, id, accept, visit.fields.terms ?? '');
    const yes = terms.mayEnd ? 'accepted' : 'acceptedYoung';
    return led(visit, OWN, done === 'changed' ? done : accept ? yes : 'refused');
  });
  add('POST', SHARED, async (visit) => {
    const became = await door.endAsChild(visit.who.account, paramOf(visit.request, 'guardianship'));
    return led(visit, OWN, became === 'wished' ? 'asked' : became);
  });
}

const saidIn = (request: Visit['request']): ChildSaid | null =>
  childSaid[Number.parseInt(queryOf(request, 'n'), 10)] ?? null;

const pathOf = ({ request }: Visit): string => `${OWN}/people/${encodeURIComponent(paramOf(request, 'person'))}`;

function personOn({ page }: ChildPage, request: Visit['request']): Known {
  const known = page.guardians.length === 0 ? null : findPerson(page, paramOf(request, 'person'));
  if (known === null) throw new ProblemError('not_known', 'nobody on this page has this address');
  return known;
}

function sharedOf({ guardianships }: ChildPage, request: Visit['request']): ChildPage['guardianships'][number] {
  const one = guardianships.find(({ guardianship }) => guardianship === paramOf(request, 'guardianship'));
  if (one === undefined) throw new ProblemError('not_known', 'no such guardianship');
  return one;
}
