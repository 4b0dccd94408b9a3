/** Beside the talk: finding people, requests, talks, groups, settings, who is blocked. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { LINE_LENGTH_MAX } from '../limits.ts';
import type { Settings } from '../protocol.ts';
import type { Here } from './app.ts';
import { familyOf } from './family.ts';

export const sidebar = (here: Here): TemplateResult =>
  html`<nav class="side" aria-label=${here.w.talks}>
    ${requests(here)}${talks(here)}${find(here)}${newGroup(here)}${familyOf(here)}${settings(here)}${blocked(here)}
  </nav>`;

function requests({ view, w, act, block }: Here): TemplateResult | typeof nothing {
  if (view.askedBy.length === 0) return nothing;
  return html`<section>
    <h2>${w.requests}</h2>
    <ul class="rows">
      ${view.askedBy.map(
        ({ id, name }) => html`<li>
          <span>${name}</span>
          <button type="button" @click=${() => act({ do: 'accept', person: id })}>${w.accept}</button>
          <button type="button" @click=${() => act({ do: 'decline', person: id })}>${w.decline}</button>
          <button type="button" @click=${() => block({ id, name })}>${w.block}</button>
        </li>`,
      )}
    </ul>
  </section>`;
}

const talks = ({ view, w, open, openTalk }: Here): TemplateResult =>
  html`<section>
    <h2>${w.talks}</h2>
    ${view.talks.length === 0 ? html`<p>${w.noTalks}</p>` : nothing}
    <ul class="talks">
      ${view.talks.map(
        ({ id, name, said }) => html`<li>
          <button type="button" aria-current=${id === open ? 'true' : 'false'} @click=${() => openTalk(id)}>
            <strong>${name}</strong> <span>${said.at(-1)?.text ?? ''}</span>
          </button>
        </li>`,
      )}
    </ul>
  </section>`;

const find = (here: Here): TemplateResult => {
  const { w, found, search, openTalk, act } = here;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = fieldOf(event, 'text');
    if (text !== '') search(text);
  };
  return html`<form class="find" role="search" @submit=${submit}>
      <label for="find">${w.search}</label>
      <p id="find-hint" class="hint">${w.searchHint}</p>
      <div class="line">
        <input id="find" name="text" maxlength=${LINE_LENGTH_MAX} autocomplete="off" autocapitalize="none" aria-describedby="find-hint" />
        <button>${w.searchGo}</button>
      </div>
    </form>
    <div role="status">${found?.length === 0 ? w.searchNobody : nothing}</div>
    <ul class="rows found">
      ${(found ?? []).map(
        ({ id, name }) => html`<li>
          <span>${name}</span>
          <button type="button" @click=${() => openTalk(id)}>${w.write}</button>
          <button type="button" @click=${() => act({ do: 'ask', person: id })}>${w.ask}</button>
        </li>`,
      )}
    </ul>`;
};

function newGroup({ view, w, act }: Here): TemplateResult | typeof nothing {
  if (view.friends.length === 0) return nothing;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { target } = event;
    if (!(target instanceof HTMLFormElement)) return;
    const data = new FormData(target);
    const members = data.getAll('member').map(String);
    if (members.length === 0) return;
    await act({ do: 'make-group', name: String(data.get('name') ?? ''), members });
    target.reset();
  };
  return html`<details>
    <summary>${w.newGroup}</summary>
    <form @submit=${submit}>
      <label for="group-name">${w.groupName}</label>
      <input id="group-name" name="name" required maxlength=${LINE_LENGTH_MAX} autocomplete="off" />
      <fieldset>
        <legend>${w.groupWho}</legend>
        ${view.friends.map(
          ({ id, name }) =>
            html`<label class="check"><input type="checkbox" name="member" value=${id} /> ${name}</label>`,
        )}
      </fieldset>
      <button>${w.makeGroup}</button>
    </form>
  </details>`;
}

const WHO = ['connections', 'ask', 'everyone'] as const;

function settings({ view, w, act }: Here): TemplateResult {
  const { settings: now, wanted, quiet } = view;
  const waits = (name: keyof Settings) => (name in wanted ? html`<p class="hint">${w.settingWaits}</p>` : nothing);
  const toggle = (name: 'seeSuggestions' | 'beSuggested', label: string) => html`<label class="check">
      <input
        type="checkbox"
        .checked=${now[name]}
        @click=${(event: Event) => {
          // it changes when the server says so: a weaker setting waits for an answer
          event.preventDefault();
          const value = !now[name];
          void act({ do: 'set', setting: name === 'beSuggested' ? { beSuggested: value } : { seeSuggestions: value } });
        }}
      />
      ${label}
    </label>
    ${waits(name)}`;
  return html`<details>
    <summary>${w.settings}</summary>
    <fieldset>
      <legend>${w.directMessages}</legend>
      ${WHO.map(
        (value) => html`<label class="check">
          <input
            type="radio"
            name="direct-messages"
            .checked=${now.directMessages === value}
            @click=${(event: Event) => {
              event.preventDefault();
              if (now.directMessages !== value) void act({ do: 'set', setting: { directMessages: value } });
            }}
          />
          ${w.directMessagesOptions[value]}
        </label>`,
      )}
      ${waits('directMessages')}
    </fieldset>
    ${quiet === null ? nothing : html`<p>${w.quiet} ${quiet.from}–${quiet.to}</p>`}
    ${toggle('seeSuggestions', w.seeSuggestions)}${toggle('beSuggested', w.beSuggested)}
  </details>`;
}

function blocked({ view, w, act }: Here): TemplateResult | typeof nothing {
  if (view.blocked.length === 0) return nothing;
  return html`<details>
    <summary>${w.blocked}</summary>
    <ul class="rows">
      ${view.blocked.map(
        ({ id, name }) => html`<li>
          <span>${name}</span>
          <button type="button" @click=${() => act({ do: 'unblock', person: id })}>${w.unblock}</button>
        </li>`,
      )}
    </ul>
  </details>`;
}

function fieldOf(event: SubmitEvent, name: string): string {
  const { target } = event;
  if (!(target instanceof HTMLFormElement)) return '';
  return String(new FormData(target).get(name) ?? '').trim();
}
