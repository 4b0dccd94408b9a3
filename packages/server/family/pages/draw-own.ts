/**
 * The pages of a child: the very page that its guardians see, who looked, and how to get help and stop. What the browser keeps
 * of them in its history names neither help, nor a report, nor an end: somebody else may look through it.
 */
import type { ChildPage } from '@kith/contract';
import { fill } from '../../ground/pages/index.ts';
import type { Own } from '../child-page.ts';
import { dayOf } from '../facts.ts';
import { clockTime, longDay } from './days.ts';
import { drawReport, type ReportTried } from './draw-report.ts';
import { CODE, type Drawing, draw, drawPart, OWN, readingOf, type SeenPart, seenParts } from './drawing.ts';
import { answersWith, wordsOfInvitation } from './invitation.ts';
import { knownOf } from './known.ts';
import { inSentence, nameOf, namesTogether } from './names.ts';
import { overviewOf } from './overview.ts';
import { type Known, referenceOf } from './people.ts';
import { type ChildSaid, familyWords } from './words.ts';

/** What somebody who is invited says yes to. */
export type InvitedTo = Pick<Own, 'terms' | 'termsOf'>;

type OwnPart = SeenPart | 'week' | 'looks' | 'help' | null;

/** What stands beside every page of a child: where it is among them, and help. */
function around(drawing: Drawing, { page: { guardians } }: ChildPage, current: OwnPart): Record<string, unknown> {
  const { nav, own, service } = familyWords[drawing.language];
  const parts =
    guardians.length === 0 ? (['week', 'looks', 'help'] as const) : (['week', ...seenParts, 'looks', 'help'] as const);
  const href = {
    week: OWN,
    friends: `${OWN}/friends`,
    contacts: `${OWN}/contacts`,
    groups: `${OWN}/groups`,
    looks: `${OWN}/looks`,
    help: `${OWN}/more`,
  };
  return {
    ...{ base: OWN, tab: service },
    nav: parts.map((part) => ({ text: nav[part], href: href[part], current: part === current })),
    help: helpBeside(drawing, [{ href: href.help, text: own.help.title }]),
  };
}

/** Whom a child can turn to: beside every page of its own, whether or not it has a family here yet. */
export function helpBeside(drawing: Drawing, links: readonly { href: string; text: string }[]) {
  const { help } = familyWords[drawing.language].own;
  return { title: help.short, said: [help.scared, help.trouble], lines: linesFor(drawing), links };
}

function linesFor({ language, helplines, country }: Drawing): { text: string; url?: string | undefined }[] {
  const { help } = familyWords[language].own;
  const number = helplines.emergency(country);
  const emergency = number === null ? help.emergencyAnywhere : fill(help.emergency, { number }, language);
  const lines = helplines.for(country, language, 'children');
  return [
    { text: emergency },
    ...lines.map(({ name, contact, url }) => ({
      // where it is reached by its page alone, its page is not said twice
      text: fill(url !== undefined && !/\d{3}/.test(contact) ? help.page : help.line, { name, contact }, language),
      url,
    })),
  ];
}

const guardianNames = ({ page }: ChildPage, { language }: Drawing): string =>
  namesTogether(
    page.guardians.map((one) => nameOf(one, one.account, familyWords[language].seen.noName)),
    language,
  );

export function drawOwn(drawing: Drawing, child: ChildPage, invited: InvitedTo, said: ChildSaid | null): string {
  const { language } = drawing;
  const { own, seen } = familyWords[language];
  const count = child.page.guardians.length;
  const say = (message: string) => fill(message, { count, names: guardianNames(child, drawing) }, language);
  const shared = count > 0;
  const reviews = shared ? child.page.reviews.filter(({ state }) => state === 'asked' || state === 'seen') : [];
  return draw(drawing, 'own.njk', OWN, {
    ...around(drawing, child, 'week'),
    title: shared ? say(own.title) : own.titleNobody,
    intro: shared ? [say(own.intro), own.never, lastLook(child, drawing)] : [pausedOf(child, drawing) ?? own.nobody],
    said: said === null ? null : own.said[said],
    label: say(own.frame),
    seen: shared ? overviewOf(child.page, readingOf(drawing, OWN)) : null,
    invitations: child.invitations.flatMap((one) => invitationOf(drawing, one, invited)),
    code: { href: CODE, text: own.code.link },
    reviews: reviews.map(({ id, about }) => ({
      ...{
        id,
        title: fill(own.review.title, { name: inSentence(nameOf(about, about.account, seen.noName)) }, language),
      },
    })),
  });
}

/** Where those who could look can't for now; null where there are none. */
function pausedOf({ guardianships }: ChildPage, { language }: Drawing): string | null {
  const { own, seen } = familyWords[language];
  const paused = guardianships.filter((one) => one.paused);
  if (paused.length === 0) return null;
  const names = namesTogether(
    paused.map(({ guardian }) => nameOf(guardian, guardian.account, seen.noName)),
    language,
  );
  return fill(own.paused, { count: paused.length, names }, language);
}

