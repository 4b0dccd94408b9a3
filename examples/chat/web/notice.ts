/** Kith's notices as they are, with choices of equal size; and letters. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { View } from '../protocol.ts';
import type { Here } from './app.ts';

type Shown = View['notices'][number];

/** One at a time, the oldest first: nobody reads three warnings at once. */
export function noticesOf(here: Here): TemplateResult | typeof nothing {
  const [notice] = here.view.notices;
  if (notice === undefined) return nothing;
  void here.act({ do: 'notice-shown', notice: notice.id });
  return draw(here, notice);
}

function draw({ act }: Here, { id, who, language, title, body, choices, help }: Shown): TemplateResult {
  return html`<section class="notice" lang=${language} aria-labelledby="notice-title">
    <h2 id="notice-title">${title}</h2>
    ${who === null ? nothing : html`<p class="who">${who}</p>`}
    ${body.map((paragraph) => html`<p>${paragraph}</p>`)}
    <div class="choices">
      ${choices.map(
        ({ choice, label }) =>
          html`<button type="button" @click=${() => act({ do: 'notice-answered', notice: id, choice })}>${label}</button>`,
      )}
    </div>
    <ul class="help">
      ${help.map(
        ({ name, contact, url }) =>
          html`<li>${url === undefined ? name : html`<a href=${url} target="_blank" rel="noopener">${name}</a>`}: ${contact}</li>`,
      )}
    </ul>
  </section>`;
}

export const lettersOf = ({ view, w, act }: Here): TemplateResult[] =>
  view.letters.map(
    ({ id, title, body, link }) => html`<section class="letter" aria-label=${title}>
      <h2>${title}</h2>
      ${body.map((paragraph) => html`<p>${paragraph}</p>`)}
      ${link === null ? nothing : html`<p><a href=${link.url} target="_blank" rel="noopener">${link.label}</a></p>`}
      <button type="button" @click=${() => act({ do: 'letter-read', letter: id })}>${w.close}</button>
    </section>`,
  );
