/** /family/code: an invitation by its code, for whoever was given one. What it asks is shown first, and then answered. */
import type { FamilyDoor, Reader, WrongCode } from '../door.ts';
import { drawInvitation, drawTypeCode } from './draw-code.ts';
import { drawStopped } from './draw-stopped.ts';
import { CODE, type Drawing, OWN, START } from './drawing.ts';
import { type addVisits, choiceOf, sendPage, type Visit } from './visit.ts';
import { childSaid } from './words.ts';

/** Longer than anybody types a code, in UTF-16 code units. */
const TYPED_MAX = 64;

const STATUS: Readonly<Record<WrongCode, number>> = { void: 400, unfit: 409, many: 429 };

export function codeRoutes(add: ReturnType<typeof addVisits>, door: FamilyDoor): void {
  async function read({ who, drawing }: Visit): Promise<{ reader: Reader; drawing: Drawing }> {
    const reader = await door.reader(who.account);
    return { reader, drawing: { ...drawing, country: reader.country } };
  }
  const typedIn = ({ fields }: Visit): string => (fields.code ?? '').replaceAll('\0', '').slice(0, TYPED_MAX);

  add('GET', CODE, async (visit) => {
    const { reader, drawing } = await read(visit);
    return sendPage(visit.reply, drawTypeCode(drawing, reader));
  });
  add('POST', CODE, async (visit) => {
    const { reader, drawing } = await read(visit);
    const code = typedIn(visit);
    const shown = await door.showCode(visit.who.account, code, drawing.language);
    if (typeof shown !== 'string') return sendPage(visit.reply, drawInvitation(drawing, reader, code, shown));
    return sendPage(visit.reply, drawTypeCode(drawing, reader, { code, wrong: shown }), STATUS[shown]);
  });
  add('POST', `${CODE}/answer`, async (visit) => {
    const { who, fields, reply } = visit;
    const accept = choiceOf(visit, 'accept', 'decline');
    const { reader, drawing } = await read(visit);
    const done = await door.answerCode(who.account, typedIn(visit), accept, fields.terms ?? '');
    if (done === 'changed') return sendPage(reply, drawStopped(drawing, 'again', null, CODE), 409);
    if (!reader.isChild) return reply.redirect(START, 303);
    const yes = reader.mayEnd ? 'accepted' : 'acceptedYoung';
    return reply.redirect(`${OWN}?n=${childSaid.indexOf(accept ? yes : 'refused')}`, 303);
  });
}
