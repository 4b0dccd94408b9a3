/** One person's window: what they see, drawn anew whenever it changes, and what they do. */
import { html, nothing, render } from 'lit-html';
import type { Action, Person, Result, View } from '../protocol.ts';
import { type Words, words } from '../words.ts';
import { Connection, Refused } from './connection.ts';
import { lettersOf, noticesOf } from './notice.ts';
import { sidebar } from './sidebar.ts';
import { talkOf } from './talk.ts';

/** What the parts of the page stand on. */
export interface Here {
  view: View;
  w: Words;
  /** the talk that is open: a person's id or a group's */
  open: string | null;
  found: readonly Person[] | null;
  /** does it, and says where it can't be done; @returns null then */
  act(action: Action): Promise<Result>;
  openTalk(id: string): void;
  search(text: string): void;
}

const root = document.querySelector<HTMLElement>('#app');
const ticket = document.querySelector<HTMLMetaElement>('meta[name=ticket]')?.content ?? '';
let view: View | null = null;
let connected = false;
let open: string | null = null;
/** of somebody found by search, with whom there is no talk yet */
let met: Person | null = null;
let found: readonly Person[] | null = null;
let said = '';
let form: string | null = null;

const connection = new Connection(
  ticket,
  (next) => {
    view = next;
    draw();
  },
  (isOpen) => {
    connected = isOpen;
    draw();
  },
);

function say(text: string, link: string | null = null): void {
  said = text;
  form = link;
  draw();
}

async function act(action: Action): Promise<Result> {
  const w = words[view?.me.language ?? 'en'];
  try {
    const result = await connection.do(action);
    if (result !== null && 'open' in result) say(w.reportLink, result.open);
    else if (action.do === 'report') say(w.reportSent);
    else if (said !== '' && action.do !== 'notice-shown') say('');
    return result;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(w.refused[error.why]);
    return null;
  }
}

function openTalk(id: string): void {
  open = id;
  met = found?.find((one) => one.id === id) ?? met;
  draw();
  document.querySelector<HTMLElement>('#text')?.focus();
}

async function search(text: string): Promise<void> {
  const result = await act({ do: 'search', text });
  found = result !== null && 'people' in result ? result.people : null;
  draw();
}

function draw(): void {
  if (root === null || view === null) return;
  const w = words[view.me.language];
  document.documentElement.lang = view.me.language;
  const here: Here = { view, w, open, found, act, openTalk, search };
  const talk = view.talks.find(({ id }) => id === open) ?? null;
  const other = view.me.language === 'en' ? 'cy' : 'en';
  // what stood there until now
  if (root.querySelector('.app') === null) root.replaceChildren();
  render(
    html`<header class="top">
        <p class="brand">${w.title}</p>
        <p>${w.you} <strong>${view.me.name}</strong></p>
        <button type="button" class="link" lang=${other} @click=${() => act({ do: 'speak', language: other })}>
          ${w.language.other}
        </button>
        <a href="/">${w.somebodyElse}</a>
      </header>
      <p class="said" role="status">
        ${connected ? (view.reachable ? said : w.unreachable) : w.lost}
      </p>
      ${form === null ? nothing : html`<p class="said"><a href=${form} target="_blank" rel="noopener">${w.reportLink}</a></p>`}
      <div class="app">
        ${sidebar(here)}
        <main>${lettersOf(here)}${noticesOf(here)}${talkOf(here, talk, met?.id === open ? met : null)}</main>
      </div>`,
    root,
  );
}
