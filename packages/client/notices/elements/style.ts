/**
 * The look of all elements: calm, large, no colour that carries a meaning alone. Themed from outside by the properties
 * --kith-*, by `color-scheme` (light, dark; both unless the platform says one) and by ::part.
 */

/** Each declaration on its own line: the bundle takes out line ends and the spaces around signs, and nothing else. */
const CSS = `
:host {
  --ink: var(--kith-ink, light-dark(#1c2833, #edf2f5));
  --quiet: var(--kith-quiet, light-dark(#46535f, #bcc8d1));
  --paper: var(--kith-paper, light-dark(#fff, #1b242c));
  --soft: var(--kith-soft, light-dark(#f1f6f8, #26323b));
  --line: var(--kith-line, light-dark(#6c7b88, #8c9ba7));
  --link: var(--kith-link, light-dark(#0b5a80, #8fd0ef));
  --wrong: var(--kith-wrong, light-dark(#9b2c1f, #ffb4a8));
  --radius: var(--kith-radius, .6rem);
  display: block;
  color-scheme: light dark;
}
@supports not (color: light-dark(red, red)) {
:host {
  --ink: var(--kith-ink, #1c2833);
  --quiet: var(--kith-quiet, #46535f);
  --paper: var(--kith-paper, #fff);
  --soft: var(--kith-soft, #f1f6f8);
  --line: var(--kith-line, #6c7b88);
  --link: var(--kith-link, #0b5a80);
  --wrong: var(--kith-wrong, #9b2c1f);
}
}
kith-block, kith-report, kith-why {
  color-scheme: inherit;
}
* {
  box-sizing: border-box;
}
.box {
  max-width: 34rem;
  padding: 1.25rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 var(--kith-font, system-ui, sans-serif);
  overflow-wrap: anywhere;
}
dialog {
  width: calc(100% - 1rem);
  max-height: calc(100% - 1rem);
  overscroll-behavior: contain;
}
dialog::backdrop {
  background: rgb(15 25 33 / .6);
}
section {
  background: var(--soft);
}
.title {
  margin: 0 0 .5rem;
  font-size: 1.3rem;
  line-height: 1.3;
  text-wrap: balance;
}
.title:focus {
  outline: none;
}
p {
  margin: 0 0 .75rem;
}
.about, .hint, .label {
  color: var(--quiet);
}
.label {
  margin: 1rem 0 0;
}
.choices {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 9rem), 1fr));
  grid-auto-rows: 1fr;
  gap: .5rem;
  margin-top: 1.25rem;
}
button, a, summary, label {
  min-height: 2.75rem;
  font: inherit;
  cursor: pointer;
}
.choice, textarea {
  width: 100%;
  padding: .5rem .75rem;
  border: 2px solid var(--line);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
}
.choice {
  justify-content: center;
  text-align: center;
  text-decoration: none;
}
.choice:hover, .plain:hover {
  background: var(--soft);
}
.plain {
  width: 100%;
  margin-top: .5rem;
  border: 0;
  background: none;
  text-decoration: underline;
}
.plain, a, summary {
  color: var(--link);
}
:focus-visible {
  outline: 3px solid var(--link);
  outline-offset: 2px;
}
ul {
  margin: 0;
  padding: 0;
  list-style: none;
}
li, a, label {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0 1.25rem;
}
summary {
  padding: .6rem 0;
}
fieldset {
  margin: 0;
  padding: 0;
  border: 0;
}
legend, .ask {
  padding: 0;
  font-weight: 600;
}
.one {
  flex-wrap: nowrap;
  gap: .75rem;
  padding: .35rem 0;
}
input {
  flex: none;
  width: 1.5rem;
  height: 1.5rem;
  margin: 0;
  accent-color: var(--link);
}
textarea {
  min-height: 6rem;
  font: inherit;
  resize: vertical;
}
.wrong {
  color: var(--wrong);
  font-weight: 600;
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
@media (prefers-reduced-motion: no-preference) {
.box {
  animation: come .2s;
}
@keyframes come {
from {
  opacity: 0;
}
}
}
`;

let sheet: CSSStyleSheet | undefined;

/** Gives a shadow root the look. A sheet that a script made: no policy that allows the script refuses it. */
export function dress(root: ShadowRoot): void {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  root.adoptedStyleSheets = [sheet];
}
