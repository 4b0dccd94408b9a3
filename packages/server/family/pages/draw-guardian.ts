/** The pages of a parent or carer. */
import { type FamilyPage, type FamilyPerson, type QuietHours, quietHours } from '@kith/contract';
import { fill, inLanguage } from '../../ground/pages/index.ts';
import { whatIsWrong } from '../quiet-hours.ts';
import { longDay, plainDay } from './days.ts';
import { drawReport, type ReportTried } from './draw-report.ts';
import {
  CODE,
  type Drawing,
  draw,
  drawPart,
  guardianBase,
  readingOf,
  type SeenPart,
  START,
  seenParts,
} from './drawing.ts';
import { knownOf, reviewOf } from './known.ts';
import { inSentence, nameOf } from './names.ts';
import { overviewOf } from './overview.ts';
import { childName, type Known, referenceOf } from './people.ts';
import { settingsOf } from './settings.ts';
import { familyWords, type GuardianSaid } from './words.ts';

/** The page of one child, as one of its guardians reads it. */
export interface GuardianView {
  guardianship: string;
  page: FamilyPage;
}

const navOf = ({ language }: Drawing, base: string, current: SeenPart | 'week' | null) => {
  const { nav } = familyWords[language];
  return (['week', ...seenParts] as const).map((part) => ({
    ...{ text: nav[part], href: part === 'week' ? base : `${base}/${part}`, current: part === current },
  }));
};

/** The week of a child, at one look. @param several the guardian has other children, too */
export function drawWeek(drawing: Drawing, view: GuardianView, several: boolean, said: GuardianSaid | null): string {
  const { language } = drawing;
  const { guardianship, page } = view;
  const base = guardianBase(guardianship);
  const { guardian: words, nav } = familyWords[language];
  const say = sayer(drawing, page);
  const links = [
    ...(several ? [{ href: START, text: nav.children }] : []),
    { href: `${base}/quiet-hours`, text: words.can.quiet },
    { href: inLanguage('/report', language), text: words.can.report },
    { href: CODE, text: words.code.link },
    { href: `${base}/end`, text: words.can.end },
  ];
  return draw(drawing, 'guardian.njk', base, {
    title: say(words.title),
    ...{ base, nav: navOf(drawing, base, 'week'), said: said === null ? null : say(words.said[said]) },
    seen: overviewOf(page, readingOf(drawing, base)),
    waiting: settingsOf(page, language).filter(({ wanted }) => wanted?.waits === true),
    can: { said: [say(words.can.look), say(words.can.talk)], links },
  });
}

export function drawGuardianPart(
  drawing: Drawing,
  { guardianship, page }: GuardianView,
  part: SeenPart,
  number: number,
): string {
  const base = guardianBase(guardianship);
  return drawPart(drawing, base, page, part, { base, nav: navOf(drawing, base, part) }, number);
}

export function drawGuardianPerson(
  drawing: Drawing,
  view: GuardianView,
  known: Known,
  said: GuardianSaid | null,
): string {
  const { language } = drawing;
  const { guardianship, page } = view;
  const base = guardianBase(guardianship);
  const { guardian: words, seen } = familyWords[language];
  const say = sayer(drawing, page);
  const shown = knownOf(known, readingOf(drawing, base));
  const review = reviewOf(page, known.person.account);
  const asked = review === null ? null : say(seen.reviews[review.state], { day: longDay(review.askedOn, language) });
  return draw(drawing, 'guardian-person.njk', personPath(base, page, known), {
    title: shown.name,
    ...{
      base,
      nav: navOf(drawing, base, null),
      known: shown,
      asked,
      said: said === null ? null : say(words.said[said]),
    },
    say: {
      togetherText: say(words.person.togetherText),
      togetherSend: say(words.person.togetherSend),
      confidenceText: say(words.report.text),
    },
  });
}

export function drawGuardianReport(
  drawing: Drawing,
  view: GuardianView,
  known: Known,
  tried: ReportTried | null,
): string {
  const base = guardianBase(view.guardianship);
  const { report } = familyWords[drawing.language].guardian;
  const say = sayer(drawing, view.page);
  const person = inSentence(knownOf(known, readingOf(drawing, base)).name);
  const back = personPath(base, view.page, known);
  const words = { ...report, title: say(report.title, { person }), text: say(report.text) };
  return drawReport(drawing, { self: `${back}/report`, back, words, mine: false }, tried);
}

/** @param tried what was sent and can't be taken */
export function drawQuietHours(
  drawing: Drawing,
  { guardianship, page }: GuardianView,
  tried: QuietHours | null,
): string {
  const base = guardianBase(guardianship);
  const { guardian: words, seen } = familyWords[drawing.language];
  const set = page.quietHours;
  const wrong = tried === null ? null : whatIsWrongWith(tried);
  const fields = (['from', 'to'] as const).map((name) => ({
    ...{ name, label: words.quiet[name], value: (tried ?? set)?.[name] ?? '' },
    error: wrong?.[name] === undefined ? null : words.quiet[wrong[name]],
  }));
  return draw(drawing, 'quiet.njk', `${base}/quiet-hours`, {
    title: seen.quiet.title,
    ...{
      back: base,
      text: sayer(drawing, page)(words.quiet.text, { quietHours: drawing.quietHours }),
      fields,
      isSet: set !== null,
    },
    errors: fields.flatMap(({ name, error }) => (error === null ? [] : [{ text: error, href: `#${name}` }])),
  });
}

const isClock = (text: string): boolean => quietHours.shape.from.safeParse(text).success;

/** By field; null where nothing is wrong. */
export function whatIsWrongWith(hours: QuietHours): { from?: 'noStart'; to?: 'noEnd' | 'same' | 'long' } | null {
  const [from, to] = [isClock(hours.from), isClock(hours.to)];
  if (!from || !to) return { ...(!from && { from: 'noStart' }), ...(!to && { to: 'noEnd' }) };
  const wrong = whatIsWrong(hours);
  return wrong === null ? null : { to: wrong };
}

export function drawGuardianEnd(drawing: Drawing, { guardianship, page }: GuardianView): string {
  const base = guardianBase(guardianship);
  const { end } = familyWords[drawing.language].guardian;
  const say = sayer(drawing, page);
  const shown = { title: end.title, lines: [say(end.text), say(end.again)], keep: end.keep, send: end.send };
  return draw(drawing, 'end.njk', `${base}/end`, { ...shown, base, back: base });
}

/** Which child, where there are several or none. */
export function drawChoose(
  drawing: Drawing,
  children: readonly { guardianship: string; child: FamilyPerson; since: string }[],
): string {
  const { language } = drawing;
  const { guardian, seen } = familyWords[language];
  const { choose } = guardian;
  return draw(drawing, 'choose.njk', START, {
    title: children.length === 0 ? choose.empty : choose.title,
    code: { href: CODE, text: guardian.code.link },
    children: children.map(({ guardianship, child, since }) => ({
      href: guardianBase(guardianship),
      name: nameOf(child, child.account, seen.noName),
      since: fill(choose.since, { day: plainDay(since, language) }, language),
    })),
  });
}

const personPath = (base: string, { child }: FamilyPage, { person }: Known): string =>
  `${base}/people/${referenceOf(child.account, person.account)}`;

const sayer = ({ language }: Drawing, page: FamilyPage) => {
  const name = childName(page, language);
  return (message: string, values: Record<string, string | number> = {}): string =>
    fill(message, { name, ...values }, language);
};