function lastLook({ looks }: ChildPage, { language }: Drawing): string {
  const { own, seen } = familyWords[language];
  const [last] = looks;
  if (last === undefined) return own.looks.empty;
  const name = inSentence(nameOf(last.guardian, last.guardian.account, seen.noName));
  return fill(own.last, { name, day: longDay(dayOf(Date.parse(last.at)), language) }, language);
}

/** An invitation that the child is asked. */
function invitationOf(
  { language, quietHours }: Drawing,
  { guardianship, guardian, until }: ChildPage['invitations'][number],
  { terms, termsOf }: InvitedTo,
) {
  if (guardian === null) return [];
  const words = wordsOfInvitation('child', guardian, terms, Date.parse(until), language, quietHours);
  const to = `${OWN}/invitations/${encodeURIComponent(guardianship)}`;
  return [{ words, to, ...answersWith({ terms: termsOf.get(guardianship) ?? '' }) }];
}

export const drawOwnPart = (drawing: Drawing, child: ChildPage, part: SeenPart, number: number): string =>
  drawPart(drawing, OWN, child.page, part, around(drawing, child, part), number);

export function drawLooks(drawing: Drawing, child: ChildPage): string {
  const { language } = drawing;
  const { own, seen } = familyWords[language];
  return draw(drawing, 'looks.njk', `${OWN}/looks`, {
    ...{ ...around(drawing, child, 'looks'), title: own.looks.title },
    looks: child.looks.map(({ guardian, at, part }) => ({
      ...{ name: nameOf(guardian, guardian.account, seen.noName), part: own.looks.parts[part], at },
      when: fill(
        own.looks.when,
        { day: longDay(dayOf(Date.parse(at)), language), time: clockTime(at, language) },
        language,
      ),
    })),
  });
}

/** Help, and how to stop: without asking anybody, where policy lets the child. */
export function drawHelp(drawing: Drawing, child: ChildPage): string {
  const { language } = drawing;
  const { own, seen } = familyWords[language];
  const { help: words } = own;
  const stops = child.guardianships.map(({ guardianship, guardian, since, mayEnd, paused }) => {
    const name = inSentence(nameOf(guardian, guardian.account, seen.noName));
    return {
      since: fill(paused ? words.pausedNow : words.since, { name, day: longDay(since, language) }, language),
      href: `${OWN}/shared/${encodeURIComponent(guardianship)}`,
      text: fill(mayEnd ? words.stopLink : words.askLink, { name }, language),
    };
  });
  const asks = child.guardianships.some(({ mayEnd }) => !mayEnd);
  return draw(drawing, 'own-help.njk', `${OWN}/more`, {
    ...{
      ...around(drawing, child, 'help'),
      title: words.title,
      stops,
      stopLines: [asks ? words.stopAsk : words.stopOwn],
    },
    help: { all: [words.scared, words.trouble, words.exit], lines: linesFor(drawing) },
  });
}

export function drawOwnEnd(drawing: Drawing, child: ChildPage, one: ChildPage['guardianships'][number]): string {
  const { language } = drawing;
  const { own, seen } = familyWords[language];
  const { end } = own;
  const name = inSentence(nameOf(one.guardian, one.guardian.account, seen.noName));
  const say = (message: string) => fill(message, { name }, language);
  const shown = one.mayEnd
    ? { title: say(end.title), lines: [say(end.text), say(end.told), end.safe], send: end.send }
    : { title: say(end.askTitle), lines: [say(end.ask), end.safe], send: end.askSend };
  const self = `${OWN}/shared/${encodeURIComponent(one.guardianship)}`;
  return draw(drawing, 'end.njk', self, {
    ...around(drawing, child, null),
    nav: null,
    ...shown,
    keep: end.keep,
    back: `${OWN}/more`,
  });
}

const personPath = ({ page }: ChildPage, { person }: Known): string =>
  `${OWN}/people/${referenceOf(page.child.account, person.account)}`;

export function drawOwnPerson(drawing: Drawing, child: ChildPage, known: Known, said: ChildSaid | null): string {
  const shown = knownOf(known, readingOf(drawing, OWN));
  return draw(drawing, 'own-person.njk', personPath(child, known), {
    ...{ ...around(drawing, child, null), title: shown.name, known: shown, reported: said === 'reported' },
    guardians: child.guardianships.length > 0,
    said: said === null ? null : familyWords[drawing.language].own.said[said],
  });
}

export function drawOwnReport(drawing: Drawing, child: ChildPage, known: Known, tried: ReportTried | null): string {
  const { own } = familyWords[drawing.language];
  const name = inSentence(knownOf(known, readingOf(drawing, OWN)).name);
  const back = personPath(child, known);
  const words = { ...own.report, title: fill(own.report.title, { name }, drawing.language) };
  return drawReport(
    drawing,
    { self: `${back}/more`, back, words, mine: true, around: { ...around(drawing, child, null), nav: null } },
    tried,
  );
}
