/** The gallery: pages with every notice in every language, shown by the components themselves. */
import { bundled, LANGUAGES } from '../../packages/client/bundle.ts';
import type { Words } from '../../packages/server/words/index.ts';
import { samples } from './arrivals.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The pages by their path: index.html and one a language, with the script and the style that they load. */
export async function galleryFiles(words: Words): Promise<Map<string, string>> {
  const tags = [...words.languages.keys()];
  const files = new Map([
    ['/kith-notices.js', await bundled(LANGUAGES)],
    ['/gallery.js', SCRIPT],
    ['/gallery.css', STYLE],
  ]);
  for (const [tag, { language, review }] of words.languages) {
    const all = samples(words, language);
    files.set(`/${tag}.js`, `export default ${JSON.stringify(all.map(({ arrival }) => arrival))};\n`);
    files.set(
      `/${tag}.html`,
      page(
        tag,
        tags,
        review,
        all.map(({ name }) => name),
      ),
    );
  }
  return files.set('/index.html', files.get('/en.html') ?? '');
}

const page = (
  tag: string,
  tags: readonly string[],
  review: string,
  names: readonly string[],
): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Kith's notices: ${escaped(tag)}</title>
<link rel="stylesheet" href="/gallery.css">
<script type="module" src="/gallery.js"></script>
<header><h1>Kith’s notices</h1>
<nav aria-label="Languages">${tags.map((one) => `<a href="/${one}.html"${one === tag ? ' aria-current="page"' : ''}>${escaped(one)}</a>`).join(' ')}</nav>
<p>${escaped(review)}</p>
<p class="acts"><button id="block">The block dialog</button> <button id="report">The report dialog</button></p></header>
<main data-language="${escaped(tag)}">${names.map(card).join('')}</main>
<kith-notice id="app"></kith-notice><kith-block></kith-block><kith-report></kith-report></html>`;

const card = (name: string, i: number): string => `
<article aria-labelledby="name-${i}"><h2 id="name-${i}">${escaped(name)}</h2><kith-notice inline></kith-notice>
<button class="open" aria-describedby="name-${i}">As in an app</button></article>`;

const SCRIPT = `import { Notices } from '/kith-notices.js';
const main = document.querySelector('main');
const { language } = main.dataset;
const { default: arrivals } = await import('/' + language + '.js');
const nothing = () => {};
const names = { max: 'Max' };
function show(element, arrival) {
  element.notices = new Notices({
    account: 'kim', tell: nothing, block: nothing, report: nothing, nameOf: (account) => names[account],
  });
  element.notices.add(arrival);
}
document.querySelectorAll('article').forEach((article, i) => {
  show(article.querySelector('kith-notice'), arrivals[i]);
  article.querySelector('.open').addEventListener('click', () => show(document.querySelector('#app'), arrivals[i]));
});
for (const name of ['block', 'report']) {
  const dialog = document.querySelector('kith-' + name);
  dialog[name] = nothing;
  document.querySelector('#' + name).addEventListener('click', () => {
    dialog.ask({ about: 'max', name: names.max, language, help: arrivals[0].notice.help });
  });
}
document.documentElement.dataset.ready = '';
`;

const STYLE = `html { color-scheme: light dark; background: light-dark(#fff, #12181d); font-family: system-ui, sans-serif; line-height: 1.5 }
body { margin: 0 auto; max-width: 76rem; padding: 1rem }
nav a { color: light-dark(#0b5a80, #8fd0ef); display: inline-block; padding: .6rem; min-width: 1.5rem }
nav [aria-current] { font-weight: 600 }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem }
article { min-width: 0 }
h2 { font: 600 .9rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
button { font: inherit; min-height: 2.75rem; margin: .5rem 0; padding: 0 1rem }
#app { position: fixed; inset: auto 0 0 0; z-index: 1 }
`;
