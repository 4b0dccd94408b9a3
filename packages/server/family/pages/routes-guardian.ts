/** /family/children/…: the pages of a parent or carer, and what they can do there. */
import { ProblemError } from '../../ground/http/index.ts';
import { askedAgain } from '../../ground/pages/index.ts';
import type { Done, FamilyDoor } from '../door.ts';
import {
  drawGuardianEnd,
  drawGuardianPart,
  drawGuardianPerson,
  drawGuardianReport,
  drawQuietHours,
  drawWeek,
  type GuardianView,
  whatIsWrongWith,
} from './draw-guardian.ts';
import { isCategory, onceOf, REPORT_LENGTH_MAX, textOf } from './draw-report.ts';
import { drawStopped } from './draw-stopped.ts';
import { guardianBase, START, seenParts } from './drawing.ts';
import { findPerson, type Known } from './people.ts';
import { type addVisits, paramOf, queryOf, sendPage, type Visit } from './visit.ts';
import { type GuardianSaid, guardianSaid } from './words.ts';

const BASE = '/family/children/:guardianship';
const PERSON = `${BASE}/people/:person`;

export function guardianRoutes(add: ReturnType<typeof addVisits>, door: FamilyDoor): void {
  const idOf = ({ request }: Visit) => paramOf(request, 'guardianship');

  /** Acts on what the guardian sees, or says why there is nothing to see. A form looks, too: its answer says who is there. */
  async function look(visit: Visit, show: (view: GuardianView, several: boolean) => unknown): Promise<unknown> {
    const { reply, who, drawing } = visit;
    const guardianship = idOf(visit);
    const looked = await door.look(who.account, guardianship);
    if (looked === null) throw new ProblemError('not_known', 'no such page');
    if (looked.state !== 'active')
      return sendPage(
        reply,
        drawStopped(drawing, looked.state, askedAgain(visit.request)),
        looked.state === 'ended' ? 410 : 403,
      );
    return show({ guardianship, page: looked.page }, looked.several);
  }
  const page = (url: string, show: (visit: Visit, view: GuardianView, several: boolean) => string) =>
    add('GET', url, (visit) => look(visit, (view, several) => sendPage(visit.reply, show(visit, view, several))));

  /** Leads back to where it can be seen what became of an act. */
  const led = ({ reply, drawing }: Visit, path: string, done: Done, said: GuardianSaid) =>
    done === 'done'
      ? reply.redirect(`${path}?said=${said}`, 303)
      : sendPage(reply, drawStopped(drawing, 'again', null, path), 409);

  page(BASE, ({ request, drawing }, view, several) => drawWeek(drawing, view, several, saidIn(request)));
  for (const part of seenParts) {
    page(`${BASE}/${part}`, ({ request, drawing }, view) =>
      drawGuardianPart(drawing, view, part, Number.parseInt(queryOf(request, 'page'), 10) || 1),
    );
  }
  page(PERSON, ({ request, drawing }, view) =>
    drawGuardianPerson(drawing, view, personOn(view, request), saidIn(request)),
  );
  page(`${PERSON}/report`, ({ request, drawing }, view) =>
    drawGuardianReport(drawing, view, personOn(view, request), null),
  );
  page(`${BASE}/quiet-hours`, ({ drawing }, view) => drawQuietHours(drawing, view, null));
  page(`${BASE}/end`, ({ drawing }, view) => drawGuardianEnd(drawing, view));

  add('POST', `${BASE}/settings/answer`, async (visit) => {
    const { who, fields } = visit;
    const allow = fields.answer === 'allow';
    if (!allow && fields.answer !== 'refuse')
      throw new ProblemError('invalid_field', 'answer: must be allow or refuse', 'answer');
    const done = await door.answerSetting(who.account, idOf(visit), fields.setting ?? '', fields.wanted ?? '', allow);
    // what changed meanwhile is shown as it is now
    const base = guardianBase(idOf(visit));
    return done === 'changed'
      ? visit.reply.redirect(`${base}?said=changed`, 303)
      : led(visit, base, done, allow ? 'allowed' : 'refused');
  });
  add('POST', `${PERSON}/together`, (visit) =>
    look(visit, async (view) => {
      const { person } = personOn(view, visit.request);
      const done = await door.askReview(visit.who.account, view.guardianship, person.account);
      return led(visit, pathOf(visit, view), done, 'asked');
    }),
  );
  add('POST', `${PERSON}/report`, (visit) =>
    look(visit, async (view) => {
      const { who, drawing, fields, reply } = visit;
      const known = personOn(view, visit.request);
      const tried = { once: onceOf(fields.once), what: fields.what ?? '', more: textOf(fields.more ?? '') };
      if (!isCategory(tried.what) || tried.more.length > REPORT_LENGTH_MAX) {
        return sendPage(reply, drawGuardianReport(drawing, view, known, tried), 400);
      }
      const said = {
        ...{ id: tried.once, about: known.person.account, category: tried.what, text: tried.more },
        language: drawing.language,
      };
      return led(
        visit,
        pathOf(visit, view),
        await door.reportAsGuardian(who.account, view.guardianship, said),
        'reported',
      );
    }),
  );
  add('POST', `${BASE}/quiet-hours`, (visit) =>
    look(visit, async (view) => {
      const { who, drawing, fields, reply } = visit;
      const hours = { from: (fields.from ?? '').trim(), to: (fields.to ?? '').trim() };
      if (whatIsWrongWith(hours) !== null) return sendPage(reply, drawQuietHours(drawing, view, hours), 400);
      return led(
        visit,
        guardianBase(view.guardianship),
        await door.setQuietHours(who.account, view.guardianship, hours),
        'quiet',
      );
    }),
  );
  add('POST', `${BASE}/quiet-hours/remove`, async (visit) =>
    led(visit, guardianBase(idOf(visit)), await door.setQuietHours(visit.who.account, idOf(visit), null), 'loud'),
  );
  add('POST', `${BASE}/end`, async (visit) => {
    const done = await door.endAsGuardian(visit.who.account, idOf(visit));
    return done === 'done' ? visit.reply.redirect(START, 303) : led(visit, START, done, 'changed');
  });
}

const saidIn = (request: Visit['request']): GuardianSaid | null =>
  guardianSaid.find((said) => said === queryOf(request, 'said')) ?? null;

const pathOf = ({ request }: Visit, { guardianship }: GuardianView): string =>
  `${guardianBase(guardianship)}/people/${encodeURIComponent(paramOf(request, 'person'))}`;

function personOn({ page }: GuardianView, request: Visit['request']): Known {
  const known = findPerson(page, paramOf(request, 'person'));
  if (known === null) throw new ProblemError('not_known', 'nobody on this page has this address');
  return known;
}
