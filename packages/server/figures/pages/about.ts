/** What stands under every page: source, status, revisions, next update, contact, and what was imported. */
import { fill, inLanguage, type Language } from '../../ground/pages/index.ts';
import type { Import } from '../imports/index.ts';
import type { Library } from '../library.ts';
import { isYear, startOf } from '../period.ts';
import { type FigureRow, SHIPPED } from '../rows.ts';
import { setPath } from './paths.ts';
import { type Link, listIn } from './said.ts';
import { figureWords } from './words.ts';

export interface About {
  about: readonly { key: string; text: string; link?: Link | undefined; links?: readonly Link[] }[];
  /** what the numbers don't say, shown before any of them */
  caveats: readonly string[];
}

/** What a page shows: rows of 71/17, or those of the wider class. */
export type Shown = readonly FigureRow[] | '88A';

/** What stands around rows of one offence: whose they are is said of these rows, and of no others. */
export function aboutOf(library: Library, shown: Shown, language: Language): About {
  const words = figureWords[language];
  const { titles } = words;
  const { contact, next } = library.settings;
  const said = shown === '88A' ? groomingSaid(library, language) : repliesSaid(library, shown, language);
  return {
    caveats: shown === '88A' ? words.grooming.short : shortOf(library, shown, language),
    about: [
      { key: titles.source, text: said.source, links: said.links },
      { key: titles.status, text: said.status },
      { key: titles.revisions, text: said.revisions },
      { key: titles.next, text: next?.[language] ?? said.next },
      contact === null
        ? { key: titles.contact, text: words.contact.none }
        : { key: titles.contact, text: words.contact.said, link: contactLink(contact) },
    ],
  };
}

interface AboutSaid extends Record<'source' | 'status' | 'revisions' | 'next', string> {
  links: readonly Link[];
}

function groomingSaid({ imports }: Library, language: Language): AboutSaid {
  const tables = imports.filter(({ kind }) => kind === 'home-office');
  return { ...figureWords[language].grooming.about, links: tables.map((one) => importLink(one, language)) };
}

function repliesSaid(library: Library, rows: readonly FigureRow[], language: Language): AboutSaid {
  const { about } = figureWords[language];
  const { isShipped, own } = setsOf(library, rows);
  const both = (shipped: string, imported: string) =>
    [...(isShipped ? [shipped] : []), ...(own.length > 0 ? [imported] : [])].join(' ');
  // a year that is shown isn't awaited
  const isAwaited = rows.every(({ period }) => !isYear(period) || startOf(period) <= library.lastShipped);
  return {
    source: both(about.source, fill(about.ownSource, { by: whoseOf(own, language) }, language)),
    status: both(about.status, fill(about.ownStatus, { by: whoseOf(own, language) }, language)),
    revisions: about.revisions,
    next: isAwaited ? `${about.next} ${about.awaited}` : about.next,
    links: own.map((one) => importLink(one, language)),
  };
}

/** What is printed on every chart of these rows, and before their first number. */
export function shortOf(library: Library, rows: readonly FigureRow[], language: Language): readonly string[] {
  const { short, shortOwn, shortBoth } = figureWords[language];
  const { isShipped, own } = setsOf(library, rows);
  if (own.length === 0) return short;
  const whose = fill(isShipped ? shortBoth : shortOwn, { by: whoseOf(own, language) }, language);
  return [whose, ...short.slice(1)];
}

/** Which files rows stand in; where there is none, it is what comes with Kith that has none. */
function setsOf({ imports }: Library, rows: readonly FigureRow[]): { isShipped: boolean; own: readonly Import[] } {
  const sets = new Set(rows.map(({ set }) => set));
  return { isShipped: sets.size === 0 || sets.has(SHIPPED), own: imports.filter(({ name }) => sets.has(name)) };
}

const whoseOf = (imports: readonly Import[], language: Language): string =>
  listIn([...new Set(imports.map((one) => byOf(one, language)))], language);

const byOf = (one: Import, language: Language): string =>
  (one.kind === 'foi' ? one.by : undefined) ?? figureWords[language].imported.unsaid;

const contactLink = (contact: string): Link => ({
  text: contact,
  href: contact.includes('@') && !contact.includes('://') ? `mailto:${contact}` : contact,
});

/** What a file of an import is called: tables by their own name, replies by whose they are. */
export const importTitle = (one: Import, language: Language): string =>
  one.kind === 'home-office'
    ? one.file
    : fill(figureWords[language].imported.replies, { by: byOf(one, language) }, language);

export function importLink(one: Import, language: Language): Link {
  const { imported } = figureWords[language];
  const { name, published, read } = one;
  const words = published === null ? imported.undated : imported.dated;
  return {
    text: fill(words, { file: importTitle(one, language), published: published ?? '', read }, language),
    href: inLanguage(setPath(name), language),
  };
}
