/** The pages of a code that somebody was given: typing it, and then all that a yes would mean, before there is one. */
import type { GuardianshipShown } from '@kith/contract';
import { frameWords, inLanguage, LANGUAGES } from '../../ground/pages/index.ts';

import type { Reader, WrongCode } from '../door.ts';
import { helpBeside } from './draw-own.ts';
import { CODE, type Drawing, draw, OWN, START } from './drawing.ts';
import { answersWith } from './invitation.ts';
import { familyWords } from './words.ts';

/** Help stands beside every page of a child. */
function around(drawing: Drawing, { isChild, hasFamily }: Reader): Record<string, unknown> {
  const { own, service } = familyWords[drawing.language];
  if (!isChild) return { back: START };
  const links = hasFamily ? [{ href: `${OWN}/more`, text: own.help.title }] : [];
  return { ...(hasFamily && { back: OWN }), tab: service, help: helpBeside(drawing, links) };
}

/** @param tried a code that can't be shown, and why */
export function drawTypeCode(
  drawing: Drawing,
  reader: Reader,
  tried: { code: string; wrong: WrongCode } | null = null,
): string {
  const { own, guardian } = familyWords[drawing.language];
  const typed = reader.isChild ? own.code : guardian.code;
  const wrong = tried === null ? null : typed[tried.wrong];
  return draw(drawing, 'code.njk', CODE, {
    ...{ ...around(drawing, reader), title: typed.title, typed, code: tried?.code ?? '', wrong },
    errors: wrong === null ? [] : [{ text: wrong, href: '#code' }],
  });
}

/** @param code as it was typed: it goes with the answer, and with the other language, and is in no address */
export function drawInvitation(
  drawing: Drawing,
  reader: Reader,
  code: string,
  { words, terms }: GuardianshipShown,
): string {
  const other = LANGUAGES.find((language) => language !== drawing.language) ?? drawing.language;
  return draw(drawing, 'invitation.njk', null, {
    ...{ ...around(drawing, reader), title: words.title, back: CODE, code },
    one: { words, to: `${CODE}/answer`, ...answersWith({ code, terms }) },
    other: { action: inLanguage(CODE, other), text: frameWords[other].name, language: other },
  });
}
