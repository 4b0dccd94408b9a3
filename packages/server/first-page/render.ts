/** Draws the first page with Nunjucks and govuk-frontend's macros: unbranded, in our colours and the system's fonts. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import nunjucks from 'nunjucks';
import { govukFolder, LANGUAGES, type Language, unbranded } from '../ground/pages/index.ts';
import { OUTCOMES } from '../ground/telemetry/index.ts';
import type { Filter, PageView } from './view.ts';
import type { PageWords } from './words.ts';

const here = import.meta.dirname;
/** The package's folder of templates has its parent as the root, so that they are named "govuk/components/...". */
const environment = new nunjucks.Environment(
  new nunjucks.FileSystemLoader([join(here, 'views'), resolve(govukFolder, '..')]),
  {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
  },
);

export interface Asset {
  path: string;
  type: string;
  body: string;
}

function asset(name: string, type: string, body: string): Asset {
  const version = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: `/first-page/${version}/${name}`, type, body };
}

/** Each under an address of its own version, so that browsers may keep it for good. */
export function loadAssets(): { style: Asset; script: Asset; icon: Asset } {
  const read = (path: string) => readFileSync(path, 'utf8');
  const style = unbranded(read(join(govukFolder, 'govuk-frontend.min.css'))) + read(join(here, 'assets/page.css'));
  return {
    style: asset('page.css', 'text/css; charset=utf-8', style),
    script: asset('page.js', 'text/javascript; charset=utf-8', read(join(here, 'assets/page.js'))),
    icon: asset('icon.svg', 'image/svg+xml', read(join(here, 'assets/icon.svg'))),
  };
}
export type Assets = ReturnType<typeof loadAssets>;

/** The parts of the page that change: drawn for the page and for its updates alike. */
export interface Regions {
  asOf: string;
  figures: string;
  outcomes: string;
  decisions: string;
  state: string;
}

export function drawRegions(view: PageView, words: PageWords): Regions {
  const draw = (name: string) => environment.render(`${name}.njk`, { view, words });
  return {
    asOf: view.asOf,
    figures: draw('figures'),
    outcomes: draw('outcomes'),
    decisions: draw('decisions'),
    state: draw('state'),
  };
}

export interface PageContext {
  view: PageView;
  words: Readonly<Record<Language, PageWords>>;
  language: Language;
  filter: Filter;
  assets: Assets;
  /** http://127.0.0.1:4100 */
  address: string;
  /** where the sandbox key lies, seen from the folder where Kith was started */
  keyFile: string;
}

export function drawPage({ view, words: all, language, filter, assets, address, keyFile }: PageContext): string {
  const words = all[language];
  const at = (to: Filter, lang: Language = language) => {
    const query = new URLSearchParams({ lang, ...(to !== 'all' && { outcome: to }) });
    return `/?${query}`;
  };
  return environment.render('page.njk', {
    view,
    words,
    regions: drawRegions(view, words),
    assets: { style: assets.style.path, script: assets.script.path, icon: assets.icon.path },
    self: at(filter),
    live: `/first-page/events${at(filter).slice(1)}`,
    languages: LANGUAGES.map((lang) => ({
      text: all[lang].name,
      lang,
      ...(lang === language ? { current: true } : { href: at(filter, lang) }),
    })),
    filters: [
      { text: words.page.everything, href: at('all'), current: filter === 'all' },
      ...OUTCOMES.map((outcome) => ({
        text: words.outcomes[outcome].name,
        href: at(outcome),
        current: filter === outcome,
      })),
    ],
    curl: curl(address, keyFile),
  });
}

/** A first event that shows something: an adult writes to a teen whom they aren't connected to. */
const curl = (address: string, keyFile: string): string => `curl ${address}/v1/events \\
  -H "Authorization: Bearer $(cat ${quoted(keyFile)})" \\
  -H "Content-Type: application/json" \\
  -d '[{"id":"try-1","type":"account.created","data":{"actor":"robin","age":{"band":"13to15"}}},
       {"id":"try-2","type":"account.created","data":{"actor":"alex","age":{"band":"adult"}}},
       {"id":"try-3","type":"message.sent","data":{"actor":"alex","other":"robin","message":"m-1"}}]'`;

/** For a shell. */
const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
