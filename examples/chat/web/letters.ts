/** What Kith has for this person that is no notice: what became of a report, why something was taken away. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Here } from './app.ts';

export const lettersOf = ({ view, w, act }: Here): TemplateResult[] =>
  view.letters.map(
    ({ id, title, body, link }) => html`<section class="letter" aria-label=${title}>
      <h2>${title}</h2>
      ${body.map((paragraph) => html`<p>${paragraph}</p>`)}
      ${link === null ? nothing : html`<p><a href=${link.url} target="_blank" rel="noopener">${link.label}</a></p>`}
      <button type="button" @click=${() => act({ do: 'letter-read', letter: id })}>${w.close}</button>
    </section>`,
  );
