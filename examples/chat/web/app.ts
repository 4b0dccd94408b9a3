/** One person's window: what they see, drawn anew whenever it changes, and what they do. */
import { html, nothing, render } from 'lit-html';
import type { Action, Person, Result, View } from '../protocol.ts';
import { type Words, words } from '../words.ts';
import { Connection, Refused } from './connection.ts';
import { lettersOf } from './letters.ts';
import { NoticeDesk } from './notices.ts';
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
  /** opens the dialog of blocking, or of reporting */
  family(action: Action): Promise<void>;
  /** what Kith gave for the family: a link to open, a code to show, what somebody else's code asks */
  given: Exclude<Result, { people: readonly Person[] }>;
  block(person: Person): void;
  report(person: Person, message?: string): void;
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
let given: Here['given'] = null;
let desk: NoticeDesk | null = null;

const connection = new Connection(
  ticket,
  (next) => {
    view = next;
    desk ??= new NoticeDesk(next.me.id, connection, draw);
    desk.see(next);
    draw();
  },
  (isOpen) => {
    connected = isOpen;
    draw();
  },
);

function say(text: string): void {
  said = text;
  draw();
}

async function act(action: Action): Promise<Result> {
  const w = words[view?.me.language ?? 'en'];
  try {
    const result = await connection.do(action);
    if (said !== '') say('');
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
  document.querySelector<HTMLElement>('.talk #text')?.focus();
}

async function search(text: string): Promise<void> {
  const result = await act({ do: 'search', text });
  found = result !== null && 'people' in result ? result.people : null;
  draw();
}

/** What somebody closed without choosing waits for them. */
const waiting = (w: Words, count: number) =>
  count === 0
    ? nothing
    : html`<p><button type="button" @click=${() => desk?.reopen()}>${w.questionsWait.replace('{count}', String(count))}</button></p>`;

async function family(action: Action): Promise<void> {
  given = null;
  const result = await act(action);
  given = result !== null && !('people' in result) ? result : null;
  // whoever answers a code is told by a notice
  if (given === null && said === '' && action.do !== 'family-answer') say(words[view?.me.language ?? 'en'].family.done);
  draw();
}

function draw(): void {
  if (root === null || view === null) return;
  const w = words[view.me.language];
  document.documentElement.lang = view.me.language;
  const { language } = view.me;
  const here: Here = {
    ...{ view, w, open, found, given, act, openTalk, search, family },
    block: ({ id, name }) => desk?.askBlock(id, name, language),
    report: ({ id, name }, message) => desk?.askReport(id, name, language, message),
  };
  const later = desk?.putOff ?? 0;
  const talk = view.talks.find(({ id }) => id === open) ?? null;
  const stranger = met?.id === open ? met : null;
  const other = language === 'en' ? 'cy' : 'en';
  // what stood there until now
  if (root.querySelector('.app') === null) root.replaceChildren();
  render(
    html`<header class="top">
        ${talk === null && stranger === null ? html`<h1 class="brand">${w.title}</h1>` : html`<p class="brand">${w.title}</p>`}
        <p>${w.you} <strong>${view.me.name}</strong></p>
        <button type="button" class="link" lang=${other} @click=${() => act({ do: 'speak', language: other })}>
          ${w.language.other}
        </button>
        <a href="/">${w.somebodyElse}</a>
      </header>
      <p class="said" role="status">
        ${connected ? (view.reachable ? said : w.unreachable) : w.lost}
      </p>
      <div class="app">
        ${sidebar(here)}
        <main>${waiting(w, later)}${lettersOf(here)}${talkOf(here, talk, stranger)}</main>
      </div>`,
    root,
  );
}
