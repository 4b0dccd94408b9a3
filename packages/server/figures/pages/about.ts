/** What stands under every page: source, status, revisions, next update, contact, and what was imported. */
import { fill, inLanguage, type Language } from '../../ground/pages/index.ts';
import type { Import } from '../imports/index.ts';
import type { Library } from '../library.ts';
import type { Offence } from '../rows.ts';
import { setPath } from './paths.ts';
import type { Link } from './said.ts';
import { figureWords } from './words.ts';

export interface About {
  about: readonly { key: string; text: string; link?: Link | undefined; links?: readonly Link[] }[];
  /** what the numbers don't say, shown before any of them */
  caveats: readonly string[];
}

export function aboutOf({ imports, settings }: Library, offence: Offence, language: Language): About {
  const words = figureWords[language];
  const said = offence === '71/17' ? words.about : words.grooming.about;
  const { titles } = words;
  const kind = offence === '71/17' ? 'foi' : 'home-office';
  const own = imports.filter((one) => one.kind === kind);
  const { contact } = settings;
  return {
    caveats: offence === '71/17' ? words.short : words.grooming.short,
    about: [
      { key: titles.source, text: said.source, links: own.map((one) => importLink(one, language)) },
      { key: titles.status, text: said.status },
      { key: titles.revisions, text: said.revisions },
      { key: titles.next, text: settings.next?.[language] ?? said.next },
      contact === null
        ? { key: titles.contact, text: words.contact.none }
        : { key: titles.contact, text: words.contact.said, link: contactLink(contact) },
    ],
  };
}

const contactLink = (contact: string): Link => ({
  text: contact,
  href: contact.includes('@') && !contact.includes('://') ? `mailto:${contact}` : contact,
});

export function importLink({ name, file, published, read }: Import, language: Language): Link {
  const { imported } = figureWords[language];
  const words = published === null ? imported.undated : imported.dated;
  return {
    text: fill(words, { file, published: published ?? '', read }, language),
    href: inLanguage(setPath(name), language),
  };
}
