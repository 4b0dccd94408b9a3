/** Pages as the server sends them: who to be, and the frame of one person's window. */
import type { Language, Letter } from './protocol.ts';
import type { PersonRow } from './server/chat.ts';
import { words } from './words.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '');

class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** HTML, in which whatever is put in is text unless it is HTML made here. */
function html(parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  const put = (value: string | Html | readonly Html[]): string =>
    typeof value === 'string' ? escaped(value) : value instanceof Html ? value.text : value.map(put).join('');
  return new Html(parts.reduce((made, part, i) => made + put(values[i - 1] ?? '') + part));
}

const page = (language: Language, title: string, head: Html, body: Html): string =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/web/style.css">
<link rel="icon" href="/web/icon.svg">
${head}
</head>
<body>
${body}
</body>
</html>
`.text;

/** In this order on the first page. */
const ORDER = ['ama', 'ben', 'carys', 'kofi', 'sam', 'sid'] as const;

export function frontPage(people: readonly PersonRow[], language: Language, kithUrl: string): string {
  const w = words[language];
  const { front } = w;
  const other = language === 'en' ? 'cy' : 'en';
  const cards = ORDER.flatMap((id) => {
    const one = people.find((row) => row.id === id);
    if (one === undefined) return [];
    return html`<li class="card"><h2>${one.name}</h2><p>${front.people[id]}</p>
<a class="button" href="/as/${id}" target="_blank">${front.openAs} ${one.name}</a></li>`;
  });
  return page(
    language,
    w.title,
    html``,
    html`<header class="top"><p class="brand">${w.title}</p><a lang="${other}" href="/?lang=${other}">${w.language.other}</a></header>
<main class="front">
<h1>${front.heading}</h1>
<p>${front.about}</p>
<ul class="cards">${cards}</ul>
<h2>${front.story}</h2>
<ol class="steps">${front.steps.map((step) => html`<li>${step}</li>`)}</ol>
<p class="more">${front.more}</p>
<p><a href="${kithUrl}/">${front.console}</a></p>
</main>`,
  );
}

/** @param ticket opens the window of this person */
export function personPage({ name, language }: PersonRow, ticket: string): string {
  const w = words[language];
  return page(
    language,
    `${name} · ${w.title}`,
    html`<meta name="ticket" content="${ticket}">
<script type="module" src="/web/app.ts"></script>`,
    html`<kith-notice></kith-notice>
<div id="app"><p class="waiting" role="status">${w.connecting}</p><noscript>${w.noScript}</noscript></div>
<kith-block></kith-block>
<kith-report></kith-report>`,
  );
}

/** @param letters what this person was sent: why, and how to ask for another look */
export function shutPage(language: Language, why: 'shut' | 'nobody', letters: readonly Letter[] = []): string {
  const { shut, title } = words[language];
  const sent = letters.map(
    (letter) => html`<section class="letter" aria-label="${letter.title}"><h2>${letter.title}</h2>
${letter.body.map((paragraph) => html`<p>${paragraph}</p>`)}
${letter.link === null ? [] : html`<p><a href="${letter.link.url}">${letter.link.label}</a></p>`}</section>`,
  );
  return page(
    language,
    title,
    html``,
    html`<main class="front"><h1>${shut[why].heading}</h1><p>${shut[why].body}</p>${sent}<p><a href="/">${shut.back}</a></p></main>`,
  );
}
