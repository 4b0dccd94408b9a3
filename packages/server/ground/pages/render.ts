/** Draws public pages with Nunjucks and govuk-frontend's own macros, in one layout, in each language. */
import { join, resolve } from 'node:path';
import nunjucks from 'nunjucks';
import { assetFolder } from './assets.ts';
import { inLanguage, LANGUAGES, type Language } from './language.ts';
import { govukFolder } from './unbranded.ts';
import { frameWords } from './words.ts';

/** What every page says of itself. A page's own template sees it, too. */
export interface Frame {
  title: string;
  /** what the browser calls the page, and keeps in its history, where that is to say less than the title */
  tab?: string | undefined;
  /** whose page it is, at the top */
  service: string;
  /** where this page is, with its query: the language switch asks for it again. null for one that can't be asked for again */
  self: string | null;
  /** where "Exit this page" leads; without it there is none */
  exit?: string | undefined;
  /** where "Back" leads */
  back?: string | undefined;
  /** what is wrong with what was sent: the words, and the field at fault (#name) */
  errors?: readonly { text: string; href: string }[];
}

/** Draws the page of a template (a name in the folder) in a language. */
export type RenderPage = (template: string, page: Frame & Record<string, unknown>, language: Language) => string;

/** A render function for a folder of templates. They begin with `{% extends "kith/layout.njk" %}` and fill the block `content`. */
export function pagesIn(views: string): RenderPage {
  const environment = new nunjucks.Environment(
    // the package's folder of templates has its parent as the root, so that they are named "govuk/components/..."
    new nunjucks.FileSystemLoader([views, join(import.meta.dirname, 'views'), resolve(govukFolder, '..')]),
    { autoescape: true, trimBlocks: true, lstripBlocks: true, throwOnUndefined: false },
  );
  return (template, page, language) =>
    environment.render(template, {
      ...page,
      frame: frameWords[language],
      language,
      assets: assetFolder,
      languages: page.self === null ? undefined : languagesOf(page.self, language),
    });
}

const languagesOf = (self: string, language: Language) =>
  LANGUAGES.map((lang) => ({
    text: frameWords[lang].name,
    lang,
    ...(lang === language ? { current: true } : { href: inLanguage(self, lang) }),
  }));
